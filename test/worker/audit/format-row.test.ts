import { describe, expect, it } from 'vitest';
import type { AuditLink, AuditRow } from '../../../src/storage/audit-chain.ts';
import { auditHeading, formatAuditRow } from '../../../worker/audit/format-row.ts';

const ROW: AuditRow = {
  at: '2026-11-29T12:00:00.000001Z',
  id: 'd1',
  act: 'approve',
  code: null,
  who: 'slack:T1:U1',
  name: 'Ann',
  via: 'web',
  place: 'slack:T1:C1',
  articleId: '7k3m9x2c4p01q2w3',
  version: '2',
  sha256: 'ab'.repeat(32),
  gate: 'g1',
  rule: 'anyone',
  about: null,
  times: '1',
  salt: '0',
  named: null,
};
const link = (row: Partial<AuditRow> = {}): AuditLink => ({ seq: 3, before: 'b', hash: 'h', row: { ...ROW, ...row } });
const HEADING = auditHeading('csv').trim().split(',');
const fieldOf = (name: string, row: Partial<AuditRow>): string | undefined =>
  formatAuditRow(link(row), 'csv')?.trimEnd().split(',')[HEADING.indexOf(name)];

describe('formatAuditRow', () => {
  it('says who, what, when, from where, on which text, by which rule it counted', () => {
    expect(JSON.parse(formatAuditRow(link(), 'jsonl') ?? '')).toEqual({
      seq: 3,
      at: '2026-11-29T12:00:00.000001Z',
      act: 'approve',
      outcome: 'counted',
      who: 'slack:T1:U1',
      name: 'Ann',
      via: 'web',
      platform: 'slack',
      workspace: 'T1',
      channel: 'C1',
      articleId: '7k3m9x2c4p01q2w3',
      version: 2,
      textSha256: 'ab'.repeat(32),
      gate: 'g1',
      rule: 'anyone',
      times: 1,
      eventId: 'd1',
      before: 'b',
      hash: 'h',
    });
  });

  it('has as many fields in each line of CSV as there are names', () => {
    const line = formatAuditRow(link({ code: 'not-a-reviewer', place: 'telegram::-100' }), 'csv') ?? '';
    expect(line.endsWith('\r\n')).toBe(true);
    expect(line.trimEnd().split(',')).toHaveLength(HEADING.length);
    expect(line).toContain(
      'approve,refused,not-a-reviewer,slack:T1:U1,Ann,web,telegram,,-100'.replace('-100', `"'-100"`),
    );
  });

  it.each([
    ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
    ['+1', `"'+1"`],
    ['-2+3', `"'-2+3"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    [' =1', `"' =1"`],
    // As wide as a Chinese character, which some take for the same.
    ['＝1', `"'＝1"`],
    ['Ann;Lee', '"Ann;Lee"'],
    ['Ann "The Pen" Lee', '"Ann ""The Pen"" Lee"'],
    ['two\nlines', '"two\nlines"'],
  ])('lets no spreadsheet compute or cut %j', (name, field) => {
    expect(fieldOf('name', { name })).toBe(field);
  });

  it('keeps a name with a comma in one field', () => {
    expect(formatAuditRow(link({ name: 'Lee, Ann' }), 'csv')).toContain(',"Lee, Ann",');
  });

  it('leaves out a row that is not there any more', () => {
    expect(formatAuditRow({ seq: 3, before: 'b', hash: 'h' }, 'csv')).toBeUndefined();
  });
});
