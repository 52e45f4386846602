import type { Pool, PoolClient } from 'pg';
import type { ChatContent } from '../delivery/chat-content.ts';

/** One message of a terminal thread. */
export interface TerminalMessage {
  /** The messenger's key: `<articleId>/<post key>`. */
  readonly key: string;
  /** Rises in the order of posting; stays when the message is edited. */
  readonly seq: number;
  /** 1, and one more with every edit that changed something. */
  readonly revision: number;
  readonly content: ChatContent;
  readonly postedAt: Date;
}

/** What {@link TerminalStore.tail} tells. */
export type ThreadNews =
  /** Messages that are new or were edited, in order. The first news holds the whole thread so far, be it empty. */
  | { readonly kind: 'messages'; readonly messages: readonly TerminalMessage[] }
  /** The database cannot be reached; tried again until it can. The next `messages` says that it is back. */
  | { readonly kind: 'unreachable'; readonly cause: unknown };

export interface TailOptions {
  readonly signal: AbortSignal;
  /** How often to look although nobody called, in milliseconds; 2,000 unless told. */
  readonly pollMs?: number;
}

/** Threads as rows: whoever posts and whoever reads may be different processes. Rejects with what `pg` throws. */
export interface TerminalStore {
  /** Posts once per key, and answers the `seq` of the first time for ever after. */
  post(key: string, content: ChatContent): Promise<number>;
  /** Replaces the content. False when there is no such message. */
  edit(seq: number, content: ChatContent): Promise<boolean>;
  find(key: string): Promise<number | undefined>;
  /** The thread as it is and as it grows, until the signal. Never throws; several may follow one thread. */
  tail(articleId: string, options: TailOptions): AsyncGenerator<ThreadNews, void, undefined>;
}

const CHANNEL = 'copydesk_terminal';
/** A notification that got lost with its connection is noticed this much later at most. */
const POLL_MS = 2000;

// The no-op update makes a repeated post answer its row in the same statement, however many run at once.
const POST = `
  insert into terminal_messages (key, article_id, content) values ($1, $2, $3)
  on conflict (key) do update set key = excluded.key
  returning seq`;

const EDIT = `
  update terminal_messages
  set revision = revision + (content is distinct from $2::jsonb)::integer, content = $2::jsonb, updated_at = now()
  where seq = $1`;

const NEWS = `
  select key, seq, revision, content, created_at from terminal_messages
  left join unnest($2::bigint[], $3::integer[]) as seen (seen_seq, seen_revision) on seen_seq = seq
  where article_id = $1 and seen_revision is distinct from revision
  order by seq`;

interface Row {
  readonly key: string;
  readonly seq: string;
  readonly revision: number;
  readonly content: ChatContent;
  readonly created_at: Date;
}

/** @param pool is asked for one connection of its own for every `tail`. */
export function createTerminalStore(pool: Pool): TerminalStore {
  async function readNews(articleId: string, seen: Map<number, number>): Promise<readonly TerminalMessage[]> {
    const { rows } = await pool.query<Row>(NEWS, [articleId, [...seen.keys()], [...seen.values()]]);
    const messages = rows.map(({ created_at, seq, ...row }) => ({ ...row, seq: Number(seq), postedAt: created_at }));
    for (const { seq, revision } of messages) seen.set(seq, revision);
    return messages;
  }

  const changed = new Set<string>();
  /** Not part of the write: PostgreSQL lets only one transaction that notifies commit at a time. What gets lost, the poll notices. */
  function announce(articleId: string): void {
    if (changed.size === 0) {
      setImmediate(() => {
        const articleIds = [...changed];
        changed.clear();
        pool
          .query(`select pg_notify('${CHANNEL}', id) from unnest($1::text[]) as id`, [articleIds])
          .catch(() => undefined);
      });
    }
    changed.add(articleId);
  }

  return {
    async post(key, content) {
      const { articleId } = content.frame;
      const { rows } = await pool.query<{ seq: string }>(POST, [key, articleId, toJsonb(content)]);
      announce(articleId);
      return Number(rows[0]?.seq);
    },

    async edit(seq, content) {
      const { rowCount } = await pool.query(EDIT, [seq, toJsonb(content)]);
      announce(content.frame.articleId);
      return rowCount === 1;
    },

    async find(key) {
      const { rows } = await pool.query<{ seq: string }>('select seq from terminal_messages where key = $1', [key]);
      return rows[0] === undefined ? undefined : Number(rows[0].seq);
    },

    async *tail(articleId, { signal, pollMs = POLL_MS }) {
      const seen = new Map<number, number>();
      const bell = createBell(signal);
      let ear: PoolClient | undefined;
      let told: ThreadNews['kind'] | undefined;
      try {
        while (!signal.aborted) {
          let news: ThreadNews;
          try {
            ear ??= await listen(pool, articleId, bell.ring, (lost) => {
              if (ear === lost) ear = undefined;
            });
            news = { kind: 'messages', messages: await readNews(articleId, seen) };
          } catch (cause) {
            news = { kind: 'unreachable', cause };
          }
          if (news.kind !== told || (news.kind === 'messages' && news.messages.length > 0)) yield news;
          told = news.kind;
          await bell.rung(pollMs);
        }
      } finally {
        ear?.release(true);
      }
    },
  };
}

/** A connection that calls `onNews` when the article's thread changed, and `onLost` once when it breaks. */
async function listen(
  pool: Pool,
  articleId: string,
  onNews: () => void,
  onLost: (client: PoolClient) => void,
): Promise<PoolClient> {
  const client = await pool.connect();
  client.on('notification', ({ payload }) => {
    if (payload === articleId) onNews();
  });
  client.once('error', (error: Error) => {
    onLost(client);
    client.release(error);
    onNews();
  });
  try {
    await client.query(`listen ${CHANNEL}`);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** A bell that remembers that it was rung while nobody waited. */
function createBell(signal: AbortSignal): {
  readonly ring: () => void;
  readonly rung: (atMostMs: number) => Promise<void>;
} {
  let ringing = false;
  let wake = (): void => {};
  const ring = (): void => {
    ringing = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async rung(atMostMs) {
      if (!ringing && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      ringing = false;
    },
  };
}

/** Postgres keeps neither NUL nor lone surrogates, which hostile or broken text may hold. */
function toJsonb(content: ChatContent): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  );
}
