import { createHash, randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { expect } from 'vitest';
import { createDrain, type Drain, type DrainOptions, type DrainTuning } from '../../src/delivery/drain.ts';
import type { Messenger } from '../../src/delivery/messenger.ts';
import type { Progress, RecordedDecision } from '../../src/protocol/activities.ts';
import type { ArticleState } from '../../src/protocol/article-state.ts';
import type { FeedMessage, ThreadReport } from '../../src/protocol/feed.ts';
import type { Thread } from '../../src/protocol/thread.ts';
import { createFollowerStore, type FollowerStore } from '../../src/storage/follower-store.ts';
import type { FollowerRole } from '../../src/storage/follower-work.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createMigratedDatabase } from './use-database.ts';
import { TEST_SETTINGS } from './settings.ts';

/** A database with articles whose workflow is the test: it says what it likes, and drains show it. */
export interface FeedBench {
  readonly pool: Pool;
  readonly followers: FollowerStore;
  /** Statements since the last call, those that `pool.query` was asked for. */
  statements(): readonly string[];
  openArticle(options?: OpenArticleOptions): Promise<TestArticle>;
  /** Runs until it is stopped, or the bench is closed. */
  startDrain(options: StartDrainOptions): RunningDrain;
  close(): Promise<void>;
}

export interface OpenArticleOptions {
  readonly platform?: string;
  readonly channel?: string;
  readonly workspace?: string;
  readonly role?: FollowerRole;
}

export interface StartDrainOptions extends Omit<Partial<DrainOptions>, 'messenger'> {
  readonly messenger: Messenger;
  readonly tuning?: DrainTuning;
}

export interface RunningDrain {
  readonly drain: Drain;
  readonly reports: readonly { readonly articleId: string; readonly report: ThreadReport }[];
  stop(): Promise<void>;
}

/** The article's desk, as far as the feed is concerned. */
export interface TestArticle {
  readonly articleId: string;
  readonly thread: Thread;
  /** Records entries and what changes of the state. */
  say(state: Changes, ...entries: readonly FeedMessage[]): Promise<void>;
  sayPrivately(...entries: readonly FeedMessage[]): Promise<void>;
  decide(decision: RecordedDecision, state: Changes, ...entries: readonly FeedMessage[]): Promise<void>;
  record(progress: Partial<Progress>): Promise<void>;
  /** Stores a draft; answers what the entry needs. */
  draft(version: number, text?: string): Promise<{ readonly draftId: string; readonly version: number }>;
  critique(draftId: string, score?: number): Promise<string>;
  edition(draftId: string, receipt?: string): Promise<void>;
  approval(version: number, gate?: string): RecordedDecision;
  /** Nothing is to be done for any of its followers. */
  isQuiet(): Promise<boolean>;
  follower(): Promise<FollowerRow>;
}

/** Of the state; undefined: gone. */
type Changes = { readonly [Key in keyof ArticleState]?: ArticleState[Key] | undefined };

interface FollowerRow {
  readonly follower_id: string;
  readonly cursor: number;
  readonly due_at: Date | null;
  readonly trouble: { readonly code: string } | null;
  readonly report: ThreadReport | null;
  readonly attempts: number;
}

/** Quick, so that tests that wait for something wait for little. */
const TEST_TUNING: DrainTuning = { leaseMs: 3000, pollMs: 100, patienceMs: 300, retryMs: 20 };

export async function openFeedBench(postgresUrl: string): Promise<FeedBench> {
  const database = await createMigratedDatabase(postgresUrl);
  const pool = new Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => undefined);
  const counted: string[] = [];
  const query = pool.query.bind(pool) as (...args: readonly unknown[]) => unknown;
  Object.assign(pool, {
    query: (...args: readonly unknown[]) => {
      const [statement] = args;
      counted.push(
        typeof statement === 'string'
          ? statement
          : ((statement as { name?: string }).name ?? (statement as { text: string }).text),
      );
      return query(...args);
    },
  });
  const followers = createFollowerStore(pool);
  const running: RunningDrain[] = [];

  return {
    pool,
    followers,
    statements: () => counted.splice(0),
    openArticle: (options) => openArticle(pool, options),
    startDrain(options) {
      const ended = new AbortController();
      const reports: { articleId: string; report: ThreadReport }[] = [];
      const drain = createDrain({
        followers,
        desk: { report: async (articleId, report) => void reports.push({ articleId, report }) },
        log: { debug: () => undefined, warn: () => undefined },
        ...options,
        tuning: { ...TEST_TUNING, ...options.tuning },
      });
      const done = drain.run(ended.signal);
      const one = {
        drain,
        reports,
        stop: async () => {
          ended.abort();
          await done;
        },
      };
      running.push(one);
      return one;
    },
    async close() {
      await Promise.all(running.map((one) => one.stop()));
      await pool.end();
      await database.drop();
    },
  };
}

