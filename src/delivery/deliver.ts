import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveringActivities } from '../protocol/activities.ts';
import { type Post, STATUS_CARD_KEY } from '../protocol/chat-message.ts';
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

  return async ({ articleId, thread, rootKey = STATUS_CARD_KEY, posts }) => {
    const context = Context.current();
    const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
    try {
      const entries = posts.map(toEntry);
      const [article, { claims, refs }] = await Promise.all([
        articles.get(articleId),
        outbox.claim(articleId, thread, entries, rootKey),
      ]);
      const frame = toFrame(article, runUrl);
      const contents = posts.map((post, at) =>
        claims[at]?.kind === 'done' ? undefined : resolveContent(options, article, frame, post.message),
      );
      for (const content of contents) content?.catch(() => undefined);
      const known = new Map(refs);
      await inOrder(articleId, entries, claims, async (at, claim) => {
        const { key, edits } = posts[at] ?? unreachable();
        if (claim.kind === 'done') {
          known.set(key, claim.ref);
          return claim.ref;
        }
        const root = known.get(rootKey);
        const outgoing: Outgoing = {
          key: `${articleId}/${key}`,
          thread,
          ...(root !== undefined && { root }),
          content: (await contents[at]) ?? unreachable(),
        };
        const ref = edits === undefined ? await bring(key, claim, outgoing) : await edit(outgoing, known.get(edits));
        known.set(key, ref);
        if (edits !== undefined) known.set(edits, ref);
        return ref;
      });
    } catch (error) {
      throw toDeliveryFailure(error);
    } finally {
      clearInterval(heartbeat);
    }
  };

  /** One after another. What is out already is written down while the next one goes out. */
  async function inOrder(
    articleId: string,
    entries: readonly OutboxEntry[],
    claims: readonly Claim[],
    take: (at: number, claim: Exclude<Claim, { readonly kind: 'conflict' }>) => Promise<MessageRef>,
  ): Promise<readonly MessageRef[]> {
    const confirming: Promise<void>[] = [];
    const refs: MessageRef[] = [];
    try {
      for (const [at, entry] of entries.entries()) {
        // Who was taken for dead has been replaced, and says no more.
        Context.current().cancellationSignal.throwIfAborted();
        const claim = claims[at] ?? { kind: 'send' };
        try {
          if (claim.kind === 'conflict') throw conflict(articleId, entry);
          const ref = await take(at, claim);
          refs.push(ref);
          if (claim.kind === 'done') continue;
          const confirmed = outbox.confirm(articleId, entry, ref);
          // Heard at the end; until then nobody waits for it.
          confirmed.catch(() => undefined);
          confirming.push(confirmed);
        } catch (error) {
          // What an attempt before this one may have sent stays to be looked for.
          const untouched = entries.filter(
            (_, other) => claims[other]?.kind === 'send' && (other > at || (other === at && isUnsent(error))),
          );
          await outbox.release(
            articleId,
            untouched.map(({ key }) => key),
          );
          throw error;
        }
      }
    } finally {
      // What could not be written down is found again by the next attempt.
      await Promise.allSettled(confirming);
    }
    await Promise.all(confirming);
    return refs;
  }

  /** A post of several messages is out when the last of them is; until then each has an entry of its own. */
  async function bring(
    postKey: string,
    claim: Exclude<Claim, { kind: 'done' }>,
    outgoing: Outgoing,
  ): Promise<MessageRef> {
    const parts = messenger.partsOf?.(outgoing.content) ?? [];
    if (parts.length < 2) return await bringOne(claim, outgoing);
    const { kind, frame } = outgoing.content;
    const entries = parts.map((part) => ({ key: `${postKey}/${part}`, kind, bodyHash: part }));
    const { claims } = await outbox.claim(frame.articleId, outgoing.thread, entries, postKey);
    const [first] = await inOrder(frame.articleId, entries, claims, async (at, partClaim) => {
      const part = parts[at] ?? unreachable();
      if (partClaim.kind === 'done') return partClaim.ref;
      return await bringOne(partClaim, { ...outgoing, key: `${outgoing.key}/${part}`, part });
    });
    return first ?? unreachable();
  }

  async function bringOne(claim: Claim, outgoing: Outgoing): Promise<MessageRef> {
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
  const bodyHash = createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 16);
  return { key, ...(edits !== undefined && { edits }), kind: message.kind, bodyHash };
}

function conflict(articleId: string, { key }: OutboxEntry): ApplicationFailure {
  return ApplicationFailure.create({
    type: DELIVERY_REFUSED,
    message: `Post ${articleId}/${key} was something else before`,
    nonRetryable: true,
  });
}

/** Lists that are made of one another have the same length. */
function unreachable(): never {
  throw new Error('A post without its content');
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
    requester: { platform: requester.platform, userId: requester.userId },
    language,
    maxIterations: settings.maxIterations,
    qualityThreshold: settings.qualityThreshold,
    ...(runUrl !== undefined && { runUrl: runUrl(articleId) }),
  };
}
