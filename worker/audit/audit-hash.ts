import { createHash } from 'node:crypto';
import { AUDIT_FIELDS, type AuditRow, NAMING_FIELDS } from '../../src/storage/audit-chain.ts';

/** What stands before the first link. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 of a row at its place, hex. People who were erased from it stand in it by the hash that they had. */
export function auditHash(seq: number, before: string, row: AuditRow): string {
  const named =
    row.named ??
    hashOf(
      row.salt ?? '',
      NAMING_FIELDS.map((name) => row[name]),
    );
  return hashOf(
    before,
    AUDIT_FIELDS.map((name) => (name === 'seq' ? String(seq) : name === 'named' ? named : row[name])),
  );
}

/** Over what goes before and each field with its length in bytes, so that none runs into the next. */
function hashOf(before: string, fields: readonly (string | null)[]): string {
  const encoded = fields.map((field) => (field === null ? '-' : `${Buffer.byteLength(field)}:${field}`));
  return createHash('sha256')
    .update([before, ...encoded].join('\n'))
    .digest('hex');
}
