import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, type AuditLog, createAuditLog } from '../../src/storage/audit-log.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
let audit: AuditLog;
beforeAll(() => {
  audit = createAuditLog(database.pool, 'slack');
});

const EVE = { platform: 'slack', workspace: 'T1', userId: 'U3', displayName: 'Eve\0 \uD800' };
const PAUSE: AuditEntry = { id: 'c1', act: 'pause', by: EVE, articleId: 'a1', code: 'not-a-reviewer' };
const somebody = (userId: string): AuditEntry => ({
  act: 'see',
  by: { ...EVE, userId, displayName: userId },
  code: 'no-such-article',
});

async function rowsOf(act: string) {
  const { rows } = await database.pool.query<object>(
    `select event_id as id, code, actor_key as who, actor_name as name, via, article_id as article, place, about, times
     from audit where act = $1 order by audit_id`,
    [act],
  );
  return rows;
}

async function countOf(userId: string) {
  const { rows } = await database.pool.query<object>(
    `select (select count(*)::integer from audit where actor_key = $1) as rows,
       (select coalesce(sum(times), 0)::integer from audit_repeats where actor_key = $1) as counted`,
    [`slack:T1:${userId}`],
  );
  return rows[0];
}

describe('the audit log', () => {
  it('says who tried what, by which door, and why not; the same event once', async () => {
    await audit.note(PAUSE);
    await audit.note(PAUSE);
    expect(await rowsOf('pause')).toEqual([
      {
        id: 'c1',
        code: 'not-a-reviewer',
        who: 'slack:T1:U3',
        name: 'Eve \uFFFD',
        via: 'slack',
        article: 'a1',
        place: null,
        about: null,
        times: 1,
      },
    ]);
  });

  it('has what counted later beside what was refused before', async () => {
    const { code: _, ...counted } = { ...PAUSE, act: 'resume' };
    await audit.note({ ...counted, code: 'not-now' });
    await audit.note({ ...counted, by: { ...EVE, via: 'web' } });
    expect(await rowsOf('resume')).toMatchObject([
      { code: 'not-now', via: 'slack' },
      { code: null, via: 'web' },
    ]);
  });

  it('takes each attempt without an event for one', async () => {
    const start: AuditEntry = { act: 'start', by: EVE, place: 'slack:T1:C1', code: 'may-not-start' };
    await audit.note(start);
    await audit.note(start);
    expect(await rowsOf('start')).toMatchObject([{ place: 'slack:T1:C1', article: null }, { code: 'may-not-start' }]);
  });

  it('has ten rows of what somebody is refused in a minute, and counts the rest', async () => {
    for (let time = 0; time < 25; time += 1) await audit.note(somebody('U10'));
    await audit.note(somebody('U11'));
    expect(await countOf('U10')).toEqual({ rows: 10, counted: 15 });
    expect(await countOf('U11')).toEqual({ rows: 1, counted: 0 });
  });

  it('counts nothing twice that came twice, and leaves out nothing that counts', async () => {
    const { code: _, ...counted } = somebody('U12');
    const known = { ...somebody('U12'), id: 'known' };
    await audit.note(known);
    for (let time = 0; time < 9; time += 1) await audit.note(somebody('U12'));
    await audit.note(known);
    expect(await countOf('U12')).toEqual({ rows: 10, counted: 0 });
    await audit.note(counted);
    expect(await countOf('U12')).toEqual({ rows: 11, counted: 0 });
  });

  it('makes one row of what was counted when its hour is over, once, whoever comes first', async () => {
    await database.pool.query(
      `insert into audit_repeats (hour, actor_key, act, code, actor_name, via, times)
       values ('2026-01-02T10:00:00Z', 'slack:T1:U13', 'see', 'no-such-article', 'Tom', 'slack', 4711)`,
    );
    await Promise.all(['U14', 'U15', 'U16', 'U17'].map((userId) => audit.note(somebody(userId))));
    const { rows } = await database.pool.query(
      `select act, code, times, at from audit where actor_key = 'slack:T1:U13'`,
    );
    expect(rows).toEqual([
      { act: 'see', code: 'no-such-article', times: 4711, at: new Date('2026-01-02T11:00:00.000Z') },
    ]);
    expect(await countOf('U13')).toEqual({ rows: 1, counted: 0 });
  });

  it('has no more than a hundred rows a day of what somebody is refused', async () => {
    await database.pool.query(
      `insert into audit (event_id, act, code, actor_key, actor_name, at)
       select 'u18-' || n, 'see', 'no-such-article', 'slack:T1:U18', 'Sam', now() - interval '2 hours' from generate_series(1, 100) n`,
    );
    await audit.note(somebody('U18'));
    expect(await countOf('U18')).toEqual({ rows: 100, counted: 1 });
  });

  it.each([
    `update audit set actor_name = 'Ann'`,
    `update audit set code = null where false`,
    'delete from audit',
    'truncate audit',
    `update audit_chain set hash = 'x'`,
    'delete from audit_chain',
    'truncate audit_chain',
  ])('is only added to: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('The audit is only added to');
  });

  it('is one chain, however many processes write to it at once, and has what both tell of once', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `crowd-${at}`);
    const before = await linksOf();
    await Promise.all([writeElsewhere('slack', ids.slice(0, 40)), writeElsewhere('web', ids.slice(20))]);
    const after = await linksOf();
    expect(after.count).toBe(before.count + 60);
    expect(after).toMatchObject({ first: 1, last: after.count, following: after.count - 1 });
    const vias = (await rowsOf('crowd')).map((row) => ('via' in row ? row.via : ''));
    expect(new Set(vias)).toEqual(new Set(['slack', 'web']));
  });
});

/** In a process of its own, all at once. */
async function writeElsewhere(via: string, ids: readonly string[]): Promise<void> {
  const module = (path: string): string => JSON.stringify(new URL(`../../src/storage/${path}`, import.meta.url).href);
  const script = `
    const { createPool } = await import(${module('pool.ts')});
    const { createAuditLog } = await import(${module('audit-log.ts')});
    const settings = { poolSize: 8, connectionTimeoutSeconds: 30, statementTimeoutSeconds: 30 };
    const pool = createPool(process.env.AUDIT_URL, settings, () => undefined);
    const audit = createAuditLog(pool, ${JSON.stringify(via)});
    const by = ${JSON.stringify({ ...EVE, displayName: 'Eve' })};
    await Promise.all(${JSON.stringify(ids)}.map((id) => audit.note({ id, act: 'crowd', by })));
    await pool.end();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { AUDIT_URL: database.url },
  });
}

async function linksOf() {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::integer as count, min(seq)::integer as first, max(seq)::integer as last,
       (select count(*)::integer from audit_chain one join audit_chain next on next.seq = one.seq + 1 and next.before = one.hash) as following
     from audit_chain`,
  );
  return rows[0] ?? { count: 0 };
}
