import type { Pool } from 'pg';
import type { Outage, OutageStore } from '../agents/model/outages.ts';
import { shorten } from '../lib/shorten.ts';
import { toStorable } from '../lib/storable.ts';

const MAX_MESSAGE_CHARS = 1000;
/** What nobody has asked since is no news. */
const FORGOTTEN_AFTER = '1 day';
/** Of one newsroom's models there are few. */
const MOST_READ = 100;

/** The table `model_outages`, by the clock of the database. Rejects with what `pg` throws. */
export function createOutageStore(pool: Pool): OutageStore {
  return {
    async read() {
      const { rows } = await pool.query<Outage>({
        name: 'read-outages',
        text: `select place, code, message, failures, ceil(extract(epoch from until - clock_timestamp()) * 1000)::float as "leftMs"
               from model_outages where until > clock_timestamp() order by until desc limit ${MOST_READ}`,
      });
      return rows;
    },

    async failed({ place, code, message, failures, leftMs }) {
      await pool.query(
        `with gone as (delete from model_outages where until < now() - $6::interval and place <> $1)
         insert into model_outages as known (place, code, message, failures, until)
         values ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
         on conflict (place) do update set code = excluded.code, message = excluded.message, failures = excluded.failures, until = excluded.until
           where known.until < excluded.until`,
        [place, code, shorten(toStorable(message), MAX_MESSAGE_CHARS), failures, leftMs / 1000, FORGOTTEN_AFTER],
      );
    },

    async answered(place) {
      await pool.query('delete from model_outages where place = $1', [place]);
    },
  };
}
