import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepEndingSessions } from '../../../../bots/web/connect/keep-ending-sessions.ts';
import { createSessionStore, type SessionStore } from '../../../../bots/web/connect/session-store.ts';
import { createPeopleStore } from '../../../../src/storage/people-store.ts';
import { memoryLogger } from '../../../agents/run.ts';
import { clearAudit } from '../../../support/clear-audit.ts';
import { useDatabase } from '../../../support/use-database.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };
const ELSEWHERE = { ...ANN, workspace: 'T2' };

const database = useDatabase();
let sessions: SessionStore;
beforeAll(() => {
  sessions = createSessionStore(database.pool, { idleHours: 2, mostHours: 24 });
});
beforeEach(async () => {
  await database.pool.query('delete from web_sessions');
});

/** As if time had gone by. */
async function age(column: 'began_at' | 'seen_at', by: string): Promise<void> {
  await database.pool.query(`update web_sessions set ${column} = ${column} - $1::interval`, [by]);
}

describe('a session', () => {
  it('is known by its secret, in the language that its person has chosen', async () => {
    const secret = await sessions.begin(ANN, 'chat');
    expect(await sessions.find(secret)).toMatchObject({ person: ANN, cameBy: 'chat' });
    await createPeopleStore(database.pool).setLanguage(ANN, 'ru');
    expect(await sessions.find(secret)).toMatchObject({ language: 'ru' });
  });

  it('has a secret and a token that no other has, and the same token in every tab', async () => {
    const [one, other] = [await sessions.begin(ANN, 'chat'), await sessions.begin(ANN, 'chat')];
    expect(one).not.toBe(other);
    const [first, again, second] = [await sessions.find(one), await sessions.find(one), await sessions.find(other)];
    expect(first?.csrfToken).toBe(again?.csrfToken);
    expect(first?.csrfToken).not.toBe(second?.csrfToken);
  });

  it('is not to be learned from the table: neither secret nor token', async () => {
    const secret = await sessions.begin(ANN, 'chat');
    const token = (await sessions.find(secret))?.csrfToken ?? '';
    const { rows } = await database.pool.query('select web_sessions::text as row from web_sessions');
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('ends when it was idle for too long, and lasts while it is used', async () => {
    const secret = await sessions.begin(ANN, 'chat');
    await age('seen_at', '110 minutes');
    expect(await sessions.find(secret)).toBeDefined();
    await age('seen_at', '110 minutes');
    expect(await sessions.find(secret)).toBeDefined();
    await age('seen_at', '121 minutes');
    expect(await sessions.find(secret)).toBeUndefined();
  });

  it('ends for good, however much it is used, and says when', async () => {
    const secret = await sessions.begin(ANN, 'chat');
    await age('began_at', '23 hours');
    const session = await sessions.find(secret);
    expect(session?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000);
    await age('began_at', '61 minutes');
    expect(await sessions.find(secret)).toBeUndefined();
  });

  it('ends here, or everywhere, and nobody else with it', async () => {
    const [here, there, others] = [
      await sessions.begin(ANN, 'chat'),
      await sessions.begin(ANN, 'chat'),
      await sessions.begin(ELSEWHERE, 'chat'),
    ];
    await sessions.end(here);
    expect(await sessions.find(here)).toBeUndefined();
    expect(await sessions.find(there)).toBeDefined();
    expect(await sessions.endAll('slack:T1:U1')).toBe(1);
    expect(await sessions.find(there)).toBeUndefined();
    expect(await sessions.find(others)).toBeDefined();
    expect(await sessions.endAll(undefined)).toBe(1);
    expect(await sessions.find(others)).toBeUndefined();
  });

  it('is shown to its person, and ended by them, one by one', async () => {
    const [first, second, others] = [
      await sessions.begin(ANN, 'machine', 'Firefox · Windows'),
      await sessions.begin(ANN, 'chat'),
      await sessions.begin(ELSEWHERE, 'chat'),
    ];
    await database.pool.query(`update web_sessions set seen_at = now() - interval '3 minutes' where came_by = 'chat'`);
    const shown = await sessions.list('slack:T1:U1');
    expect(shown).toMatchObject([{ cameBy: 'machine', browser: 'Firefox · Windows' }, { cameBy: 'chat' }]);
    expect(shown[1]).not.toHaveProperty('browser');
    expect(JSON.stringify(shown)).not.toContain(first);
    const left = (shown[1]?.expiresAt.getTime() ?? 0) - (shown[1]?.seenAt.getTime() ?? 0);
    expect(left).toBe(2 * 3_600_000);
    const [theirs] = await sessions.list('slack:T2:U1');
    expect(await sessions.endOne('slack:T1:U1', theirs?.id ?? '')).toBe(false);
    expect(await sessions.endOne('slack:T1:U1', shown[1]?.id ?? '')).toBe(true);
    expect(await sessions.endOne('slack:T1:U1', shown[1]?.id ?? '')).toBe(false);
    expect(await sessions.find(second)).toBeUndefined();
    expect([await sessions.find(first), await sessions.find(others)]).not.toContain(undefined);
    await age('seen_at', '121 minutes');
    expect(await sessions.list('slack:T1:U1')).toEqual([]);
  });

  it('is one of twenty at most of a person: the one that was idle longest ends', async () => {
    const first = await sessions.begin(ANN, 'chat');
    await age('seen_at', '1 minute');
    for (let more = 0; more < 20; more += 1) await sessions.begin(ANN, 'chat');
    expect(await sessions.find(first)).toBeUndefined();
    const { rows } = await database.pool.query('select count(*)::integer as sessions from web_sessions');
    expect(rows).toEqual([{ sessions: 20 }]);
  });

  it.each(['', 'x', "' or true --", 'x'.repeat(43), 'x'.repeat(10_000)])('is nothing else', async (secret) => {
    await sessions.begin(ANN, 'chat');
    expect(await sessions.find(secret)).toBeUndefined();
  });
});

describe('the audit', () => {
  it('has who signs in, by which way, and out, whatever ends the session', async () => {
    await clearAudit(database.pool);
    const one = await sessions.begin(ANN, 'chat');
    await sessions.begin(ANN, 'company');
    await sessions.begin(ELSEWHERE, 'machine');
    const ids = (await sessions.list('slack:T1:U1')).map(({ id, cameBy }) => ({ id, cameBy }));
    const idOf = (cameBy: string): string => ids.find((session) => session.cameBy === cameBy)?.id ?? '';
    await sessions.end(one);
    await sessions.end(one);
    expect(await sessions.endOne('slack:T1:U1', idOf('company'))).toBe(true);
    expect(await sessions.endOne('slack:T1:U1', idOf('company'))).toBe(false);
    expect(await sessions.endAll(undefined)).toBe(1);
    const { rows } = await database.pool.query<{ act: string; who: string; about: string }>(
      'select act, actor_key as who, about from audit where via = $1 order by audit_id',
      ['web'],
    );
    expect(rows).toMatchObject([
      { act: 'sign-in', who: 'slack:T1:U1', about: `session:${idOf('chat')} by chat` },
      { act: 'sign-in', who: 'slack:T1:U1', about: `session:${idOf('company')} by company` },
      { act: 'sign-in', who: 'slack:T2:U1', about: expect.stringMatching(/ by machine$/) },
      { act: 'sign-out', who: 'slack:T1:U1', about: `session:${idOf('chat')}` },
      { act: 'sign-out', who: 'slack:T1:U1', about: `session:${idOf('company')}` },
      { act: 'sign-out', who: 'slack:T2:U1' },
    ]);
    expect(JSON.stringify(rows)).not.toContain(one);
  });

  it('has what ended by itself, once: what nobody used for too long, what lasted for too long, and the oldest of too many', async () => {
    const both = [await sessions.begin(ANN, 'chat'), await sessions.begin(ELSEWHERE, 'chat')];
    const [idle] = await sessions.list('slack:T1:U1');
    const [long] = await sessions.list('slack:T2:U1');
    await database.pool.query(
      `update web_sessions set seen_at = case person_key when 'slack:T1:U1' then now() - interval '121 minutes' else seen_at end,
         began_at = now() - interval '1445 minutes'`,
    );
    await clearAudit(database.pool);
    expect(await Promise.all([sessions.endExpired(), sessions.endExpired()])).toContain(2);
    expect(await sessions.endExpired()).toBe(0);
    for (const secret of both) expect(await sessions.find(secret)).toBeUndefined();
    expect(await endings()).toEqual([
      { who: 'slack:T1:U1', about: `session:${idle?.id ?? ''} expired` },
      { who: 'slack:T2:U1', about: `session:${long?.id ?? ''} expired` },
    ]);

    for (let many = 0; many < 20; many += 1) await sessions.begin(ANN, 'chat');
    await age('seen_at', '1 minute');
    await database.pool.query(
      `update web_sessions set seen_at = now() - interval '2 minutes' where id = (select min(id) from web_sessions)`,
    );
    const oldest = (await sessions.list('slack:T1:U1')).at(-1)?.id ?? '';
    await clearAudit(database.pool);
    await sessions.begin(ANN, 'chat');
    expect(await endings()).toEqual([{ who: 'slack:T1:U1', about: `session:${oldest} displaced` }]);
  });

  it('has them although nobody comes back, and although the database was away meanwhile', async () => {
    await sessions.begin(ANN, 'chat');
    await age('seen_at', '121 minutes');
    await clearAudit(database.pool);
    const ending = new AbortController();
    let looks = 0;
    const logger = memoryLogger();
    const running = keepEndingSessions(
      {
        sessions: {
          async endExpired() {
            looks += 1;
            if (looks === 1) throw new Error('connect ECONNREFUSED');
            return await sessions.endExpired();
          },
        },
        logger,
        everyMs: 1,
      },
      ending.signal,
    );
    await expect.poll(endings).toMatchObject([{ who: 'slack:T1:U1' }]);
    ending.abort();
    await running;
    expect(logger.lines).toEqual([expect.stringContaining('connect ECONNREFUSED')]);
  });

  async function endings(): Promise<readonly unknown[]> {
    const { rows } = await database.pool.query<{ readonly who: string; readonly about: string }>(
      `select actor_key as who, about from audit where act = 'sign-out' order by actor_key`,
    );
    return rows;
  }
});
