import type { AuditChain } from '../../src/storage/audit-chain.ts';
import type { AuditAsked } from './asked.ts';
import { auditHeading, formatAuditRow } from './format-row.ts';
import { type AuditFault, verifyChain } from './verify-chain.ts';

export interface AuditAnswerOptions {
  readonly chain: AuditChain;
  /** Resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** A line for the person who typed it. */
  readonly tell: (line: string) => void;
}

/** More of them say nothing more. */
const MOST_FAULTS = 20;
/** A row has about half a kilobyte. */
const WRITTEN_AT_ONCE_CHARS = 64_000;

/** Does what is asked. @returns the exit code: 1 when something is wrong with the chain */
export async function answerAudit(
  asked: Exclude<AuditAsked, { readonly kind: 'help' }>,
  options: AuditAnswerOptions,
): Promise<number> {
  await options.chain.settle();
  return asked.kind === 'export' ? await exportRows(asked, options) : await verify(asked, options);
}

async function exportRows(
  { format, range }: Extract<AuditAsked, { readonly kind: 'export' }>,
  { chain, write, tell }: AuditAnswerOptions,
): Promise<number> {
  let removed = 0;
  let count = 0;
  let text = auditHeading(format);
  for await (const link of chain.links(range)) {
    const row = formatAuditRow(link, format);
    if (row === undefined) removed += 1;
    else count += 1;
    text += row ?? '';
    if (text.length < WRITTEN_AT_ONCE_CHARS) continue;
    await write(text);
    text = '';
  }
  await write(text);
  tell(`${count} ${count === 1 ? 'row' : 'rows'}${removed > 0 ? `; ${removed} are not there any more` : ''}.`);
  return 0;
}

async function verify(
  { head: expected }: Extract<AuditAsked, { readonly kind: 'verify' }>,
  { chain, write, tell }: AuditAnswerOptions,
): Promise<number> {
  let faults = 0;
  const lines: string[] = [];
  const say = (line: string): void => {
    faults += 1;
    if (lines.length < MOST_FAULTS) lines.push(line);
  };
  let from = await chain.checkpoint();
  let verified = await verifyChain(chain.links(), (fault) => say(faultLine(fault)), { expected, from });
  // What was kept for long enough may go meanwhile: then it begins elsewhere.
  for (let now = await chain.checkpoint(); now?.seq !== from?.seq; now = await chain.checkpoint()) {
    from = now;
    faults = 0;
    lines.length = 0;
    verified = await verifyChain(chain.links(), (fault) => say(faultLine(fault)), { expected, from });
  }
  const { count, erased, head } = verified;
  for (const id of await chain.unlinked(MOST_FAULTS))
    say(`A row is outside the chain: ${id}. It was not written by Copydesk.`);
  for (const trigger of await chain.missingTriggers())
    say(`The trigger ${trigger} is not there or is switched off: rows may change, or stay outside the chain.`);
  if (faults > lines.length) lines.push(`… and ${faults - lines.length} more.`);
  await write(lines.map((line) => `${line}\n`).join(''));
  await write(head === undefined ? 'The audit has no row yet.\n' : `${count} rows, head ${head.seq}:${head.hash}\n`);
  if (erased > 0)
    tell(
      `In ${erased} ${erased === 1 ? 'row' : 'rows'} people were erased (npm run person -- erase): under whose pseudonym is not verified, all else is.`,
    );
  if (from !== undefined)
    tell(
      `Rows 1 to ${from.seq} were kept for long enough (retention.audit_days) and are deleted, the last of them on ${from.at.toISOString().slice(0, 10)}; it is complete from row ${from.seq + 1} on.`,
    );
  if (from !== undefined && expected !== undefined && expected.seq < from.seq)
    tell(
      `The head ${expected.seq} is among what was deleted: nothing can be told by it. Keep the one that is printed now.`,
    );
  if (faults > 0) {
    tell(`${faults} ${faults === 1 ? 'thing is' : 'things are'} wrong with the audit.`);
    return 1;
  }
  tell(
    (await chain.guard()) === 'grants'
      ? 'It is whole. Its rows are kept by grants: this role may not change them.'
      : 'It is whole. This role owns the tables, so that only triggers keep its rows: docs/operations.md#the-audit says how to have a role that may not.',
  );
  if (head !== undefined && expected === undefined)
    tell('Keep the head somewhere else: with --head, the next look also finds an end that was cut off.');
  return 0;
}

function faultLine(fault: AuditFault): string {
  switch (fault.kind) {
    case 'changed':
      return `Row ${fault.seq} was changed: ${fault.id}.`;
    case 'removed':
      return `Row ${fault.seq} was removed.`;
    case 'gap':
      return fault.count === 1
        ? `Row ${fault.seq} is missing in the chain.`
        : `Rows ${fault.seq} to ${fault.seq + fault.count - 1} are missing in the chain.`;
    case 'out-of-order':
      return `Row ${fault.seq} does not follow the row before it.`;
    case 'cut-off':
      return `The end was cut off: there was a row ${fault.seq}, and the last one is ${fault.last}.`;
    case 'other-head':
      return `Row ${fault.seq} is not the one whose hash was kept: the audit was written anew.`;
    default:
      return fault satisfies never;
  }
}
