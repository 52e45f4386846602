import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor } from '../protocol/actor.ts';
import { toJson } from './to-json.ts';

/** Who comes to the page, whatever they may do there. */
export type Person = Pick<Actor, 'platform' | 'workspace' | 'userId' | 'displayName'>;

/** How somebody was made known: at this machine, or by a chat. */
export type LinkOrigin = 'machine' | 'chat';

export interface WebLink {
  readonly person: Person;
  readonly cameBy: LinkOrigin;
  /** What it leads to. Absent: the first view. */
  readonly articleId?: string;
}

/** The table `web_links`: codes by which somebody comes to the page, once. Rejects with what `pg` throws. */
export interface WebLinkStore {
  /** A new code, which stands in its link and nowhere else. @param lifeMinutes after which it is worth nothing */
  offer(link: WebLink, lifeMinutes: number): Promise<string>;
  /**
   * Whose code it is. From now on it is worth nothing: of two who come at once, one comes.
   * @param from the origins that count where it was typed; a code of another is left as it is
   */
  redeem(code: string, from: readonly LinkOrigin[]): Promise<WebLink | undefined>;
}

/** 192 bits: nobody finds one by trying. */
const CODE_BYTES = 24;

/** What {@link WebLinkStore.offer} makes, and nothing else. */
export const LINK_CODE = /^[\w-]{32}$/;

export function createWebLinkStore(pool: Pool): WebLinkStore {
  return {
    async offer({ person, cameBy, articleId }, lifeMinutes) {
      const code = randomBytes(CODE_BYTES).toString('base64url');
      await pool.query('delete from web_links where expires_at < now()');
      await pool.query(
        `insert into web_links (code_sha256, person, came_by, article_id, expires_at)
         values ($1, $2, $3, $4, now() + $5 * interval '1 minute')`,
        [hashOf(code), toJson(toPerson(person)), cameBy, articleId ?? null, lifeMinutes],
      );
      return code;
    },

    async redeem(code, from) {
      if (!LINK_CODE.test(code)) return undefined;
      const { rows } = await pool.query<{
        readonly person: Person;
        readonly came_by: LinkOrigin;
        readonly article_id: string | null;
        readonly is_fresh: boolean;
      }>(
        `delete from web_links where code_sha256 = $1 and came_by = any($2)
         returning person, came_by, article_id, expires_at > now() as is_fresh`,
        [hashOf(code), from],
      );
      const [row] = rows;
      if (row?.is_fresh !== true) return undefined;
      const { person, came_by: cameBy, article_id: articleId } = row;
      return { person, cameBy, ...(articleId !== null && { articleId }) };
    },
  };
}

/** Nothing else that is known of somebody is kept: it changes. */
export function toPerson({ platform, workspace, userId, displayName }: Person): Person {
  return { platform, ...(workspace !== undefined && { workspace }), userId, displayName };
}

/** What is stored: whoever reads the table learns no code. */
function hashOf(code: string): string {
  return createHash('sha256').update(`web link ${code}`).digest('hex');
}
