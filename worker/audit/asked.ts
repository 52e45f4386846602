import { parseArgs } from 'node:util';
import { readMoment } from '../../src/lib/read-moment.ts';
import type { AuditRange } from '../../src/storage/audit-chain.ts';
import type { AuditFormat } from './format-row.ts';
import type { AuditHead } from './verify-chain.ts';

/** What somebody wants to know of the audit. */
export type AuditAsked =
  | { readonly kind: 'help' }
  | { readonly kind: 'export'; readonly format: AuditFormat; readonly range: AuditRange }
  | { readonly kind: 'verify'; readonly head?: AuditHead };

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readAuditAsked(args: readonly string[], now: Date): AuditAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      since: { type: 'string' },
      until: { type: 'string' },
      format: { type: 'string' },
      head: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [verb, ...more] = positionals;
  if ((verb !== 'export' && verb !== 'verify') || more.length > 0)
    throw new TypeError(`Say export or verify${verb === undefined ? '' : `, not ${positionals.join(' ')}`}.`);
  const { since, until, format = 'csv', head } = values;
  if (verb === 'verify') {
    if (since !== undefined || until !== undefined || values.format !== undefined)
      throw new TypeError('verify looks at all of it: leave --since, --until and --format out.');
    return { kind: 'verify', ...(head !== undefined && { head: readHead(head) }) };
  }
  if (head !== undefined) throw new TypeError('--head goes with verify.');
  if (format !== 'csv' && format !== 'jsonl') throw new TypeError(`--format must be csv or jsonl, is ${format}.`);
  const range = {
    ...(since !== undefined && { since: readMoment('--since', since, now) }),
    ...(until !== undefined && { until: readMoment('--until', until, now) }),
  };
  if (range.since !== undefined && range.until !== undefined && range.since >= range.until)
    throw new TypeError('--since must be before --until.');
  return { kind: 'export', format, range };
}

/** `12034:9f86d0…`, as verify prints it. */
function readHead(typed: string): AuditHead {
  const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(typed.trim().toLowerCase()) ?? [];
  if (seq === undefined || hash === undefined)
    throw new TypeError(`--head must be what verify has printed, such as 12034:9f86d0… with 64 digits, is ${typed}.`);
  return { seq: Number(seq), hash };
}
