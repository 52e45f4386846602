import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { examineDatabase } from '../../../src/doctor/database/examine-database.ts';
import type { RetentionPolicy } from '../../../src/config/retention-schema.ts';
import { judgeClock } from '../../../src/doctor/database/look-at-clock.ts';
import { judgeConnections } from '../../../src/doctor/database/look-at-connections.ts';
import type { Finding } from '../../../src/doctor/doctor.ts';
import type { DataKey } from '../../../src/lib/vault.ts';
import { createDataKeyStore } from '../../../src/storage/data-key-store.ts';
import { proveDataKey } from '../../../src/config/data-keys-error.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { createPool } from '../../../src/storage/pool.ts';
import { createTexts } from '../../../src/storage/texts.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { articleWriter } from '../../support/write-articles.ts';

const SETTINGS = { poolSize: 1, connectionTimeoutSeconds: 2, statementTimeoutSeconds: 5 };

const OLD: DataKey = { id: '2026-01', key: Buffer.alloc(32, 1) };
const NEW: DataKey = { id: '2026-11', key: Buffer.alloc(32, 2) };

let database: TestDatabase;
let admin: pg.Pool;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  admin = new pg.Pool({ connectionString: database.url, max: 1 });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** What is found, by name. */
async function examine(
  url = database.url,
  hasBudget = false,
  retention: RetentionPolicy = {},
  dataKeys?: readonly [DataKey, ...DataKey[]],
): Promise<Readonly<Record<string, Finding>>> {
  const pool = createPool(url, SETTINGS, () => undefined);
  try {
    const findings: Record<string, Finding> = {};
    for (const { name, examine: look } of examineDatabase({
      database: { url, pool },
      poolSize: 10,
      hasBudget,
      retention,
      sessions: { idleHours: 72, mostHours: 720 },
      dataKeys,
    }))
      findings[name] = await look();
    return findings;
  } finally {
    await pool.end();
  }
}

const trouble = (kind: 'fault' | 'warning', what: string, wayOut: string) => ({
  kind,
  troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
});

