import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveringActivities } from '../protocol/activities.ts';
import { type ChatMessage, type Post, STATUS_CARD_KEY } from '../protocol/chat-message.ts';
import type { StoredArticle } from '../storage/article-store.ts';
import type { Claim, Outbox, OutboxEntry } from '../storage/outbox.ts';
import type { ArticleFrame } from './chat-content.ts';
import { DELIVERY_REFUSED, toDeliveryFailure } from './failures.ts';
import { DeliveryError, type MessageRef, type Messenger, type Outgoing } from './messenger.ts';
import { type Library, resolveContent } from './resolve-content.ts';

export interface DeliverOptions extends Library {
  readonly messenger: Messenger;
  readonly outbox: Outbox;
  /** Address of an article's run in Temporal's Web UI, when there is one that people can open. */
  readonly runUrl?: (articleId: string) => string;
  readonly log: { warn(fields: object, message: string): void };
}

/** A platform may take its time, and looking for a message waits on purpose. Each heartbeat is a write on the server, so not more often. */
export const HEARTBEAT_MS = 2000;

/**
 * The `deliver` activity of one platform: brings posts into the thread in order. Each key has one effect, however often it
 * runs and wherever it broke off; what may or may not have been sent is looked for before it is sent again.
 */
export function createDeliver(options: DeliverOptions): DeliveringActivities['deliver'] {
  const { articles, messenger, outbox, runUrl, log } = options;

  return async ({ articleId, thread, posts }) => {
    const context = Context.current();
    const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    /** What is out already is written down while the next one goes out. */
    const confirming: Promise<void>[] = [];
    try {
      const [article, { claims, refs }] = await Promise.all([
        articles.get(articleId),
        outbox.claim(articleId, thread, posts.map(toEntry), STATUS_CARD_KEY),
      ]);
      const frame = toFrame(article, runUrl);
      const contents = posts.map((post, index) =>
        claims[index]?.kind === 'done' ? undefined : resolveContent(options, article, frame, post.message),
      );
      for (const content of contents) content?.catch(() => undefined);
      const known = new Map(refs);
      for (const [index, post] of posts.entries()) {
        // Who was taken for dead has been replaced, and says no more.
        context.cancellationSignal.throwIfAborted();
        const claim = claims[index] ?? { kind: 'send' };
        const content = contents[index];
        if (claim.kind === 'done' || content === undefined) {
          if (claim.kind === 'done') known.set(post.key, claim.ref);
          continue;
        }
        const root = known.get(STATUS_CARD_KEY);
        try {
          const outgoing: Outgoing = {
            key: `${articleId}/${post.key}`,
            thread,
            ...(root !== undefined && { root }),
            content: await content,
          };
          const ref = await bring(post, claim, outgoing, known);
          known.set(post.key, ref);
          if (post.edits !== undefined) known.set(post.edits, ref);
          const confirmed = outbox.confirm(articleId, post, ref);
          // Heard at the end; until then nobody waits for it.
          confirmed.catch(() => undefined);
          confirming.push(confirmed);
        } catch (error) {
          // What an attempt before this one may have sent stays to be looked for.
          const untouched = posts.filter(
            (_, at) => claims[at]?.kind === 'send' && (at > index || (at === index && isUnsent(error))),
          );
          await outbox.release(
            articleId,
            untouched.map(({ key }) => key),
          );
          throw error;
        }
      }
    } catch (error) {
      throw toDeliveryFailure(error);
    } finally {
      clearInterval(heartbeat);
      // What could not be written down is found again by the next attempt.
      await Promise.allSettled(confirming);
    }
    await Promise.all(confirming);
  };

  async function bring(
    post: Post,
    claim: Claim,
    outgoing: Outgoing,
    refs: ReadonlyMap<string, MessageRef>,
  ): Promise<MessageRef> {
    if (claim.kind === 'conflict')
      throw ApplicationFailure.create({
        type: DELIVERY_REFUSED,
        message: `Post ${outgoing.key} was something else before`,
        nonRetryable: true,
      });
    if (post.edits !== undefined) return await edit(outgoing, refs.get(post.edits));
    const found = claim.kind === 'unknown' ? await lookFor(outgoing, claim) : undefined;
    if (found === undefined) return await messenger.post(outgoing);
    log.warn({ post: outgoing.key }, 'A message whose sending had an unknown end was found in the thread');
    return found;
  }

  /** Editing has the same effect however often it is done, so there is nothing to look for. */
  async function edit(outgoing: Outgoing, target: MessageRef | undefined): Promise<MessageRef> {
    if (target === undefined)
      throw ApplicationFailure.create({
        type: 'internal',
        message: `What ${outgoing.key} edits is not in the thread yet`,
      });
    try {
      return await messenger.edit(target, outgoing);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.failure !== 'refused') throw error;
      // Somebody deleted the message, or it is too old to change: no reason to hold up the article.
      log.warn({ post: outgoing.key, code: error.code }, 'A message could not be edited and stays as it is');
      return target;
    }
  }

  /** Looks once nothing of the attempt before can still be on its way: that one was over when this one was scheduled. */
  async function lookFor(
    outgoing: Outgoing,
    earlier: { readonly sentAt: Date; readonly attempt: number },
  ): Promise<MessageRef | undefined> {
    const lastSend = Math.max(earlier.sentAt.getTime(), Context.current().info.currentAttemptScheduledTimestampMs);
    const waitMs = lastSend + messenger.settleMs - Date.now();
    if (messenger.settleMs > 0 && waitMs > 0) await Context.current().sleep(waitMs);
    return await messenger.find(outgoing, earlier);
  }
}

function toEntry({ key, edits, message }: Post): OutboxEntry {
  return { key, ...(edits !== undefined && { edits }), bodyHash: hashOf(message) };
}

/** Whether the post that failed surely did not reach the platform. */
function isUnsent(error: unknown): boolean {
  return !(error instanceof DeliveryError) || error.failure !== 'ambiguous';
}

function toFrame(
  { articleId, request, requester, language, settings }: StoredArticle,
  runUrl: DeliverOptions['runUrl'],
): ArticleFrame {
  return {
    articleId,
    request,
    requesterName: requester.displayName,
    language,
    maxIterations: settings.maxIterations,
    qualityThreshold: settings.qualityThreshold,
    ...(runUrl !== undefined && { runUrl: runUrl(articleId) }),
  };
}

function hashOf(message: ChatMessage): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 16);
}
