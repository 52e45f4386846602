import { beforeEach, describe, expect, it } from 'vitest';
import { type AuditChain, createAuditChain } from '../../../src/storage/audit-chain.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { createRetentionStore, type RetentionStore } from '../../../src/storage/retention-store.ts';
import { answerAudit } from '../../../worker/audit/answer.ts';
import type { AuditAsked } from '../../../worker/audit/asked.ts';
import { behindTheAudit, clearAudit } from '../../support/clear-audit.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Änn | “=1”' };

async function ask(
  asked: Exclude<AuditAsked, { readonly kind: 'help' }>,
  chain: AuditChain = createAuditChain(database.pool),
) {
  let out = '';
  let told = '';
  const code = await answerAudit(asked, {
    chain,
    write: async (text) => void (out += text),
    tell: (line) => void (told += `${line}\n`),
  });
  return { code, out, told };
}
const verify = async (head?: { readonly seq: number; readonly hash: string }) =>
  await ask({ kind: 'verify', ...(head && { head }) });

const behindItsBack = async (statement: string) => await behindTheAudit(database.pool, statement);

async function headOf() {
  const { out } = await verify();
  const [, seq = '', hash = ''] = /head (\d+):([0-9a-f]{64})/.exec(out) ?? [];
  return { seq: Number(seq), hash };
}

beforeEach(async () => {
  await clearAudit(database.pool);
  const audit = createAuditLog(database.pool, 'slack');
  for (let number = 1; number <= 6; number += 1)
    await audit.note({
      id: `e${number}`,
      act: 'approve',
      by: ANN,
      articleId: 'a1',
      place: 'slack:T1:C1',
      ...(number % 2 === 0 && { code: 'not-now' }),
    });
});

describe('npm run audit -- verify', () => {
  it('says that the audit is whole, and its head', async () => {
    const { code, out, told } = await verify();
    expect(out).toMatch(/^6 rows, head 6:[0-9a-f]{64}\n$/);
    expect(told).toContain('It is whole.');
    expect(code).toBe(0);
  });

  it('says that there is nothing yet', async () => {
    await behindItsBack('truncate audit, audit_chain');
    expect(await verify()).toMatchObject({ code: 0, out: 'The audit has no row yet.\n' });
  });

  it.each([
    ['a name that was changed', `update audit set actor_name = 'Eve' where event_id = 'e3'`, 'Row 3 was changed: e3.'],
    [
      'a refusal that was made to count',
      `update audit set code = null where event_id = 'e4'`,
      'Row 4 was changed: e4.',
    ],
    [
      'a moment that was changed',
      `update audit set at = at - interval '1 microsecond' where event_id = 'e3'`,
      'Row 3 was changed',
    ],
    [
      'words that went from one field to the next',
      `update audit set act = 'approv', code = 'enot-now' where event_id = 'e4'`,
      'Row 4 was changed',
    ],
    [
      'a hash that was changed',
      `update audit_chain set hash = repeat('0', 63) || '1' where seq = 3`,
      'Row 4 does not follow the row before it.',
    ],
    ['a row that was removed', `delete from audit where event_id = 'e3'`, 'Row 3 was removed.'],
    ['a link that was removed', `delete from audit_chain where seq = 3`, 'Row 3 is missing in the chain.'],
    [
      'the first rows',
      `with gone as (delete from audit_chain where seq < 3 returning audit_id) delete from audit using gone where audit.audit_id = gone.audit_id`,
      'Rows 1 to 2 are missing in the chain.',
    ],
    [
      'a row with its link, the next one moved up',
      `with gone as (delete from audit_chain where seq = 3 returning audit_id) delete from audit using gone where audit.audit_id = gone.audit_id; update audit_chain set seq = seq - 1 where seq = 4; update audit_chain set seq = seq - 1 where seq = 5; update audit_chain set seq = seq - 1 where seq = 6`,
      'Row 3 does not follow the row before it.',
    ],
    [
      'two rows that changed places',
      `update audit_chain set seq = 99 where seq = 3; update audit_chain set seq = 3 where seq = 4; update audit_chain set seq = 4 where seq = 99`,
      'Row 3 does not follow the row before it.',
    ],
    [
      'two rows that changed links',
      `update audit_chain set audit_id = 99 where audit_id = 3; update audit_chain set audit_id = 3 where audit_id = 4; update audit_chain set audit_id = 4 where audit_id = 99`,
      'Row 3 was changed',
    ],
    [
      'a row that was slipped in',
      `insert into audit (event_id, act, actor_key, actor_name) values ('e7', 'approve', 'slack:T1:U1', 'Ann')`,
      'A row is outside the chain: e7.',
    ],
  ])('finds %s', async (_what, statement, words) => {
    await behindItsBack(statement);
    const { code, out } = await verify();
    expect(out).toContain(words);
    expect(code).toBe(1);
  });

  it('finds an end that was cut off, by a head that was kept', async () => {
    const head = await headOf();
    expect(await verify(head)).toMatchObject({ code: 0 });
    await behindItsBack(
      'with gone as (delete from audit_chain where seq > 4 returning audit_id) delete from audit using gone where audit.audit_id = gone.audit_id',
    );
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify(head)).toMatchObject({
      code: 1,
      out: expect.stringContaining('The end was cut off: there was a row 6, and the last one is 4.'),
    });
  });

  it('finds an audit that was written anew, by a head that was kept', async () => {
    const head = await headOf();
    await behindItsBack('truncate audit, audit_chain');
    const audit = createAuditLog(database.pool, 'slack');
    for (let number = 1; number <= 7; number += 1) await audit.note({ id: `e${number}`, act: 'reject', by: ANN });
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify(head)).toMatchObject({ code: 1, out: expect.stringContaining('Row 6 is not the one') });
  });

  it('finds a trigger that was switched off', async () => {
    await database.pool.query('alter table audit disable trigger audit_only_grows');
    try {
      expect(await verify()).toMatchObject({
        code: 1,
        out: expect.stringContaining('The trigger audit_only_grows on audit is not there'),
      });
    } finally {
      await database.pool.query('alter table audit enable trigger audit_only_grows');
    }
  });
});

