import type { Pool } from 'pg';
import type { DataKey } from '../../lib/vault.ts';
import { createDataKeyStore } from '../../storage/data-key-store.ts';
import { dataKeysError } from '../../config/data-keys-error.ts';
import { SEALED_COLUMNS } from '../../storage/sealed-columns.ts';
import { createTextRotationStore } from '../../storage/text-rotation-store.ts';
import { type Finding, ok, type Trouble, variablesFinding } from '../doctor.ts';

/** Whether whoever has these keys reads what others have encrypted. @param dataKeys `COPYDESK_DATA_KEYS`; undefined: it is not set */
export async function lookAtKeys(
  pool: Pick<Pool, 'query'>,
  dataKeys: readonly [DataKey, ...DataKey[]] | undefined,
): Promise<Finding> {
  const known = await createDataKeyStore(pool).list();
  const error = dataKeysError(known, dataKeys);
  if (error !== undefined) return variablesFinding(error);
  const own = new Set(dataKeys?.map(({ id }) => id));
  const missing = known.filter(({ keyId }) => !own.has(keyId)).map(({ keyId }) => keyId);
  const troubles: Trouble[] = [];
  // It goes through all texts, so only where a key has gone.
  if (missing.length > 0) {
    const counts = await countTexts(pool);
    for (const keyId of missing) {
      const count = counts.get(keyId) ?? 0;
      if (count > 0)
        troubles.push({
          what: `COPYDESK_DATA_KEYS has no key ${keyId}, with which ${count === 1 ? '1 text is' : `${count} texts are`} encrypted`,
          wayOut: `Nobody can read them without. Put ${keyId} behind the others, start all processes again, then npm run rotate.`,
        });
    }
  }
  if (troubles.length > 0) return { kind: 'fault', troubles };
  return ok(
    known.length === 0
      ? 'nothing is encrypted with COPYDESK_DATA_KEYS'
      : 'COPYDESK_DATA_KEYS opens all that PostgreSQL has encrypted',
  );
}

async function countTexts(pool: Pick<Pool, 'query'>): Promise<ReadonlyMap<string, number>> {
  const texts = createTextRotationStore(pool);
  const counts = new Map<string, number>();
  for (const column of SEALED_COLUMNS)
    for (const { keyId, rows } of await texts.uses(column))
      if (keyId !== null) counts.set(keyId, (counts.get(keyId) ?? 0) + rows);
  return counts;
}
