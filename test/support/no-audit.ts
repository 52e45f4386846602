import type { AuditLog } from '../../src/storage/audit-log.ts';

/** Nobody asks who was refused. */
export const NO_AUDIT: AuditLog = { note: async () => undefined };
