import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { createDrain } from '../../src/delivery/drain.ts';
import type { Messenger, Place } from '../../src/delivery/messenger.ts';
import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { ArticleOutcome } from '../../src/protocol/article.ts';
import type { Decision } from '../../src/protocol/decision.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { createFollowerStore } from '../../src/storage/follower-store.ts';
import { createRecordingMessenger } from '../support/recording-messenger.ts';

const PLATFORM = 'memory';
const ANN: Actor = { platform: PLATFORM, userId: 'U1', displayName: 'Ann', groups: [] };
const LOOK_EVERY_MS = 50;
/** Whoever is told that the desk is away tries again, in the end without patience. */
const TRY_AGAIN_MS = 1_000;
const PATIENCE_MS = 120_000;

/** What people do with an article. */
export interface Life {
  readonly topic: string;
  /** So many times somebody asks for changes before the approval. */
  readonly changes: number;
  /** Before each decision, milliseconds. */
  readonly thinksMs: number;
  /** Nobody decides before this. */
  readonly after?: Promise<unknown>;
}

export interface Lived {
  readonly articleId: string;
  readonly outcome: ArticleOutcome;
  /** How often its text was delivered to the thread. */
  readonly deliveries: number;
}

/** People in a chat of their own, who ask for articles and decide on them. */
export interface People {
  /** From the order to the end. Rejects when a decision is refused or the article fails. */
  live(life: Life, gateway: ArticleGateway): Promise<Lived>;
  /** From each click to its answer, milliseconds. */
  readonly clicksMs: readonly number[];
  /** How many orders and clicks were answered with a request to try again. */
  readonly triedAgain: () => number;
  close(): Promise<void>;
}

export function openPeople(client: Client, pool: Pool, desk: ArticleGateway): People {
  const chat = createRecordingMessenger({ platform: PLATFORM });
  /** What stands in the thread of each article, by the keys of its messages, in the order in which they came. */
  const threads = new Map<string, Map<string, ChatContent>>();
  const show = ({ key, content }: Place): void => {
    const [articleId = ''] = key.split('/');
    const thread = threads.get(articleId) ?? new Map<string, ChatContent>();
    threads.set(articleId, thread.set(key, content));
  };
  const messenger: Messenger<ChatContent> = {
    ...chat,
    async post(message, place) {
      const ref = await chat.post(message, place);
      show(place);
      return ref;
    },
    async edit(ref, message, place) {
      const edited = await chat.edit(ref, message, place);
      show(place);
      return edited;
    },
  };
  const closing = new AbortController();
  const log = createLogger({ level: 'silent' });
  const draining = createDrain({ messenger, followers: createFollowerStore(pool), desk, log }).run(closing.signal);
  const clicksMs: number[] = [];
  let triedAgain = 0;
  const cardsOf = (articleId: string, kind: string) =>
    [...(threads.get(articleId)?.values() ?? [])].filter((content) => content.kind === kind);

  async function nextGate(articleId: string, nth: number) {
    for (;;) {
      const content = cardsOf(articleId, 'gate')[nth];
      if (content?.kind === 'gate') return content.draft;
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** The same event, and the same click: counted once. */
  async function withPatience<T>(ask: () => Promise<T>): Promise<T> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof GatewayError) || Date.now() > until) throw error;
        triedAgain += 1;
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  async function decide(gateway: ArticleGateway, articleId: string, decision: Decision): Promise<void> {
    const answer = await withPatience(async () => {
      const clicked = performance.now();
      const answered = await gateway.decide(articleId, decision);
      clicksMs.push(performance.now() - clicked);
      return answered;
    });
    if (answer.kind === 'refused')
      throw new Error(`${articleId}: ${decision.kind} was refused: ${JSON.stringify(answer.refusal)}`);
  }

  return {
    clicksMs,
    triedAgain: () => triedAgain,
    async live({ topic, changes, thinksMs, after }, gateway) {
      const order = {
        eventKey: randomUUID(),
        request: { topic, language: 'en' },
        requester: ANN,
        thread: { platform: PLATFORM, channel: 'C1' },
        language: 'en',
      } as const;
      const { articleId } = await withPatience(() => gateway.start(order));
      for (let nth = 0; nth <= changes; nth += 1) {
        const { version, hash } = await nextGate(articleId, nth);
        await sleep(thinksMs);
        await after;
        const made = { id: randomUUID(), draft: { version, hash }, by: ANN };
        await decide(
          gateway,
          articleId,
          nth < changes ? { ...made, kind: 'request-changes', comment: 'Shorter' } : { ...made, kind: 'approve' },
        );
      }
      const outcome = (await client.workflow.getHandle(workflowIdOf(articleId)).result()) as ArticleOutcome;
      const until = Date.now() + PATIENCE_MS;
      // The chat is told on its own.
      while (outcome.stage === 'delivered' && cardsOf(articleId, 'final').length === 0 && Date.now() < until)
        await sleep(LOOK_EVERY_MS);
      return { articleId, outcome, deliveries: cardsOf(articleId, 'final').length };
    },
    async close() {
      closing.abort();
      await draining;
    },
  };
}
