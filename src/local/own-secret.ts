import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';

const SECRET_BYTES = 32;
const SECRET = /^[0-9a-f]{64}$/;

/**
 * The secret of this instance, made once and kept in its data folder: ids of articles are made from it, and a chat event that comes
 * again has to get the same id.
 * @param dataFolder held by this process.
 * @throws LocalError `DATA_FOLDER_UNUSABLE` when it can be neither read nor made.
 */
export async function ownSecret(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'secret');
  try {
    const secret = (await readIfThere(path)) ?? (await make(path));
    if (!SECRET.test(secret)) throw new Error('it is damaged');
    return secret;
  } catch (error) {
    throw new LocalError(
      'DATA_FOLDER_UNUSABLE',
      `Could not use ${path}: ${reasonOf(error)}. Bring it back from a backup or remove it: a new one is made, and what is in the database stays.`,
      { cause: error },
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all: a machine that loses power must not leave half of it. */
async function make(path: string): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return secret;
}
