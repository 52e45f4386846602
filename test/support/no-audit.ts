import type { AuditEntry, AuditLog } from '../../src/storage/audit-log.ts';

/** Nobody asks who was refused. */
export const NO_AUDIT: AuditLog = { note: async () => undefined };

/** Keeps what is written down. */
export function notingAudit(): AuditLog & { readonly noted: readonly AuditEntry[] } {
  const noted: AuditEntry[] = [];
  return { noted, note: async (entry) => void noted.push(entry) };
}
