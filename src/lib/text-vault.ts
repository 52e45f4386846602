import { UnsealError } from './seal.ts';
import type { Vault } from './vault.ts';

/** Where a text is stored: it opens there, and nowhere else. */
export interface TextPlace {
  readonly table: string;
  readonly column: string;
  /** The row: what it is called by for as long as it is there. */
  readonly id: string;
}

/** Texts as tables have them: encrypted, or in clear. */
export interface TextVault {
  /** What is to be stored of a text: encrypted with the first key, or the text itself where nothing is to be encrypted. */
  seal(text: string, place: TextPlace): string;
  /** The text, whether it was encrypted or not. @throws {UnsealError} when its key is not there, or it was changed or moved. */
  open(stored: string, place: TextPlace): string;
  /** By which key it is encrypted; undefined: it is in clear. */
  keyIdOf(stored: string): string | undefined;
}

/** Nobody types it: what begins with it was put there by this file. */
const MARK = '\u0001copydesk:';
/** `<mark>sealed:2026-11:<base64>` */
const SEALED = `${MARK}sealed:`;
/** Before a text in clear that itself begins with the mark. */
const CLEAR = `${MARK}clear:`;

/** @param vault absent: there are no keys @param options.encrypts false: what was encrypted before is still opened */
export function createTextVault(vault: Vault | undefined, { encrypts }: { readonly encrypts: boolean }): TextVault {
  return {
    seal(text, place) {
      if (!encrypts || vault === undefined) return text.startsWith(MARK) ? `${CLEAR}${text}` : text;
      const { keyId, bytes } = vault.close(Buffer.from(text), labelOf(place));
      return `${SEALED}${keyId}:${bytes.toString('base64')}`;
    },

    open(stored, place) {
      if (stored.startsWith(CLEAR)) return stored.slice(CLEAR.length);
      const sealed = parse(stored);
      if (sealed === undefined) return stored;
      if (vault === undefined)
        throw new UnsealError(
          `What is stored as ${labelOf(place)} was encrypted with the key ${sealed.keyId}, and COPYDESK_DATA_KEYS is not set. Set it as the other processes have it.`,
        );
      return vault.open(sealed, labelOf(place)).toString('utf8');
    },

    keyIdOf: (stored) => parse(stored)?.keyId,
  };
}

function labelOf({ table, column, id }: TextPlace): string {
  return `${table}.${column} of ${id}`;
}

function parse(stored: string): { readonly keyId: string; readonly bytes: Buffer } | undefined {
  if (!stored.startsWith(SEALED)) return undefined;
  const end = stored.indexOf(':', SEALED.length);
  return { keyId: stored.slice(SEALED.length, end), bytes: Buffer.from(stored.slice(end + 1), 'base64') };
}