describe('an audit from which somebody was erased', () => {
  const ERASE = `update audit set actor_key = 'slack:T1:erased-1', actor_name = 'erased-1', named = audit_named(audit), salt = null where event_id = 'e3'`;

  it('is whole, and says in how many rows it was', async () => {
    const head = await headOf();
    await database.pool.query(ERASE);
    const { code, told } = await verify(head);
    expect(told).toContain('In 1 row people were erased');
    expect(code).toBe(0);
    const { out } = await ask({ kind: 'export', format: 'jsonl', range: {} });
    expect(JSON.parse(out.split('\n')[2] ?? '')).toMatchObject({
      who: 'slack:T1:erased-1',
      name: 'erased-1',
      act: 'approve',
    });
  });

  it.each([
    `update audit set actor_key = 'slack:T1:U9', named = repeat('0', 64), salt = null where event_id = 'e3'`,
    `update audit set actor_key = 'slack:T1:U9' where event_id = 'e3'`,
    `update audit set salt = repeat('0', 32) where event_id = 'e3'`,
    `update audit set act = 'reject', named = audit_named(audit), salt = null where event_id = 'e3'`,
    `insert into audit (event_id, act, actor_key, actor_name, salt, named) values ('e9', 'approve', 'slack:T1:U1', 'Ann', null, 'x')`,
  ])('takes nothing else for it: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('The audit is only added to');
  });

  it('finds what else was changed in such a row', async () => {
    await database.pool.query(ERASE);
    await behindItsBack(`update audit set act = 'reject' where event_id = 'e3'`);
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('Row 3 was changed') });
  });
});

