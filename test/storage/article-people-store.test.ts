import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createArticlePeopleStore } from '../../src/storage/article-people-store.ts';
import { createAuditLog } from '../../src/storage/audit-log.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
const person = (userId: string, displayName: string) => ({ platform: 'slack', workspace: 'T1', userId, displayName });

it('knows who has to do with an article: whom its rules name, who asked for it, and who did something with it', async () => {
  const { pool } = database;
  const audit = createAuditLog(pool, 'slack');
  const articleId = randomUUID();
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', '{}', 'Tides', '{"displayName": "Ann"}', 'slack:T1:U1', '{slack:T1:U2,requester,anyone,slack:T1:group:S1}', 'en', '{}', '{"thread": {"platform": "slack"}}')`,
    [articleId],
  );
  await audit.note({ act: 'pause', articleId, by: person('U3', 'Cid') });
  await audit.note({ act: 'invite', by: person('U2', 'Benjamin') });
  await audit.note({ act: 'invite', by: person('U2', 'Ben') });
  await audit.note({ act: 'invite', by: person('U9', 'Eve') });
  // Whoever calls himself Ben and is refused is nobody's Ben.
  await audit.note({ act: 'see', code: 'no-such-article', articleId, by: person('U66', 'Ben') });
  const people = createArticlePeopleStore(pool);
  expect((await people.of(articleId)).toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
    { key: 'slack:T1:U1', name: 'Ann' },
    { key: 'slack:T1:U2', name: 'Ben' },
    { key: 'slack:T1:U3', name: 'Cid' },
  ]);
  const around = async (user: string) =>
    (await people.around({ ...person(user, user), groups: [] })).map(({ key }) => key);
  expect(await around('U3')).toEqual([]);
  await audit.note({ act: 'resume', articleId, by: person('U1', 'Ann') });
  expect(await around('U3')).toEqual(['slack:T1:U1']);
  expect(await around('U66')).toEqual([]);
  expect(await people.namesOf(['slack:T1:U2', 'slack:T1:U8', 'slack:T1:U9'])).toEqual(
    new Map([
      ['slack:T1:U2', 'Ben'],
      ['slack:T1:U9', 'Eve'],
    ]),
  );
  expect([await people.nameOf('slack:T1:U9'), await people.nameOf('slack:T1:U8')]).toEqual(['Eve', undefined]);
});
