import type { AuditLink } from '../../src/storage/audit-chain.ts';

export type AuditFormat = 'csv' | 'jsonl';

const COLUMNS = [
  'seq',
  'at',
  'act',
  'outcome',
  'code',
  'who',
  'name',
  'via',
  'platform',
  'workspace',
  'channel',
  'articleId',
  'version',
  'textSha256',
  'gate',
  'rule',
  'about',
  'times',
  'eventId',
  'before',
  'hash',
] as const;

type Exported = Readonly<Record<(typeof COLUMNS)[number], string | number | undefined>>;

/** Spreadsheets take what begins so for a formula; `-` and `+` also where a number follows. */
const LOOKS_LIKE_FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/u;

/** What stands before the first row. */
export function auditHeading(format: AuditFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : '';
}

/** A row with its place in the chain, whole with its end of line. Undefined: its row was removed, as `verify` says. */
export function formatAuditRow(link: AuditLink, format: AuditFormat): string | undefined {
  const row = toExported(link);
  if (row === undefined) return undefined;
  return format === 'jsonl' ? `${JSON.stringify(row)}\n` : `${COLUMNS.map((name) => toField(row[name])).join(',')}\r\n`;
}

function toExported({ seq, before, hash, row }: AuditLink): Exported | undefined {
  if (row === undefined) return undefined;
  const { at, id, act, code, who, name, via, place, articleId, version, sha256, gate, rule, about, times } = row;
  const [platform, workspace, ...channel] = place?.split(':') ?? [];
  return {
    seq,
    at: at ?? undefined,
    act: act ?? undefined,
    outcome: code === null ? 'counted' : 'refused',
    code: code ?? undefined,
    who: who ?? undefined,
    name: name ?? undefined,
    via: via ?? undefined,
    platform,
    workspace: workspace === '' ? undefined : workspace,
    channel: place === null ? undefined : channel.join(':'),
    articleId: articleId ?? undefined,
    version: version === null ? undefined : Number(version),
    textSha256: sha256 ?? undefined,
    gate: gate ?? undefined,
    rule: rule ?? undefined,
    about: about ?? undefined,
    times: Number(times),
    eventId: id ?? undefined,
    before,
    hash,
  };
}

/** RFC 4180; what a spreadsheet would compute is text. */
function toField(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = LOOKS_LIKE_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}
