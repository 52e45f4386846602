import type { Pool } from 'pg';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { createBell } from '../../../src/lib/bell.ts';
import { listen } from '../../../src/storage/listen.ts';
import { toJson } from '../../../src/storage/to-json.ts';

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
  /** Posts once per key: the same key again replaces the content, and answers the `seq` of the first time. */
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

const WRITE = `
  with posted as (
    insert into terminal_messages as t (key, article_id, content)
    select key, article_id, content::jsonb from unnest($1::text[], $2::text[], $3::text[]) with ordinality as p (key, article_id, content, place)
    order by place
    on conflict (key) do update set
      revision = t.revision + (t.content is distinct from excluded.content)::integer, content = excluded.content, updated_at = now()
    returning key, seq, article_id
  ), edited as (
    update terminal_messages t
    set revision = revision + (t.content is distinct from e.content::jsonb)::integer, content = e.content::jsonb, updated_at = now()
    from unnest($4::bigint[], $5::text[]) as e (seq, content) where t.seq = e.seq
    returning null::text as key, t.seq, t.article_id
  ), written as (select * from posted union all select * from edited
  ), told as materialized (select pg_notify('${CHANNEL}', article_id) from (select distinct article_id from written) w)
  select key, seq, (select count(*) from told) from written`;

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

  let waiting = newBatch();
  /** What is written in one turn of the event loop is one statement: a thread that catches up is not a question for each message. */
  function inBatch(add: (batch: Batch) => void): Promise<Written> {
    const batch = waiting;
    if (batch.posts.size === 0 && batch.edits.size === 0)
      setImmediate(() => {
        waiting = newBatch();
        write(batch).then(batch.done.resolve, batch.done.reject);
      });
    add(batch);
    return batch.done.promise;
  }

  async function write({ posts, edits }: Batch): Promise<Written> {
    const contents = [...posts.values()];
    const { rows } = await pool.query<{ readonly key: string | null; readonly seq: string }>({
      name: 'write-terminal-messages',
      text: WRITE,
      values: [
        [...posts.keys()],
        contents.map(({ frame }) => frame.articleId),
        contents.map(toJson),
        [...edits.keys()],
        [...edits.values()].map(toJson),
      ],
    });
    return {
      posted: new Map(rows.flatMap(({ key, seq }) => (key === null ? [] : [[key, Number(seq)] as const]))),
      edited: new Set(rows.flatMap(({ key, seq }) => (key === null ? [Number(seq)] : []))),
    };
  }

  return {
    async post(key, content) {
      const { posted } = await inBatch(({ posts }) => {
        if (!posts.has(key)) posts.set(key, content);
      });
      return posted.get(key) ?? unreachable(key);
    },

    async edit(seq, content) {
      const { edited } = await inBatch(({ edits }) => void edits.set(seq, content));
      return edited.has(seq);
    },

    async find(key) {
      const { rows } = await pool.query<{ seq: string }>('select seq from terminal_messages where key = $1', [key]);
      return rows[0] === undefined ? undefined : Number(rows[0].seq);
    },

    async *tail(articleId, { signal, pollMs = POLL_MS }) {
      const seen = new Map<number, number>();
      const ended = new AbortController();
      const bell = createBell();
      let told: ThreadNews['kind'] | undefined;
      listen(pool, CHANNEL, {
        onNews: (payload = articleId) => {
          if (payload === articleId) bell.ring();
        },
        signal: AbortSignal.any([signal, ended.signal]),
      });
      try {
        while (!signal.aborted) {
          let news: ThreadNews;
          try {
            news = { kind: 'messages', messages: await readNews(articleId, seen) };
          } catch (cause) {
            news = { kind: 'unreachable', cause };
          }
          if (news.kind !== told || (news.kind === 'messages' && news.messages.length > 0)) yield news;
          told = news.kind;
          await bell.rung(pollMs, signal);
        }
      } finally {
        ended.abort();
      }
    },
  };
}

interface Batch {
  readonly posts: Map<string, ChatContent>;
  readonly edits: Map<number, ChatContent>;
  readonly done: PromiseWithResolvers<Written>;
}

interface Written {
  readonly posted: ReadonlyMap<string, number>;
  readonly edited: ReadonlySet<number>;
}

function newBatch(): Batch {
  return { posts: new Map(), edits: new Map(), done: Promise.withResolvers() };
}

/** An insert answers every row. */
function unreachable(key: string): never {
  throw new Error(`Message ${key} was not written`);
}
