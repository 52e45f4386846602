import { beforeEach, describe, expect, it } from 'vitest';
import { createAuditChain } from '../../../src/storage/audit-chain.ts';
import { createAuditLog } from '../../../src/storage/audit-log.ts';
import { createErasureStore, type ErasureStore } from '../../../src/storage/erasure-store.ts';
import { createPersonStore } from '../../../src/storage/person-store.ts';
import { answerAudit } from '../../../worker/audit/answer.ts';
import { erasePerson } from '../../../worker/person/erase-person.ts';
import { clearAudit } from '../../support/clear-audit.ts';
import { useDatabase } from '../../support/use-database.ts';
import { articleWriter } from '../../support/write-articles.ts';

const database = useDatabase();
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1ANN', displayName: 'Ann Arbor' };
const BEN = { platform: 'slack', workspace: 'T1', userId: 'U2BEN', displayName: 'Ben Nevis' };
const ANN_KEY = 'slack:T1:U1ANN';

/** An article that Ann asked for and Ben decided about, both with words, and where each stands in every table that names people. */
async function article(id: string, isClosed: boolean): Promise<void> {
  const { pool } = database;
  await articleWriter(pool).write({ [id]: { stage: isClosed ? 'delivered' : 'waiting', isClosed } });
  const thread = { platform: 'telegram', channel: '7007' };
  await pool.query(
    `update articles set requester = $2, requester_key = $3, approvers = array[$3, 'slack:T1:U2BEN'],
       request = '{"topic": "t", "pasted": "pasted by her"}', input = $4, state = $5 where article_id = $1`,
    [
      id,
      ANN,
      ANN_KEY,
      {
        request: { pasted: 'pasted by her' },
        requester: ANN,
        thread,
        settings: { approval: { approvers: [ANN_KEY] } },
      },
      { inCharge: { keys: [ANN_KEY, 'telegram:7007'], byName: 'Ann Arbor' }, revision: 1 },
    ],
  );
  for (const [at, who] of [ANN, BEN].entries()) {
    await pool.query(
      `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'person', $4, 'body', 'hash')`,
      [`${id}-d${at}`, id, at + 1, who.displayName],
    );
    await pool.query(
      `insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, words, edited_draft_id, joined, decided_at)
       values ($1, $2, 'edit', 1, 'hash', $3, $4, $5, '[{"id": "v", "name": "Ann Arbor"}]', now())`,
      [`${id}-x${at}`, id, who, `said by ${who.userId}`, `${id}-d${at}`],
    );
    await pool.query(
      `insert into ledger (item_id, article_id, kind, said_by, on_version, words) values ($1, $2, 'comment', $3, 1, $4)`,
      [`${id}-x${at}`, id, who.displayName, `said by ${who.userId}`],
    );
    await pool.query(
      `insert into passage_comments (comment_id, article_id, version, quote, words, actor_key, actor) values ($1, $2, 1, 'q', $3, $4, $5)`,
      [`${id}-c${at}`, id, `commented by ${who.userId}`, `slack:T1:${who.userId}`, who],
    );
    await createAuditLog(pool, 'slack').note({ id: `${id}-x${at}`, act: 'edit', by: who, articleId: id });
  }
  await pool.query(`insert into feed (article_id, seq, message) values ($1, 1, $2)`, [
    id,
    { kind: 'notice', notice: { code: 'assigned', byName: 'Ben Nevis', to: ANN_KEY, toName: 'Ann Arbor' } },
  ]);
  await pool.query(
    `insert into editions (article_id, draft_id, body, marked, marked_sha256, sections, receipt) values ($1, $2, '{"text": "t"}', 'm', 'of m', '[]', 'receipt of Ann Arbor')`,
    [id, `${id}-d0`],
  );
  await pool.query(
    `with f as (insert into followers (article_id, platform, channel, role) values ($1, 'telegram', '7007', 'person') returning follower_id)
     insert into messages (follower_id, seq, part, kind, phase, digest, live, ref, ref_key, platform, lease)
     select follower_id, 1, 'text', 'draft', 'sent', 'd', true, '{"chat": 7007, "message": 1}', '7007:1', 'telegram', 1 from f`,
    [id],
  );
}

