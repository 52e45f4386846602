import { beforeEach, describe, expect, it } from 'vitest';
import { createSeal } from '../../../src/lib/seal.ts';
import { createSealedStore } from '../../../src/storage/sealed-store.ts';
import { reseal } from '../../../worker/rotate/reseal.ts';
import { useDatabase } from '../../support/use-database.ts';

const database = useDatabase();
const OLD = 'the key of before'.padEnd(32, '.');
const NEW = 'the key of now'.padEnd(32, '.');
const LOST = 'a key that nobody has'.padEnd(32, '.');

async function run(keys: readonly [string, ...string[]]) {
  const lines: string[] = [];
  const closed = await reseal({
    things: createSealedStore(database.pool),
    keys,
    print: (line) => void lines.push(line),
  });
  return { closed, lines };
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
    expect(await run([NEW, OLD])).toEqual({ closed: 0, lines: ['2 encrypted anew, 1 were with the first key.'] });
    for (const { label, sealed } of await createSealedStore(database.pool).list())
      expect(createSeal([NEW]).open(sealed, label)).toMatch(/token|\[\]/);
    expect(await run([NEW])).toEqual({ closed: 0, lines: ['0 encrypted anew, 3 were with the first key.'] });
  });

  it('says what no key opens, and leaves it as it is', async () => {
    const { closed, lines } = await run([LOST, NEW]);
    expect(closed).toBe(2);
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
});
