import { beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { createPersonStore } from '../../src/storage/person-store.ts';
import { exportPerson } from '../../worker/person/export-person.ts';
import { useDatabase } from '../support/use-database.ts';
import { articleWriter } from '../support/write-articles.ts';

const database = useDatabase();
const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann' };
const BEN = { ...ANN, userId: 'U2', displayName: 'Ben' };

beforeAll(async () => {
  const { pool } = database;
  await articleWriter(pool).write({ hers: {}, his: {} });
  for (const [id, who] of [['hers', ANN] as const, ['his', BEN] as const]) {
    await pool.query(`update articles set requester = $2, requester_key = $3 where article_id = $1`, [
      id,
      who,
      `slack:T1:${who.userId}`,
    ]);
    await pool.query(
      `insert into decisions (decision_id, article_id, kind, version, draft_hash, actor, words, decided_at)
       values ($1, $1, 'reject', 1, 'hash', $2, $3, now())`,
      [id, who, `words of ${who.displayName}`],
    );
    await pool.query(
      `insert into web_tokens (token_id, token_hash, actor_key, actor, scopes) values ($1, $2, $3, $4, '{}')`,
      [id, `hash-${id}`, `slack:T1:${who.userId}`, who],
    );
    await createAuditLog(pool, 'slack').note({ act: 'start', by: who, articleId: id });
  }
  await pool.query(
    `insert into identities (person_key, person, name) select key, '00000000-0000-4000-8000-000000000001'::uuid, name
     from (values ('slack:T1:U1', 'Ann'), ('telegram:7', 'Anna')) known (key, name)`,
  );
  await pool.query(
    `insert into people (platform, user_id, language) values ('telegram', '7', 'ru'), ('telegram', '8', 'en')`,
  );
});

async function exported(key: string) {
  let out = '';
  const told: string[] = [];
  await exportPerson(key, {
    people: createPersonStore(database.pool),
    write: async (text) => void (out += text),
    tell: (line) => void told.push(line),
    now: new Date('2026-11-30T12:00:00Z'),
  });
  return { json: JSON.parse(out) as object, out, told };
}

describe('what is known of a person', () => {
  it('is all that names them, in every chat, and nothing of others', async () => {
    const { json, out } = await exported('telegram:7');
    expect(json).toMatchObject({
      exportedAt: '2026-11-30T12:00:00.000Z',
      person: ['telegram:7', 'slack:T1:U1'],
      names: ['Ann', 'Anna'],
      articles: [{ articleId: 'hers', topic: 'hers' }],
      decisions: [{ words: 'words of Ann' }],
      tokens: [{ tokenId: 'hers' }],
      languages: [{ user_id: '7', language: 'ru' }],
      audit: [{ act: 'start', article_id: 'hers' }],
    });
    expect(out).not.toContain('Ben');
  });

  it('has nothing that opens anything', async () => {
    expect((await exported('slack:T1:U1')).out).not.toContain('hash-hers');
  });

  it('is nothing where nobody knows them', async () => {
    const { json, told } = await exported('slack:T1:U404');
    expect(Object.keys(json)).toEqual(['exportedAt', 'person', 'names']);
    expect(told).toEqual(['Nothing is known of slack:T1:U404. npm run audit -- export says how people are written.']);
  });

  it('asks every table without a fault', async () => {
    const names: string[] = [];
    for await (const { name } of createPersonStore(database.pool).parts(['slack:T1:U1'])) names.push(name);
    expect(names).toContain('telegramQuestions');
  });
});
