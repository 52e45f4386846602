import type { z } from 'zod';
import type { statsSchema } from '../../listeners/schemas/stats-schema.ts';

/** How articles do, as `GET /stats` tells. */
export type Stats = z.infer<typeof statsSchema>;
