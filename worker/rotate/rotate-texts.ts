import { UnsealError } from '../../src/lib/seal.ts';
import { SEALED_COLUMNS, type SealedColumn, type SealedName } from '../../src/storage/sealed-columns.ts';
import type { StoredText, TextRotationStore } from '../../src/storage/text-rotation-store.ts';
import type { Texts } from '../../src/storage/texts.ts';

export interface RotateTextsOptions {
  readonly stored: TextRotationStore;
  /** How they are to lie there. */
  readonly texts: Texts;
  readonly print: (line: string) => void;
}

const AT_ONCE = 50;

type Column = SealedColumn & { readonly name: SealedName };

/**
 * Encrypts texts that are in clear, or encrypted with another key, with the first one; or decrypts all, where none is to be encrypted. Broken off,
 * it goes on when it is begun again; meanwhile everything runs. @returns how many no key opens
 */
export async function rotateTexts({ stored, texts, print }: RotateTextsOptions): Promise<number> {
  let closed = 0;
  let done = 0;
  let changed = 0;
  for (const column of SEALED_COLUMNS) {
    let after: readonly string[] | undefined;
    let fault: string | undefined;
    let faults = 0;
    for (;;) {
      const rows = await stored.next(column, texts.keyId ?? null, after, AT_ONCE);
      for (const row of rows) {
        const rotated = asItShouldBe(texts, column, row);
        if (rotated instanceof UnsealError) {
          fault ??= rotated.message;
          faults += 1;
        } else if (rotated !== undefined) {
          if (await stored.replace(column, row, rotated)) done += 1;
          else changed += 1;
        }
      }
      after = rows.at(-1)?.id;
      if (rows.length < AT_ONCE) break;
    }
    closed += faults;
    if (fault !== undefined) print(`${column.table}.${column.column}: ${faults} cannot be opened. ${fault}`);
  }
  const what = texts.keyId === undefined ? 'decrypted' : `encrypted with the key ${texts.keyId}`;
  const others = [
    ...(changed > 0 ? [`${changed} changed meanwhile: run it again`] : []),
    ...(closed > 0 ? [`${closed} cannot be opened`] : []),
  ];
  print([`Texts: ${done} ${what}`, ...others].join(', ') + '.');
  return closed;
}

/** Undefined: it is so. */
function asItShouldBe(
  texts: Texts,
  { name, kind }: Column,
  { key, value, keyId }: StoredText,
): Pick<StoredText, 'value' | 'keyId'> | UnsealError | undefined {
  try {
    if (kind === 'bytes') {
      const { bytes, ...by } = texts.sealBytes(name, key, texts.openBytes(name, key, { keyId, bytes: value }));
      return { value: bytes, ...by };
    }
    const before = value.toString();
    if (kind === 'text') return rotatedTo(texts.seal(name, key, texts.openAs(name, key, before)));
    const json = JSON.parse(before) as object;
    const opened = JSON.parse(before, (_property, part: unknown) =>
      typeof part === 'string' ? texts.openAs(name, key, part) : part,
    ) as object;
    const rotated = texts.toJson(name, key, opened);
    return rotated === JSON.stringify(json) ? undefined : rotatedTo(rotated);
  } catch (error) {
    if (error instanceof UnsealError) return error;
    throw error;
  }
}

function rotatedTo(text: string): Pick<StoredText, 'value' | 'keyId'> {
  return { value: Buffer.from(text), keyId: null };
}
