import { UnsealError } from '../lib/seal.ts';
import { createVault, type DataKey, type UsedKey, type Vault } from '../lib/vault.ts';
import { ConfigError } from './config-error.ts';

const USE = 'proof of keys';

/** Something that the first key alone could have sealed, for `DataKeyStore.use`. */
export function proveDataKey(dataKeys: readonly [DataKey, ...DataKey[]]): Buffer {
  const [{ id }] = dataKeys;
  return createVault(dataKeys, USE).close(Buffer.from(id), id).bytes;
}

/**
 * What is wrong with the keys of a process, beside those that others use; undefined: nothing.
 * @param dataKeys `COPYDESK_DATA_KEYS`; undefined: it has none
 */
export function dataKeysError(
  known: readonly UsedKey[],
  dataKeys: readonly [DataKey, ...DataKey[]] | undefined,
): ConfigError | undefined {
  const ids = new Set(dataKeys?.map(({ id }) => id));
  const vault = dataKeys && createVault(dataKeys, USE);
  const faults = known.flatMap(({ keyId, proof, isInUse }) => {
    if (vault !== undefined && ids.has(keyId))
      return opens(vault, keyId, proof)
        ? []
        : [
            `has another key under the name ${keyId} than other processes have; set it as they have it, or give a new key a name of its own`,
          ];
    return isInUse
      ? [
          `${vault === undefined ? 'is not set, and' : `has no key ${keyId}, and`} other processes encrypt with ${keyId} now; set it as they have it (docs/privacy.md#encryption)`,
        ]
      : [];
  });
  return faults.length === 0
    ? undefined
    : new ConfigError(faults.map((what) => ({ where: 'environment COPYDESK_DATA_KEYS', what })));
}

function opens(vault: Vault, keyId: string, bytes: Buffer): boolean {
  try {
    vault.open({ keyId, bytes }, keyId);
    return true;
  } catch (error) {
    if (error instanceof UnsealError) return false;
    throw error;
  }
}