async function openArticle(
  pool: Pool,
  {
    platform = 'memory',
    channel = `C${randomBytes(3).toString('hex')}`,
    workspace,
    role = 'decides',
  }: OpenArticleOptions = {},
): Promise<TestArticle> {
  const articleId = randomBytes(6).toString('hex');
  const thread: Thread = { platform, channel, ...(workspace !== undefined && { workspace }) };
  const requester = { platform, userId: 'U1', displayName: 'Ann', groups: [] };
  await pool.query(
    `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input)
     values ($1, '', $2, 'How tides work', $3, $4, '{requester}', 'en', $5, $6)`,
    [articleId, { topic: 'How tides work', language: 'en' }, requester, `${platform}:U1`, TEST_SETTINGS, { thread }],
  );
  await pool.query(
    `insert into followers (article_id, platform, workspace, channel, role, due_at) values ($1, $2, $3, $4, $5, null)`,
    [articleId, platform, workspace ?? null, channel, role],
  );
  const store = createProgressStore(pool);
  let said = 0;
  let state: ArticleState = { revision: 0, stage: 'drafting', iteration: 0, scores: [] };

  async function record({ entries = [], ...progress }: Partial<Progress>): Promise<void> {
    said = Math.max(said, ...entries.map(({ seq }) => seq));
    state = { ...state, revision: state.revision + 1 };
    await store.record({ articleId, entries, said, state, ...progress }, { certain: true });
  }
  function change(changes: Changes): void {
    const changed = Object.entries({ ...state, ...changes }).filter(([, field]) => field !== undefined);
    state = Object.fromEntries(changed) as unknown as ArticleState;
  }
  const toEntries = (messages: readonly FeedMessage[]) =>
    messages.map((message, index) => ({ seq: said + 1 + index, message }));

  return {
    articleId,
    thread,
    record,
    async say(changes, ...messages) {
      change(changes);
      await record({ entries: toEntries(messages) });
    },
    async sayPrivately(...messages) {
      await record({ entries: toEntries(messages).map((entry) => ({ ...entry, to: 'requester' as const })) });
    },
    async decide(decision, changes, ...messages) {
      change({ ...changes, lastDecision: decision.decision.id });
      await record({ entries: toEntries(messages), decisions: [decision] });
    },
    async draft(version, text = `# Draft ${version}`) {
      const draftId = `${articleId}-${version}`;
      await pool.query(
        `insert into drafts (draft_id, article_id, version, author, author_name, body, sha256) values ($1, $2, $3, 'agent', 'writer', $4, $5)`,
        [draftId, articleId, version, text, createHash('sha256').update(text).digest('hex')],
      );
      return { draftId, version };
    },
    async critique(draftId, score = 7) {
      const body = { score, strengths: ['Clear'], weaknesses: [], suggestions: [], factsQuestionable: false };
      await pool.query(`insert into critiques (critique_id, draft_id, score, body) values ($1, $2, $3, $4)`, [
        `${draftId}-c`,
        draftId,
        score,
        body,
      ]);
      return `${draftId}-c`;
    },
    async edition(draftId, receipt) {
      const body = {
        title: 'Tides',
        summary: 'They rise.',
        text: '# Tides',
        sha256: '0'.repeat(64),
        fileName: 'tides.md',
      };
      await pool.query(
        `insert into editions (article_id, draft_id, body, receipt, marked, marked_sha256, sections) values ($1, $2, $3, $4, '', '', '[]')`,
        [articleId, draftId, body, receipt ?? null],
      );
    },
    approval: (version, gate) => ({
      decision: {
        id: `${articleId}-approve-${version}`,
        kind: 'approve',
        draft: { version, hash: '00000000' },
        by: requester,
        ...(gate !== undefined && { gate }),
      },
      at: new Date().toISOString(),
      ...(gate !== undefined && { gate }),
    }),
    async isQuiet() {
      const { rows } = await pool.query<{ busy: boolean }>(
        `select exists (select from followers where article_id = $1 and (due_at is not null or leased_until is not null)) as busy`,
        [articleId],
      );
      return rows[0]?.busy === false;
    },
    async follower() {
      const { rows } = await pool.query<FollowerRow>(
        `select * from followers where article_id = $1 and role <> 'person' order by follower_id limit 1`,
        [articleId],
      );
      const [row] = rows;
      expect(row).toBeDefined();
      return row as FollowerRow;
    },
  };
}