beforeEach(async () => {
  const { pool } = database;
  await pool.query('truncate articles, identities, web_tokens, people, erasures cascade');
  await clearAudit(pool);
  await pool.query(
    `insert into identities (person_key, person, name) select key, '00000000-0000-4000-8000-000000000001'::uuid, 'Ann Arbor'
     from unnest(array['slack:T1:U1ANN', 'telegram:7007']) key`,
  );
  await pool.query(
    `insert into web_tokens (token_id, token_hash, actor_key, actor, scopes) values ('t', 'h', $1, $2, '{}')`,
    [ANN_KEY, ANN],
  );
  await pool.query(`insert into people (platform, user_id, language) values ('telegram', '7007', 'ru')`);
  await pool.query(
    `with noted as (insert into telegram_messages (bot_id, chat, message) values ('b', 7007, 1) on conflict do nothing)
     insert into pace (key, free_at) values ('telegram:chat:7007', now()) on conflict do nothing`,
  );
  await createAuditLog(pool, 'slack').note({ act: 'absence', by: BEN, about: `person:${ANN_KEY}` });
});

interface Erasing {
  readonly key?: string;
  readonly erasures?: ErasureStore;
  readonly whereNamed?: (keys: readonly string[]) => readonly string[];
}

async function erase(
  isMeant: boolean,
  { key = ANN_KEY, erasures = createErasureStore(database.pool), whereNamed = () => [] }: Erasing = {},
) {
  const lines: string[] = [];
  const people = createPersonStore(database.pool);
  const print = (line: string) => void lines.push(line);
  return { code: await erasePerson(key, { people, erasures, whereNamed, isMeant, print }), lines };
}

/** Tables in which words stand. */
async function placesOf(words: string): Promise<readonly string[]> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await database.pool.query(
      `select from ${name} t where strpos(to_jsonb(t)::text, $1) > 0 limit 1`,
      [words],
    );
    if (rowCount === 1) found.push(name);
  }
  return found;
}

const HERS = ['U1ANN', 'Ann Arbor', '7007', 'pasted by her'];

