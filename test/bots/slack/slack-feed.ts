import { setImmediate } from 'node:timers/promises';
import { inject, vi } from 'vitest';
import { createSlackMessenger, type SlackMessengerOptions } from '../../../bots/slack/messenger/messenger.ts';
import { type Call, createScheduler, type Scheduler } from '../../../src/delivery/scheduler.ts';
import { createSlackClient } from '../../../bots/slack/connect/slack-client.ts';
import { list } from '../../../src/practice-model/json.ts';
import type { ArticleState } from '../../../src/protocol/article-state.ts';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import { buttonsOf, type RenderedMessage } from '../../emulators/slack/rendered.ts';
import { type SlackCall, type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import type { SlackEmulatorOptions } from '../../emulators/slack/workspace.ts';
import { type FeedBench, openFeedBench, type TestArticle } from '../../support/feed-bench.ts';

/** Articles whose workflow is the test, drained into a Slack of our own that limits its callers as Slack does. */
export interface SlackFeed {
  readonly slack: SlackEmulator;
  readonly bench: FeedBench;
  /** @param channel its name */
  open(channel: string): Promise<TestArticle>;
  /** The status card and what is below it, once there is one. */
  thread(article: TestArticle): Promise<readonly RenderedMessage[]>;
  /** Everything is there and says what is so. */
  settled(...articles: readonly TestArticle[]): Promise<void>;
  /** Somebody approves each of what waits. Resolves when their cards have no buttons any more. */
  approve(...waiting: readonly WaitingArticle[]): Promise<readonly Approved[]>;
  /** Another workspace has the app, too, under a token of its own. */
  answerFor(workspace: string, token: string): void;
  /** Calls that Slack answered with 429. */
  refused(): readonly SlackCall[];
  close(): Promise<void>;
}

export interface Approved {
  /** Less urgent calls that were let go under the same limit while the edit of the clicked card waited for its turn. */
  readonly overtakenBy: readonly Call[];
}

/** What somebody waited for: from its question to the answer, counted over all questions and answers. */
interface Turn {
  readonly call: Call;
  readonly asked: number;
  readonly answered: number;
  readonly isGranted: boolean;
}

export interface WaitingArticle {
  readonly article: TestArticle;
  readonly gate: string;
}

const WAIT = { timeout: 100_000, interval: 20 };
/** Higher than what any test counts up to. */
const LATE_REVISION = 1000;

export async function openSlackFeed(
  options: SlackEmulatorOptions,
  { drains = 1, ...messenger }: Partial<SlackMessengerOptions> & { readonly drains?: number } = {},
): Promise<SlackFeed> {
  const [slack, bench] = await Promise.all([
    startSlackEmulator({ rateLimits: true, ...options }),
    openFeedBench(inject('postgresUrl')),
  ]);
  const clientWith = (token: string) => createSlackClient(token, { apiUrl: slack.apiUrl });
  const clients = new Map([[slack.teamId, clientWith(slack.botToken)]]);
  const clientOf = (workspace = slack.teamId) => {
    const client = clients.get(workspace);
    return client === undefined ? Promise.reject(new Error(`No token for ${workspace}`)) : Promise.resolve(client);
  };
  const turns: Turn[] = [];
  let moment = 0;

  function noteTurns(scheduler: Scheduler): Scheduler {
    return {
      ...scheduler,
      async turn(call, waiting) {
        const [waitMs, asked] = await Promise.all([
          scheduler.turn(call, waiting),
          // Whoever was let go before the question has noted it by then.
          setImmediate().then(() => (moment += 1)),
        ]);
        turns.push({ call, asked, answered: (moment += 1), isGranted: waitMs === 0 });
        return waitMs;
      },
    };
  }

  for (let drain = 0; drain < drains; drain += 1)
    bench.startDrain({
      messenger: createSlackMessenger({
        clientOf,
        log: { warn: () => undefined },
        ...messenger,
      }),
      scheduler: noteTurns(createScheduler()),
      tuning: { leaseMs: 20_000, pollMs: 500, patienceMs: 1500, retryMs: 200 },
    });

  /** The newest message of a kind. */
  async function tsOf(article: TestArticle, kind: string): Promise<string | undefined> {
    const { rows } = await bench.pool.query<{ readonly ts: string }>(
      `select ref ->> 'ts' as ts from messages join followers using (follower_id)
       where article_id = $1 and moved_to is null and kind = $2 and part = 'card' and phase = 'sent' order by seq desc`,
      [article.articleId, kind],
    );
    return rows[0]?.ts;
  }

  return {
    slack,
    bench,
    open: (channel) =>
      bench.openArticle({ platform: 'slack', workspace: slack.teamId, channel: slack.channel(channel) }),

    async thread(article) {
      const ts = await found(() => tsOf(article, 'status'), 'status card');
      return await slack.thread(article.thread.channel, ts);
    },

    async settled(...articles) {
      await found(
        async () => ((await Promise.all(articles.map((one) => one.isQuiet()))).every(Boolean) ? true : undefined),
        'end of what is to be shown',
      );
    },

    async approve(...waiting) {
      const cards = await Promise.all(
        waiting.map(async ({ article, gate }) => {
          const card = await found(() => tsOf(article, 'gate'), 'gate');
          const approval = article.approval(1, gate);
          const state: ArticleState = {
            revision: LATE_REVISION,
            stage: 'finishing',
            step: 'editing',
            iteration: 1,
            scores: [9],
            approved: 1,
            lastDecision: approval.decision.id,
          };
          await article.record({ decisions: [approval], state });
          return card;
        }),
      );
      return await Promise.all(
        cards.map(async (card, at) => {
          await found(
            () =>
              slack.calls('chat.update').find((call) => call.args['ts'] === card && wasDone(call) && !isAsking(call)),
            'edit of the card',
          );
          const clicked = `edit ${waiting[at]?.article.articleId}/`;
          const waits = turns.filter(({ call }) => call.priority === 0 && call.id.startsWith(clicked));
          if (waits.length === 0) throw new Error('The clicked card was edited as if nobody had clicked it');
          return {
            overtakenBy: waits.flatMap((wait) => turns.filter((turn) => overtook(turn, wait))).map(({ call }) => call),
          };
        }),
      );
    },

    answerFor(workspace, token) {
      slack.install(token);
      clients.set(workspace, clientWith(token));
    },

    refused: () => slack.calls().filter(({ status }) => status === 429),

    async close() {
      await bench.close();
      await slack.stop();
    },
  };
}

/** Says what an article says until its first draft waits at a gate. */
export async function toGate(article: TestArticle): Promise<WaitingArticle> {
  const gate = 'final-1';
  await article.say({ stage: 'drafting', step: 'writing', iteration: 1 });
  const draft = await article.draft(1);
  const open = { kind: 'draft', version: 1, hash: '' } as const;
  await article.say({ step: 'critiquing', open }, { kind: 'draft', ...draft });
  const critiqueId = await article.critique(draft.draftId, 9);
  await article.say({ scores: [9] }, { kind: 'critique', version: 1, critiqueId });
  await article.say(
    { stage: 'waiting', stopReason: 'threshold', open: { ...open, gate } },
    { kind: 'gate', ...draft, gate, stopReason: 'threshold' },
  );
  return { article, gate };
}

function overtook(turn: Turn, wait: Turn): boolean {
  const isUnderSameLimit = turn.call.limits.some(({ key }) => wait.call.limits.some((limit) => limit.key === key));
  const wasMeanwhile = turn.answered > wait.asked && turn.answered < wait.answered;
  return turn.isGranted && turn.call.priority > wait.call.priority && isUnderSameLimit && wasMeanwhile;
}

/** Looks until there is one. @throws with `what` when it does not come. */
export async function found<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  return await vi.waitFor(async () => {
    const one = await look();
    if (one === undefined) throw new Error(`There is no ${what}`);
    return one;
  }, WAIT);
}

function wasDone({ status, error }: SlackCall): boolean {
  return status === 200 && error === undefined;
}

/** Whether a message that was sent has buttons to decide. */
function isAsking({ args }: SlackCall): boolean {
  return buttonsOf(list(args['blocks'])).some(({ value }) => decodeButton(value)?.kind === 'decision');
}
