import { UnsealError } from '../lib/seal.ts';
import { SEALED_END, SEALED_MARK, toStorable } from '../lib/storable.ts';
import { createVault, type DataKey } from '../lib/vault.ts';
import type { SealedName } from './sealed-columns.ts';
import { toJson } from './to-json.ts';

/** How texts lie in PostgreSQL: as they are, or encrypted with the first key. Whatever is encrypted says by which key, and is read all the same. */
export interface Texts {
  /** Of the first key; undefined: new texts are stored in clear. */
  readonly keyId: string | undefined;
  /** For a column of text. @param key of its row, as `SEALED_COLUMNS` has it. @throws {UnsealError} when it is to be encrypted and there is no key. */
  seal(name: SealedName, key: string, text: string): string;
  /** JSON for a column of JSON: every text in it but names, kinds and ids (`CLEAR`). @throws {UnsealError} likewise */
  toJson(name: SealedName, key: string, value: object): string;
  /** For a column of bytes, with the key beside it; null: they are in clear. @throws {UnsealError} likewise */
  sealBytes(name: SealedName, key: string, bytes: Buffer): { readonly keyId: string | null; readonly bytes: Buffer };
  openBytes(name: SealedName, key: string, sealed: { readonly keyId: string | null; readonly bytes: Buffer }): Buffer;
  /** Any text from the database. @throws {UnsealError} when its key is not there, or it was changed. */
  open(text: string): string;
  /** A text of a column and row. @throws {UnsealError} likewise, and when it was encrypted as something else */
  openAs(name: SealedName, key: string, text: string): string;
}

/**
 * What stays in clear wherever it stands in JSON: names of people and of threads, which an erasure replaces in PostgreSQL (`renamed`), and what is
 * no text. Strings in a list stand below the list's name.
 */
const CLEAR: ReadonlySet<string> = new Set([
  'platform',
  'workspace',
  'channel',
  'thread',
  'userId',
  'displayName',
  'byName',
  'toName',
  'name',
  'requesterName',
  'authorName',
  'names',
  'voted',
  'kind',
  'code',
  'id',
  'hash',
  'sha256',
  'author',
  'criterion',
  'section',
  'verdict',
  'support',
  'language',
]);

/** Also within a longer text, which PostgreSQL has made of several. */
const SEALED = /\uFDD0[^\uFDD1]*\uFDD1/g;

/**
 * @param options.keys the first encrypts, all decrypt
 * @param options.encrypts false: new texts are stored in clear
 */
export function createTexts({
  keys,
  encrypts,
}: {
  readonly keys: readonly [DataKey, ...DataKey[]] | undefined;
  readonly encrypts: boolean;
}): Texts {
  const vault = keys === undefined ? undefined : createVault(keys, 'texts in PostgreSQL');
  const closing = () => {
    if (vault === undefined)
      throw new UnsealError(
        'storage.encrypt_texts is true and COPYDESK_DATA_KEYS is not set: give it the keys of the other processes.',
      );
    return vault;
  };
  const opening = (keyId: string, label: string) => {
    if (vault === undefined)
      throw new UnsealError(
        `What is stored as ${label} was encrypted with the key ${keyId}, and COPYDESK_DATA_KEYS is not set: give it the keys of the other processes.`,
      );
    return vault;
  };

  function seal(name: SealedName, key: string, text: string): string {
    // What is empty says nothing, and is found by that.
    if (!encrypts || text === '') return text;
    const label = `${name} ${key}`;
    const { keyId, bytes } = closing().close(Buffer.from(text), label);
    return `${SEALED_MARK}${label} ${keyId} ${bytes.toString('base64')}${SEALED_END}`;
  }

  function sealAll(name: SealedName, key: string, value: unknown, below = ''): unknown {
    if (typeof value === 'string') return CLEAR.has(below) ? toStorable(value) : seal(name, key, toStorable(value));
    if (Array.isArray(value)) return value.map((one) => sealAll(name, key, one, below));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([property, one]) => [property, sealAll(name, key, one, property)]),
    );
  }

  function openOne(sealed: string): string {
    const bytesAt = sealed.lastIndexOf(' ');
    const keyAt = sealed.lastIndexOf(' ', bytesAt - 1);
    const label = sealed.slice(SEALED_MARK.length, keyAt);
    const keyId = sealed.slice(keyAt + 1, bytesAt);
    const bytes = Buffer.from(sealed.slice(bytesAt + 1, -SEALED_END.length), 'base64');
    return opening(keyId, label).open({ keyId, bytes }, label).toString();
  }

  const open = (text: string): string => (text.includes(SEALED_MARK) ? text.replaceAll(SEALED, openOne) : text);

  return {
    keyId: encrypts ? keys?.[0].id : undefined,
    seal,
    toJson: (name, key, value) => (encrypts ? JSON.stringify(sealAll(name, key, value)) : toJson(value)),
    sealBytes: (name, key, bytes) => (encrypts ? closing().close(bytes, `${name} ${key}`) : { keyId: null, bytes }),
    openBytes(name, key, { keyId, bytes }) {
      if (keyId === null) return bytes;
      const label = `${name} ${key}`;
      return opening(keyId, label).open({ keyId, bytes }, label);
    },
    open,
    openAs(name, key, text) {
      if (text.startsWith(SEALED_MARK) && !text.startsWith(`${SEALED_MARK}${name} ${key} `))
        throw new UnsealError(
          `What is stored as ${name} ${key} was encrypted as something else: somebody has put it there.`,
        );
      return open(text);
    },
  };
}

const textsByPool = new WeakMap<object, Texts>();
const IN_CLEAR = createTexts({ keys: undefined, encrypts: false });

/** From now on stores of this pool have texts lie there so. */
export function useTexts(pool: object, texts: Texts): void {
  textsByPool.set(pool, texts);
}

/** How texts lie in the database of a pool, for who writes them. What is read is opened already. Of a pool that is none of ours: in clear. */
export function textsOf(pool: object): Texts {
  return textsByPool.get(pool) ?? IN_CLEAR;
}
