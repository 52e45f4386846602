import { createHash } from 'node:crypto';
import { AUDIT_FIELDS, type AuditRow } from '../../src/storage/audit-chain.ts';

/** What stands before the first link. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 of a row at its place, hex: over the hash before it and each field with its length in bytes, so that none runs into the next. */
export function auditHash(seq: number, before: string, row: AuditRow): string {
  const fields = AUDIT_FIELDS.map((name) => {
    const field = name === 'seq' ? String(seq) : row[name];
    return field === null ? '-' : `${Buffer.byteLength(field)}:${field}`;
  });
  return createHash('sha256')
    .update([before, ...fields].join('\n'))
    .digest('hex');
}