function changed(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe('examineDatabase', () => {
  it('says how to make tables that are not there, and looks at the rest', async () => {
    const findings = await examine();
    expect(findings).toMatchObject({
      PostgreSQL: {
        kind: 'ok',
        detail: expect.stringMatching(/^version \d+\.\d+ at 127\.0\.0\.1:\d+, database test_/),
      },
      Tables: trouble('fault', 'older than this release needs (missing: 0001_schema)', 'Run "npm run migrate"'),
      Connections: { kind: 'ok', detail: expect.stringMatching(/^\d+ left, \d+ in use; a process may open 10$/) },
      Clock: { kind: 'ok' },
      Articles: { kind: 'skipped', why: 'needs the tables.' },
    });
  });

  it('finds everything in order, and then what waits for somebody', async () => {
    await migrate(database.url, () => undefined);
    expect(await examine()).toMatchObject({
      Tables: { kind: 'ok' },
      Articles: { kind: 'ok', detail: 'none is under way' },
    });

    const articles = articleWriter(admin);
    await articles.write({ a: {}, b: {} });
    expect((await examine())['Articles']).toEqual({ kind: 'ok', detail: '2 under way, none of them stuck' });

    await articles.write({
      stuck: { stage: 'stuck' },
      forgotten: { stage: 'requested', askedMinutesAgo: 6 },
    });
    await articles.follow('stuck', { trouble: 'Could not post in Slack channel C042: not_in_channel.' });
    expect((await examine())['Articles']).toEqual({
      kind: 'warning',
      troubles: [
        {
          what: expect.stringMatching(
            /^1 article is stuck: a step failed, the first at 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/,
          ),
          wayOut: expect.stringContaining('npm run retry -- --stage stuck'),
        },
        {
          what: '1 article has a thread that takes no messages: Could not post in Slack channel C042: not_in_channel.',
          wayOut: expect.stringContaining('/article move <id> here'),
        },
        {
          what: '1 article was asked for more than 5 minutes ago and not begun',
          wayOut: expect.stringContaining('Start a bot'),
        },
      ],
    });
  });

  it('names the models that a budget cannot count, where there is one', async () => {
    expect(await examine()).not.toHaveProperty('Budget');
    expect((await examine(database.url, true))['Budget']).toMatchObject({ kind: 'ok' });
    await admin.query(
      `insert into model_calls (article_id, requester_key, step, request_hash, purpose, model, asked_model, answer, cost_usd, cached, duration_ms, created_at)
       select 'a', 'slack:U1', 's', n::text, 'p', case when n > 3 then 'priced' when n = 3 then 'other' else 'local' end, 'writer', '{}',
              case when n > 3 then 0.1 end, n = 9, 1, now() - case when n = 8 then interval '8 days' else interval '1 day' end
       from generate_series(1, 9) n`,
    );
    expect((await examine(database.url, true))['Budget']).toEqual(
      trouble('warning', 'local (2 calls), other (1 call)', 'prices in config/agents.yaml'),
    );
  });

  it('names a key without which nobody reads what is encrypted', async () => {
    const keys = async (...given: readonly DataKey[]): Promise<Finding | undefined> => {
      const [first, ...others] = given;
      return (await examine(database.url, false, {}, first && [first, ...others]))['Keys'];
    };
    expect(await keys()).toEqual({ kind: 'ok', detail: 'nothing is encrypted with COPYDESK_DATA_KEYS' });

    await createDataKeyStore(admin).use(OLD.id, proveDataKey([OLD]));
    expect(await keys()).toEqual(
      trouble('fault', 'is not set, and other processes encrypt with 2026-01 now', 'Set it as they have it'),
    );
    expect(await keys(NEW)).toEqual(trouble('fault', 'has no key 2026-01', 'Set it as they have it'));
    expect(await keys({ ...OLD, key: NEW.key })).toEqual(
      trouble('fault', 'has another key under the name 2026-01', 'Set it as they have it'),
    );

    await admin.query(`update data_keys set used_at = now() - interval '31 minutes'`);
    const inOrder = { kind: 'ok', detail: 'COPYDESK_DATA_KEYS opens all that PostgreSQL has encrypted' };
    expect(await keys(NEW)).toEqual(inOrder);
    const sealed = createTexts({ keys: [OLD], encrypts: true }).seal('page', 'aa', 'A sealion sleeps.');
    await admin.query(`insert into pages (sha256, body) values ('aa', $1)`, [sealed]);
    expect(await keys(NEW)).toEqual(
      trouble('fault', 'has no key 2026-01, with which 1 text is encrypted', 'Put 2026-01 behind the others'),
    );
    expect(await keys(NEW, OLD)).toEqual(inOrder);
  });

  it('says what should have been deleted by now', async () => {
    expect((await examine())['Retention']).toEqual({ kind: 'ok', detail: 'everything is kept for ever' });
    await articleWriter(admin).write({ over: { stage: 'delivered', isClosed: true } });
    const policy = { modelAnswers: 7 };
    for (const hours of [7 * 24 + 1, 9 * 24]) {
      await admin.query(`update articles set closed_at = now() - $1 * interval '1 hour' where article_id = 'over'`, [
        hours,
      ]);
      expect((await examine(database.url, false, policy))['Retention']).toEqual(
        hours < 8 * 24
          ? { kind: 'ok', detail: 'nothing is kept for longer than retention says' }
          : trouble(
              'warning',
              'retention.model_answers_days is 7, and 1 should have been deleted',
              'npm run retention',
            ),
      );
    }
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => void (url.password = 'wrong'),
      'refuses us',
      'user and password in DATABASE_URL',
    ],
    [
      'a database that is not there',
      (url: URL) => void (url.pathname = '/nope'),
      'no database nope',
      'create database nope',
    ],
    [
      'a server that is not there',
      (url: URL) => void (url.port = '1'),
      'cannot be reached (ECONNREFUSED)',
      'DATABASE_URL',
    ],
  ])('tells of %s, and looks at nothing else', async (_, change, what, wayOut) => {
    const { PostgreSQL: server, ...others } = await examine(changed(change));
    expect(server).toEqual(trouble('fault', what, wayOut));
    expect(JSON.stringify(server)).not.toContain('wrong');
    for (const finding of Object.values(others)) expect(finding).toEqual({ kind: 'skipped', why: 'needs PostgreSQL.' });
  });

  it('counts what the database allows, too', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`alter database ${name} connection limit 4`);
    try {
      expect((await examine())['Connections']).toEqual(trouble('warning', '2 left', 'max_connections'));
    } finally {
      await admin.query(`alter database ${name} connection limit -1`);
    }
  });

  it('says what brings a database where none is configured', async () => {
    const [only, ...others] = examineDatabase({
      database: undefined,
      poolSize: 10,
      hasBudget: true,
      retention: {},
      sessions: { idleHours: 72, mostHours: 720 },
      dataKeys: undefined,
    });
    expect(others).toEqual([]);
    expect(await only?.examine()).toEqual({ kind: 'skipped', why: expect.stringContaining('npm start') });
  });
});

describe('judgeConnections', () => {
  it.each([
    [10, 'ok'],
    [9, 'warning'],
    [1, 'warning'],
    [0, 'fault'],
    [-2, 'fault'],
  ])('takes %i left, of which a process may open 10, for: %s', (left, kind) => {
    expect(judgeConnections({ left, inUse: 5, poolSize: 10 }).kind).toBe(kind);
  });
});

describe('judgeClock', () => {
  it.each([
    [0, 'ok', 'agree'],
    [2_400, 'ok', 'agree'],
    [2_600, 'warning', '2 s behind'],
    [-2_600, 'warning', '3 s ahead of'],
    [60_400, 'warning', '60 s behind'],
    [61_000, 'fault', '61 s behind'],
    [-7_200_000, 'fault', '2 hours ahead of'],
  ])('takes a moment of theirs %i ms after the question, whose answer took 500 ms, for: %s', (awayMs, kind, words) => {
    const before = Date.parse('2026-11-29T10:00:00Z');
    const finding = judgeClock({ before, after: before + 500, theirs: before + awayMs });
    expect(finding.kind).toBe(kind);
    expect(JSON.stringify(finding)).toContain(words);
  });
});
