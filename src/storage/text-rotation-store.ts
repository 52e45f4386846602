import type { Pool } from 'pg';
import type { SealedColumn } from './sealed-columns.ts';

/** One value of a column, as it lies there. */
export interface StoredText {
  /** The primary key of its row. */
  readonly id: readonly string[];
  /** Its part of the label. */
  readonly key: string;
  /** Of text and JSON in UTF-8. */
  readonly value: Buffer;
  /** Of bytes. */
  readonly keyId: string | null;
}

/** How much of a column is encrypted with which key. */
export interface KeyUse {
  /** Null: in clear. */
  readonly keyId: string | null;
  readonly rows: number;
}

/** Texts as they lie in PostgreSQL, for who encrypts them anew or counts. Rejects with what `pg` throws. */
export interface TextRotationStore {
  /**
   * The next values that are not encrypted with this key, by their primary key. Of JSON also some that hold nothing to encrypt.
   * @param keyId null: those that are encrypted
   * @param after of the last one that was seen
   */
  next(
    column: SealedColumn,
    keyId: string | null,
    after: readonly string[] | undefined,
    most: number,
  ): Promise<readonly StoredText[]>;
  /** @returns false: somebody has changed it since it was read */
  replace(column: SealedColumn, before: StoredText, after: Pick<StoredText, 'value' | 'keyId'>): Promise<boolean>;
  /** Empty: there is nothing in it. */
  uses(column: SealedColumn): Promise<readonly KeyUse[]>;
}

const MARK = `E'\\uFDD0'`;

/** SQL: what stands before the name of the key in what is encrypted. */
function headOf({ name, key }: SealedColumn): string {
  return `(${MARK} || concat('${name} ', ${key}, ' '))`;
}

/** SQL: the name of the key by which a value is encrypted; null: it is in clear. Of JSON: of the first text in it that is. */
function keyIdOf(at: SealedColumn): string {
  if (at.kind === 'bytes') return 'key_id';
  const text =
    at.kind === 'text'
      ? at.column
      : `jsonb_path_query_first(${at.column}, '$.** ? (@ starts with $mark)', jsonb_build_object('mark', ${MARK})) #>> '{}'`;
  return `(select case when left(sealed, 1) = ${MARK} then split_part(substr(sealed, char_length(${headOf(at)}) + 1, 40), ' ', 1) end from (select ${text} as sealed) s)`;
}

function isSealed({ kind, column }: SealedColumn): string {
  return {
    text: `left(${column}, 1) = ${MARK}`,
    json: `jsonb_path_exists(${column}, '$.** ? (@ starts with $mark)', jsonb_build_object('mark', ${MARK}))`,
    bytes: 'key_id is not null',
  }[kind];
}

/** SQL: whether all that is encrypted of a value is what it should be, by this key. */
function isSealedWith(at: SealedColumn, keyId: string): string {
  const own = `${headOf(at)} || ${keyId} || ' '`;
  return {
    text: `starts_with(${at.column}, ${own})`,
    json: `${isSealed(at)} and not jsonb_path_exists(${at.column}, '$.** ? (@ starts with $mark && !(@ starts with $own))',
      jsonb_build_object('mark', ${MARK}, 'own', ${own}))`,
    bytes: `key_id = ${keyId}`,
  }[at.kind];
}

function isThere({ kind, column }: SealedColumn): string {
  return { text: `${column} <> ''`, json: `${column} <> '{}'`, bytes: 'true' }[kind];
}

export function createTextRotationStore(pool: Pick<Pool, 'query'>): TextRotationStore {
  return {
    async next(at, keyId, after, most) {
      const ids = at.id.join(', ');
      // As bytes it is not opened on its way.
      const value = at.kind === 'bytes' ? at.column : `convert_to(${at.column}::text, 'UTF8')`;
      const isDue = keyId === null ? isSealed(at) : `not coalesce(${isSealedWith(at, '$2')}, false)`;
      const from = after === undefined ? '' : `and (${ids}) > (${at.id.map((_, index) => `$${index + 3}`).join(', ')})`;
      const { rows } = await pool.query<StoredText>(
        `select array[${at.id.map((one) => `${one}::text`).join(', ')}] as id, ${at.key} as key, ${value} as value,
           ${at.kind === 'bytes' ? 'key_id' : 'null'} as "keyId"
         from ${at.table} where ${isThere(at)} and ${isDue} and ($2::text is null or true) ${from} order by ${ids} limit $1`,
        [most, keyId, ...(after ?? [])],
      );
      return rows;
    },
    async replace(at, before, after) {
      const as = (given: string): string =>
        ({ text: `convert_from(${given}, 'UTF8')`, json: `convert_from(${given}, 'UTF8')::jsonb`, bytes: given })[
          at.kind
        ];
      const [set, ...keyId] = at.kind === 'bytes' ? [', key_id = $3', after.keyId] : [''];
      const { rowCount } = await pool.query(
        `update ${at.table} set ${at.column} = ${as('$1::bytea')}${set}
         where ${at.column} = ${as('$2::bytea')} and (${at.id.join(', ')}) = (${at.id.map((_, index) => `$${index + 3 + keyId.length}`).join(', ')})`,
        [after.value, before.value, ...keyId, ...before.id],
      );
      return rowCount === 1;
    },
    async uses(at) {
      const { rows } = await pool.query<KeyUse>(
        `select ${keyIdOf(at)} as "keyId", count(*)::integer as rows from ${at.table} where ${isThere(at)} group by 1 order by 1`,
      );
      return rows;
    },
  };
}
