import { ConfigError } from '../config/config-error.ts';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { UnsealError } from '../lib/seal.ts';
import { createVault, type DataKey, type Vault } from '../lib/vault.ts';
import type { DataKeyStore } from '../storage/data-key-store.ts';

export interface DataKeysOptions {
  readonly store: DataKeyStore;
  /** `COPYDESK_DATA_KEYS`. Absent: this process has none. */
  readonly dataKeys?: readonly [DataKey, ...DataKey[]] | undefined;
  /** This process encrypts with the first of them. */
  readonly encrypts: boolean;
}

const EVERY_MS = 10 * 60_000;

/**
 * Looks whether the keys of this process are those of the others, before it takes work that it could not read, and would let fail.
 * @throws {ConfigError} when another key has the same name, or the one with which others encrypt now is missing.
 */
export async function checkDataKeys({ store, dataKeys, encrypts }: DataKeysOptions): Promise<void> {
  const ids = new Set(dataKeys?.map(({ id }) => id));
  const vault = dataKeys && createVault(dataKeys, 'proof of keys');
  const known = await store.list();
  refuse([
    ...known
      .filter(({ keyId, isInUse }) => isInUse && !ids.has(keyId))
      .map(
        ({ keyId }) =>
          `${dataKeys === undefined ? 'is not set, and' : `has no key ${keyId}, and`} other processes encrypt with ${keyId} now; set it as they have it (docs/privacy.md#encryption)`,
      ),
    ...known.filter(({ keyId, proof }) => ids.has(keyId) && vault && !opens(vault, keyId, proof)).map(otherKey),
  ]);
  if (!encrypts || dataKeys === undefined || vault === undefined) return;
  const [{ id }] = dataKeys;
  if (!opens(vault, id, await store.use(id, proofOf(vault, id)))) refuse([otherKey({ keyId: id })]);
}

/** Keeps on saying that the first key is in use, until the signal. Never rejects. */
export async function keepUsingDataKey(
  { store, dataKeys, encrypts, logger }: DataKeysOptions & { readonly logger: Pick<Logger, 'warn'> },
  signal: AbortSignal,
): Promise<void> {
  if (!encrypts || dataKeys === undefined) return;
  const vault = createVault(dataKeys, 'proof of keys');
  const [{ id }] = dataKeys;
  while (!signal.aborted) {
    await pause(EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      await store.use(id, proofOf(vault, id));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not write down that the key is in use; it is tried again');
    }
  }
}

const proofOf = (vault: Vault, id: string): Buffer => vault.close(Buffer.from(id), id).bytes;

function opens(vault: Vault, keyId: string, bytes: Buffer): boolean {
  try {
    vault.open({ keyId, bytes }, keyId);
    return true;
  } catch (error) {
    if (error instanceof UnsealError) return false;
    throw error;
  }
}

const otherKey = ({ keyId }: { readonly keyId: string }): string =>
  `has another key under the name ${keyId} than other processes have; set it as they have it, or give a new key a name of its own`;

function refuse(faults: readonly string[]): void {
  if (faults.length > 0)
    throw new ConfigError(faults.map((what) => ({ where: 'environment COPYDESK_DATA_KEYS', what })));
}