describe('npm run person -- erase', () => {
  it('leaves nothing of the person anywhere, and all of the others', async () => {
    await article('a1', true);
    await article('a2', true);
    expect(await erase(true)).toMatchObject({ code: 0, lines: [expect.stringMatching(/^erased-[0-9a-f]{16} stands/)] });
    for (const words of HERS) expect([words, await placesOf(words)]).toEqual([words, []]);
    for (const words of ['Ben Nevis', 'said by U2BEN', 'commented by U2BEN'])
      expect(await placesOf(words)).not.toEqual([]);
    const { rows } = await database.pool.query(
      `select kind, version, edited_draft_id is not null as edited, starts_with(actor ->> 'userId', 'erased-') as erased
       from decisions where article_id = 'a1' order by decision_id`,
    );
    expect(rows).toEqual([
      { kind: 'edit', version: 1, edited: true, erased: true },
      { kind: 'edit', version: 1, edited: true, erased: false },
    ]);
  });

  it('leaves an audit that verifies', async () => {
    await article('a1', true);
    await erase(true);
    const told: string[] = [];
    const code = await answerAudit(
      { kind: 'verify' },
      {
        chain: createAuditChain(database.pool),
        write: async () => undefined,
        tell: (line) => void told.push(line),
      },
    );
    expect(told.join('\n')).toContain('In 2 rows people were erased');
    expect(code).toBe(0);
  });

  it('does nothing while articles under way name them, and says which', async () => {
    await article('a1', true);
    await article('open', false);
    expect(await erase(true)).toMatchObject({ code: 1, lines: ['under way: open  open', expect.any(String)] });
    expect(await placesOf('Ann Arbor')).toContain('decisions');
  });

  it('says what there is before it is meant, and does nothing', async () => {
    await article('a1', true);
    const { code, lines } = await erase(false);
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^decisions +1$/));
    expect(await placesOf('Ann Arbor')).toContain('decisions');
  });

  it('goes on under the same pseudonym after it broke off, and finds nothing the next time', async () => {
    await article('a1', true);
    const store = createErasureStore(database.pool);
    const breaking: ErasureStore = {
      ...store,
      eraseFromAudit: async () => await Promise.reject(new Error('PostgreSQL is away')),
    };
    await expect(erase(true, { erasures: breaking })).rejects.toThrow('PostgreSQL is away');
    const { rows } = await database.pool.query<{ pseudonym: string }>('select pseudonym from erasures');
    expect(await erase(true)).toMatchObject({ code: 0, lines: [`${rows[0]?.pseudonym} stands where they stood.`] });
    for (const words of HERS) expect([words, await placesOf(words)]).toEqual([words, []]);
    const { rows: left } = await database.pool.query('select who, done_at is not null as done from erasures');
    expect(left).toEqual([{ who: null, done: true }]);
  });

  it('is done once when it is asked for once more, and says so', async () => {
    await article('a1', true);
    await erase(true);
    expect(await erase(true)).toEqual({ code: 0, lines: [expect.stringContaining(`Nothing is known of ${ANN_KEY}`)] });
    const { rowCount } = await database.pool.query('select from erasures');
    expect(rowCount).toBe(1);
  });

  it('is done under one pseudonym by two at once, whichever of the accounts they name', async () => {
    for (const id of ['a1', 'a2', 'a3']) await article(id, true);
    const both = await Promise.all([erase(true), erase(true, { key: 'telegram:7007' })]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    for (const words of HERS) expect([words, await placesOf(words)]).toEqual([words, []]);
    const { rows } = await database.pool.query('select who from erasures');
    expect(rows).toEqual([{ who: null }]);
  });

  it('takes all of three accounts that were linked', async () => {
    await database.pool.query(
      `insert into identities (person_key, person, name) values ('web:ann@example.com', '00000000-0000-4000-8000-000000000001', 'Ann A.')`,
    );
    await database.pool.query(
      `insert into web_sessions (secret_sha256, id, person, person_key, came_by)
       values ('s', 's', '{"platform": "web", "userId": "ann@example.com", "displayName": "Ann A."}', 'web:ann@example.com', 'company')`,
    );
    await article('a1', true);
    expect(await erase(true, { key: 'telegram:7007' })).toMatchObject({ code: 0 });
    for (const words of [...HERS, 'ann@example.com', 'Ann A.'])
      expect([words, await placesOf(words)]).toEqual([words, []]);
  });

  it('does nothing while the settings name them, and says where', async () => {
    await article('a1', true);
    const whereNamed = (keys: readonly string[]) => keys.map((key) => `config/workflows.yaml:7 ${key}`);
    expect(await erase(true, { whereNamed })).toEqual({
      code: 2,
      lines: [
        `named: config/workflows.yaml:7 ${ANN_KEY}`,
        'named: config/workflows.yaml:7 telegram:7007',
        expect.stringContaining('so that somebody may still decide'),
      ],
    });
    expect(await placesOf('Ann Arbor')).toContain('decisions');
  });

  it('takes away what they do meanwhile', async () => {
    await article('a1', true);
    const store = createErasureStore(database.pool);
    let clicks = 0;
    const clicking: ErasureStore = {
      ...store,
      async eraseFromAudit(erasure, limit) {
        const changed = await store.eraseFromAudit(erasure, limit);
        clicks += 1;
        if (clicks === 1) await createAuditLog(database.pool, 'slack').note({ act: 'pause', by: ANN, articleId: 'a1' });
        return changed;
      },
    };
    expect(await erase(true, { erasures: clicking })).toMatchObject({ code: 0 });
    for (const words of HERS) expect([words, await placesOf(words)]).toEqual([words, []]);
  });

  it('is not over when they have taken part in an article meanwhile, and goes on when that is', async () => {
    await article('a1', true);
    const store = createErasureStore(database.pool);
    const clicking: ErasureStore = {
      ...store,
      async forgetPerson(erasure) {
        await store.forgetPerson(erasure);
        const { rowCount } = await database.pool.query(`select from articles where article_id = 'a2'`);
        if (rowCount === 0) await article('a2', false);
      },
    };
    const { code, lines } = await erase(true, { erasures: clicking });
    expect([code, lines[0]]).toEqual([1, 'under way: a2  a2']);
    const [, pseudonym] = / it goes on, as (erased-\w+)\./.exec(lines[1] ?? '') ?? [];
    await database.pool.query(`update articles set closed_at = now(), stage = 'delivered' where article_id = 'a2'`);
    expect(await erase(true)).toEqual({ code: 0, lines: [`${pseudonym} stands where they stood.`] });
    for (const words of HERS) expect([words, await placesOf(words)]).toEqual([words, []]);
  });

  it('knows nobody of that name, and does nothing', async () => {
    expect(await erase(true, { key: 'slack:T1:U9' })).toEqual({
      code: 0,
      lines: [expect.stringContaining('Nothing is known of slack:T1:U9, and nothing was done')],
    });
    expect(await placesOf('slack:T1:U9')).toEqual([]);
  });
});
