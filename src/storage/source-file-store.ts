import type { Pool } from 'pg';
import type { SourceFile } from '../protocol/article.ts';

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
  return {
    async keep({ id, name, bytes }) {
      await pool.query(`insert into source_files (file_id, name, body) values ($1, $2, $3) on conflict do nothing`, [
        id,
        name,
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      ]);
    },
    async find(id) {
      const { rows } = await pool.query<{ body: Buffer }>(`select body from source_files where file_id = $1`, [id]);
      return rows[0]?.body;
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
