import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import type { DataKey } from '../../src/lib/vault.ts';
import { checkDataKeys } from '../../src/process/data-keys.ts';
import { createDataKeyStore } from '../../src/storage/data-key-store.ts';
import { useDatabase } from '../support/use-database.ts';

const database = useDatabase();
const keyOf = (id: string, byte: number): DataKey => ({ id, key: Buffer.alloc(32, byte) });
const OLD = keyOf('2026-01', 1);
const NEW = keyOf('2026-11', 2);
const ANOTHER = keyOf('2026-01', 9);

async function begin(encrypts: boolean, ...keys: readonly DataKey[]): Promise<void> {
  const [first, ...others] = keys;
  await checkDataKeys({
    store: createDataKeyStore(database.pool),
    dataKeys: first && [first, ...others],
    encrypts,
  });
}

beforeEach(async () => {
  await database.pool.query('truncate data_keys');
});

describe('a process that begins', () => {
  it('needs the key with which others encrypt, in whichever place, and is told which', async () => {
    await begin(false);
    await begin(true, OLD);
    await expect(begin(false)).rejects.toThrow(
      'environment COPYDESK_DATA_KEYS: is not set, and other processes encrypt with 2026-01 now',
    );
    await expect(begin(true, NEW)).rejects.toThrow('has no key 2026-01, and other processes encrypt with 2026-01 now');
    await begin(false, NEW, OLD);
    await begin(true, NEW, OLD);
    await expect(begin(true, OLD)).rejects.toThrow('has no key 2026-11');
  });

  it('needs no key with which nobody has encrypted for half an hour', async () => {
    await begin(true, OLD);
    await database.pool.query(`update data_keys set used_at = now() - interval '31 minutes'`);
    await expect(begin(true, NEW)).resolves.toBeUndefined();
    await database.pool.query(`update data_keys set used_at = now() - interval '31 minutes'`);
    await expect(begin(false)).resolves.toBeUndefined();
  });

  it('does not begin with another key of a name that there was', async () => {
    await begin(true, OLD);
    await database.pool.query(`update data_keys set used_at = now() - interval '31 minutes'`);
    await expect(begin(true, ANOTHER)).rejects.toThrow('has another key under the name 2026-01');
    await expect(begin(false, NEW, ANOTHER)).rejects.toThrow(ConfigError);
  });

  it('is one of two with two keys of one name that begin at once', async () => {
    const both = await Promise.allSettled([begin(true, OLD), begin(true, ANOTHER)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
