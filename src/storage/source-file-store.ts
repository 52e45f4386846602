import type { Pool } from 'pg';
import type { SourceFile } from '../protocol/article.ts';
import { textsOf } from './texts.ts';

/** The table `source_files`: what people handed in as sources, until it was read. Rejects with what `pg` throws. */
export interface SourceFileStore {
  /** Of two files under one id the first stays. */
  keep(file: SourceFile & { readonly bytes: Uint8Array }): Promise<void>;
  /** Undefined: it was read, or kept for too long. */
  find(id: string): Promise<Uint8Array | undefined>;
  /** Those of the files that are still there. */
  named(ids: readonly string[]): Promise<readonly SourceFile[]>;
}

export function createSourceFileStore(pool: Pool): SourceFileStore {
  const texts = textsOf(pool);
  return {
    async keep({ id, name, bytes }) {
      const sealed = texts.sealBytes('source-file', id, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      await pool.query(
        `insert into source_files (file_id, name, body, key_id) values ($1, $2, $3, $4) on conflict do nothing`,
        [id, texts.seal('source-file-name', id, name), sealed.bytes, sealed.keyId],
      );
    },
    async find(id) {
      const { rows } = await pool.query<{ bytes: Buffer; keyId: string | null }>(
        `select body as bytes, key_id as "keyId" from source_files where file_id = $1`,
        [id],
      );
      return rows[0] && texts.openBytes('source-file', id, rows[0]);
    },
    async named(ids) {
      const { rows } = await pool.query<SourceFile>(
        `select file_id as id, name from source_files where file_id = any($1)`,
        [ids],
      );
      return rows;
    },
  };
}
