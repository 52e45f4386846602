import { beforeEach, describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/lib/seal.ts';
import { createSealedStore, type SealedStore } from '../../../src/storage/sealed-store.ts';
import { reseal } from '../../../worker/rotate/reseal.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const OLD = 'the key of before'.padEnd(32, '.');
const NEW = 'the key of now'.padEnd(32, '.');
const LOST = 'a key that nobody has'.padEnd(32, '.');

async function run(
  keys: readonly [string, ...string[]],
  things: Pick<SealedStore, 'list' | 'replace'> = createSealedStore(database.pool),
) {
  const lines: string[] = [];
  const left = await reseal({
    things,
    keys,
    print: (line) => void lines.push(line),
  });
  return { left, lines };
}

beforeEach(async () => {
  const { pool } = database;
  await pool.query('truncate slack_installations, webhook_endpoints cascade');
  await pool.query(
    `insert into slack_installations (installation_key, sealed) values ('team:T1', $1), ('team:T2', $2)`,
    [createSeal([OLD]).close('{"token":1}', 'team:T1'), createSeal([NEW]).close('{"token":2}', 'team:T2')],
  );
  await pool.query(
    `insert into webhook_endpoints (name, source, url, sealed) values ('newsroom', 'api', 'https://x', $1)`,
    [createSeal([OLD]).close('[]', 'webhook:newsroom')],
  );
});

describe('npm run rotate', () => {
  it('encrypts with the first key what is with another one, so that the others can be dropped', async () => {
    expect(await run([NEW, OLD])).toEqual({ left: 0, lines: ['2 encrypted anew, 1 were with the first key.'] });
    for (const { label, sealed } of await createSealedStore(database.pool).list())
      expect(createSeal([NEW]).open(sealed, label)).toMatch(/token|\[\]/);
    expect(await run([NEW])).toEqual({ left: 0, lines: ['0 encrypted anew, 3 were with the first key.'] });
  });

  it('says what no key opens, and leaves it as it is', async () => {
    const { left, lines } = await run([LOST, NEW]);
    expect(left).toBe(2);
    expect(lines).toEqual([
      expect.stringContaining('team:T1: none of the keys'),
      expect.stringContaining('webhook:newsroom: none of the keys'),
      '1 encrypted anew, 0 were with the first key, 2 cannot be opened.',
    ]);
  });

  it('leaves what somebody has changed since it was read', async () => {
    const store = createSealedStore(database.pool);
    const [thing] = await store.list();
    if (thing === undefined) throw new Error('There is one');
    expect(await store.replace({ ...thing, sealed: Buffer.from('another one') }, Buffer.from('mine'))).toBe(false);
  });

  it('does what is left when it was killed on its way, and is asked again', async () => {
    const store = createSealedStore(database.pool);
    let replaced = 0;
    const dying: Pick<SealedStore, 'list' | 'replace'> = {
      ...store,
      async replace(...change) {
        replaced += 1;
        return replaced > 1 ? await Promise.reject(new Error('killed')) : await store.replace(...change);
      },
    };
    await expect(run([NEW, OLD], dying)).rejects.toThrow('killed');
    expect(await run([NEW, OLD])).toEqual({ left: 0, lines: ['1 encrypted anew, 2 were with the first key.'] });
  });

  it('has schedules given to Temporal anew, but for those that were deleted', async () => {
    const { pool } = database;
    await pool.query('truncate schedules cascade');
    await pool.query(
      `insert into schedules (schedule_id, maker, maker_key, thread, language, request, timing, applied, deleted_at)
       select id, '{}', 'web:ann', '{"platform": "web", "channel": "c"}', 'en', '{}', '{}', 1, deleted_at
       from (values ('there', null), ('gone', now())) s (id, deleted_at)`,
    );
    expect(await createSealedStore(pool).renewSchedules()).toBe(1);
    const { rows } = await pool.query('select schedule_id as id from schedules where applied < revision');
    expect(rows).toEqual([{ id: 'there' }]);
  });
});
