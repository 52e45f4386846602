import type { Pool } from 'pg';
import type { Capabilities, CapabilityStore } from '../agents/model/capabilities.ts';
import { toJson } from './to-json.ts';

/** Servers get newer: what one refused is tried again after a while. */
const FORGOTTEN_AFTER = '7 days';

/** The table `model_capabilities`. Rejects with what `pg` throws. */
export function createCapabilityStore(pool: Pool): CapabilityStore {
  return {
    async read(endpoint, model) {
      const { rows } = await pool.query<{ learned: Capabilities }>(
        `select learned from model_capabilities where endpoint = $1 and model = $2 and learned_at > now() - $3::interval`,
        [endpoint, model, FORGOTTEN_AFTER],
      );
      return rows[0]?.learned ?? {};
    },

    async learn(endpoint, model, learned) {
      await pool.query(
        `insert into model_capabilities as known (endpoint, model, learned) values ($1, $2, $3)
         on conflict (endpoint, model) do update set
           learned = case when known.learned_at > now() - $4::interval then known.learned || excluded.learned else excluded.learned end,
           learned_at = now()`,
        [endpoint, model, toJson(learned), FORGOTTEN_AFTER],
      );
    },
  };
}