describe('an audit whose beginning was kept for long enough', () => {
  let retention: RetentionStore;
  beforeEach(async () => {
    retention = createRetentionStore(database.pool, { idleHours: 72, mostHours: 720 });
    await clearAudit(database.pool);
    await database.pool.query(
      `insert into audit (event_id, act, actor_key, actor_name, at)
       select 'm' || n, 'pause', 'slack:T1:U1', 'Ann', now() - (100 - n) * interval '1 day' + interval '1 hour' from generate_series(1, 90) n`,
    );
  });

  it('loses it up to the first row that is younger, and is whole from there on', async () => {
    const before = await headOf();
    expect(await retention.due('audit', 50)).toMatchObject({ count: 49 });
    expect(await retention.forget('audit', 50, 1)).toBe(49);
    expect(await retention.forget('audit', 50, 1)).toBe(0);
    const { code, out, told } = await verify(before);
    expect(out).toMatch(/^42 rows, head 91:/);
    expect(told).toContain('Rows 1 to 49 were kept for long enough');
    expect(told).toContain('it is complete from row 50 on');
    expect(code).toBe(0);
    const { out: exported } = await ask({ kind: 'export', format: 'jsonl', range: {} });
    expect(exported).toContain('"act":"forget"');
    expect(exported).toContain('audit:1-49');
  });

  it('is whole, too, when its beginning goes while it is looked at', async () => {
    const chain = createAuditChain(database.pool);
    const meanwhile: AuditChain = {
      ...chain,
      async *links(range) {
        await retention.forget('audit', 50, 1);
        yield* chain.links(range);
      },
    };
    const { code, out } = await ask({ kind: 'verify' }, meanwhile);
    expect([code, out]).toEqual([0, expect.stringMatching(/^42 rows, head 91:/)]);
  });

  it('says that a head from before tells nothing any more', async () => {
    const { rows } = await database.pool.query<{ hash: string }>('select hash from audit_chain where seq = 10');
    await retention.forget('audit', 50, 1);
    const { code, told } = await verify({ seq: 10, hash: rows[0]?.hash ?? '' });
    expect(told).toContain('The head 10 is among what was deleted');
    expect(code).toBe(0);
  });

  it('finds what else is missing at its beginning', async () => {
    await retention.forget('audit', 50, 1);
    await behindItsBack(
      'with gone as (delete from audit_chain where seq = 50 returning audit_id) delete from audit using gone where audit.audit_id = gone.audit_id',
    );
    expect(await verify()).toMatchObject({
      code: 1,
      out: expect.stringContaining('Row 50 is missing in the chain.'),
    });
  });

  it('keeps its last row, so that it goes on from there', async () => {
    await behindItsBack(`update audit set at = now() - interval '200 days'`);
    await retention.forget('audit', 50, 100);
    const { rows } = await database.pool.query('select min(seq)::integer as first from audit_chain');
    expect(rows).toEqual([{ first: 90 }]);
    await createAuditLog(database.pool, 'slack').note({ act: 'pause', by: ANN });
    const { rows: links } = await database.pool.query('select count(*)::integer as count from audit_chain');
    expect(links).toEqual([{ count: 3 }]);
  });

  it.each([
    ['a checkpoint that is no link', `insert into audit_checkpoints (seq, hash, count) values (5, 'made up', 5)`],
    [
      'a checkpoint of late',
      'insert into audit_checkpoints (seq, hash, count) select seq, hash, 1 from audit_chain where seq = 80',
    ],
    [
      'a checkpoint at its end',
      'insert into audit_checkpoints (seq, hash, count) select seq, hash, 1 from audit_chain where seq = 90',
    ],
    ['rows without a checkpoint', 'delete from audit where audit_id = (select min(audit_id) from audit)'],
    ['what is younger than any retention', 'select forget_due_audit(1, 1000)'],
  ])('refuses %s', async (_what, statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow(
      /The audit (is only added to|goes up to no such place)/,
    );
  });
});

describe('npm run audit -- export', () => {
  it('has every row once, in order, however many there are', async () => {
    await database.pool.query(
      `insert into audit (event_id, act, actor_key, actor_name, at)
       select 'm' || n, 'pause', 'slack:T1:U1', 'Ann', '2026-01-01'::timestamptz + n * interval '1 second' from generate_series(1, 2500) n`,
    );
    const { out, told } = await ask({ kind: 'export', format: 'jsonl', range: {} });
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 2506 }, (_, at) => at + 1));
    expect(rows[0]).toMatchObject({ eventId: 'e1', name: ANN.displayName, outcome: 'counted', channel: 'C1' });
    expect(told).toBe('2506 rows.\n');
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('has what was from a moment on until another', async () => {
    await database.pool.query(
      `insert into audit (event_id, act, actor_key, actor_name, at)
       select 'm' || n, 'pause', 'slack:T1:U1', 'Ann', '2026-01-01'::timestamptz + n * interval '1 day' from generate_series(0, 9) n`,
    );
    const { out } = await ask({
      kind: 'export',
      format: 'csv',
      range: { since: new Date('2026-01-03T00:00:00Z'), until: new Date('2026-01-05T00:00:00Z') },
    });
    expect(out.match(/,m\d,/g)).toEqual([',m2,', ',m3,']);
  });
});
