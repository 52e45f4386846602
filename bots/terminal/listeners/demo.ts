import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import type { ChatContent, FinishedArticle } from '../../../src/delivery/chat-content.ts';
import { cardOf } from '../../../src/cards/card-of.ts';
import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { isAccepted } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { type InterfaceLanguage, type Stage, isOver } from '../../../src/protocol/article.ts';
import type { TerminalStore } from '../connect/terminal-store.ts';
import { DemoNotStarted, PLATFORM, PREFIX } from '../platform.ts';
import { createLook } from '../render/look.ts';
import { drawCard, drawPast } from '../render/draw-card.ts';
import { orderWithFiles } from './order-with-files.ts';
import { renderStatusLine } from '../render/status-line.ts';
import { followThread } from '../connect/thread.ts';

/** A decision made beforehand: what `--decide` stands for. */
export type DemoDecision =
  | { readonly kind: 'approve' }
  | { readonly kind: 'request-changes'; readonly comment: string }
  | { readonly kind: 'reject'; readonly reason: string };

export interface TerminalDemoOptions {
  readonly desk: ChatDesk;
  readonly store: TerminalStore;
  readonly language: InterfaceLanguage;
  readonly actor: Actor;
  readonly topic: string;
  /** Used up in order, one for each draft that waits; after that every draft is approved. */
  readonly decisions: readonly DemoDecision[];
  /** Where lines go that say what happens: `process.stderr`. */
  readonly progress: Writable;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pollMs?: number;
}

/** How it ended. `stuck`, and any stage that is no end: `reason` says why it was given up. */
export interface DemoOutcome {
  readonly articleId: string;
  readonly stage: Stage;
  /** Only when delivered. */
  readonly article?: FinishedArticle;
  readonly reason?: string;
}

const RETRY_MS = 1000;

/**
 * Has one article made without a question.
 * @throws {DemoNotStarted}
 */
export async function runTerminalDemo(options: TerminalDemoOptions): Promise<DemoOutcome> {
  const { desk, store, actor, language, topic, progress } = options;
  const t = messages(language);
  // Without colour and on fixed lines: this may go to a file.
  const look = createLook(LOG_COLUMNS, false);
  const say = (text: string): void => void progress.write(`${text}\n`);

  const eventKey = `${PLATFORM}:${actor.userId}:${randomUUID()}`;
  const home = { platform: PLATFORM, channel: actor.userId };
  const begin = async () => {
    const order = await orderWithFiles(desk, { actor, thread: home, eventKey }, topic);
    const asked =
      order.kind === 'order'
        ? await desk.start(actor, { eventKey, request: order.request, thread: home, language })
        : order;
    // Nobody is there to be asked whether another one is meant.
    return asked.kind === 'alike' ? await desk.startHeld(actor, asked.orderId) : asked;
  };
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const late = AbortSignal.any([options.signal, timeout]);
  let started = await begin();
  // On a busy machine the servers that have just come up need a moment more. The same order however often: it starts one article.
  while (started.kind === 'away' && !late.aborted) {
    await sleep(RETRY_MS, undefined, { signal: late }).catch(() => undefined);
    started = await begin();
  }
  const words = replyWords(started, t, PREFIX);
  if (started.kind !== 'started') throw new DemoNotStarted(words);
  const { articleId } = started;
  say(words);

  const done = new AbortController();
  const over = AbortSignal.any([late, done.signal]);
  const thread = followThread(store, articleId, over, options.pollMs);
  const decisions = [...options.decisions];
  const settled = new Set<string>();
  let lastLine = '';
  try {
    while (!over.aborted) {
      for (const { message, before } of thread.takeChanges()) {
        if (message.content.kind === 'status') {
          const { frame, ...status } = message.content;
          const line = renderStatusLine('·', { ...status, maxIterations: frame.maxIterations }, t, look);
          if (line !== lastLine) say(line);
          lastLine = line;
        } else if (before === undefined) {
          const card = cardOf(message.content, PREFIX);
          say(
            message.content.kind === 'failure' || message.content.kind === 'budget'
              ? drawCard(card, look).join('\n')
              : drawPast(card, look),
          );
        }
      }
      const stage = thread.status()?.stage;
      const final = thread.final();
      if (stage !== undefined && isOver(stage)) {
        if (stage !== 'delivered') return { articleId, stage };
        if (final !== undefined) return { articleId, stage, article: final.article };
      }
      const question = thread.question();
      if (question?.content.kind === 'failure')
        return { articleId, stage: 'stuck', reason: question.content.failure.message };
      if (question?.content.kind === 'budget')
        return { articleId, stage: 'stuck', reason: t.article.budget.spent(question.content.stop) };
      if (question?.content.kind === 'gate' && !settled.has(question.id)) {
        settled.add(question.id);
        await decide(question.content, decisions.shift() ?? { kind: 'approve' });
        continue;
      }
      if (!thread.hasNews()) await thread.changed();
    }
    const stage = thread.status()?.stage ?? 'drafting';
    return {
      articleId,
      stage,
      ...(timeout.aborted && { reason: t.terminal.demoTimeout(articleId, Math.round(options.timeoutMs / 1000)) }),
    };
  } finally {
    done.abort();
  }

  /** Insists until it is taken: the same decision however often. */
  async function decide({ draft: { version, hash }, gate }: GateContent, chosen: DemoDecision): Promise<void> {
    say(t.terminal.decidedByFlag(t.words.buttons[chosen.kind]));
    const draft = { version, hash };
    const button = { kind: 'decision', articleId, decision: chosen.kind, draft, gate } as const;
    while (!over.aborted) {
      const reply = await desk.decide(actor, { button, ...chosen });
      if (reply.kind !== 'away') {
        if (!isAccepted(reply)) say(replyWords(reply, t, PREFIX));
        return;
      }
      await sleep(RETRY_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

type GateContent = Extract<ChatContent, { readonly kind: 'gate' }>;

const LOG_COLUMNS = 100;
