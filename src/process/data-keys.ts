import { dataKeysError, proveDataKey } from '../config/data-keys-error.ts';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import type { DataKey, UsedKey } from '../lib/vault.ts';
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
 * @throws a `ConfigError` when another key has the same name, or the one with which others encrypt now is missing.
 */
export async function checkDataKeys({ store, dataKeys, encrypts }: DataKeysOptions): Promise<void> {
  refuse(await store.list(), dataKeys);
  if (!encrypts || dataKeys === undefined) return;
  const [{ id: keyId }] = dataKeys;
  // Somebody may have begun at the same moment.
  const proof = await store.use(keyId, proveDataKey(dataKeys));
  refuse([{ keyId, proof, isInUse: true }], dataKeys);
}

/** Keeps on saying that the first key is in use, until the signal. Never rejects. */
export async function keepUsingDataKey(
  { store, dataKeys, encrypts, logger }: DataKeysOptions & { readonly logger: Pick<Logger, 'warn'> },
  signal: AbortSignal,
): Promise<void> {
  if (!encrypts || dataKeys === undefined) return;
  const [{ id }] = dataKeys;
  while (!signal.aborted) {
    await pause(EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      await store.use(id, proveDataKey(dataKeys));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not write down that the key is in use; it is tried again');
    }
  }
}

function refuse(known: readonly UsedKey[], dataKeys: DataKeysOptions['dataKeys']): void {
  const error = dataKeysError(known, dataKeys);
  if (error !== undefined) throw error;
}
