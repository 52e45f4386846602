import { z } from 'zod';

/** Of the file itself. It goes up when an older restore could not read a newer backup. */
export const BACKUP_FORMAT = 1;

const nameSchema = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

/** `manifest.json` of a backup: what is in it, and who made it. */
export const manifestSchema = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  made: z.iso.datetime(),
  /** For whoever looks: nothing depends on it. */
  postgres: z.string().max(100),
  /** Those that had been applied, in order. */
  migrations: z.array(z.string().max(200)).max(10_000),
  /** With the columns that hold something of their own, in the order of `tables/<name>`. */
  tables: z.array(z.strictObject({ name: nameSchema, columns: z.array(nameSchema).min(1).max(1000) })).max(10_000),
  /** The number that was given out last. */
  sequences: z.array(z.strictObject({ name: nameSchema, last: z.string().regex(/^\d{1,19}$/) })).max(10_000),
});

export type Manifest = z.output<typeof manifestSchema>;
