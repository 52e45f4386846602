import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliverInput, DeliveringActivities } from '../protocol/activities.ts';
import { type ChatMessage, type Post, STATUS_CARD_KEY } from '../protocol/chat-message.ts';
import type { StoredArticle } from '../storage/article-store.ts';
import type { Outbox } from '../storage/outbox.ts';
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

/**
 * The `deliver` activity of one platform: brings posts into the thread in order. Each key has one effect, however often it
 * runs and wherever it broke off; what may or may not have been sent is looked for before it is sent again.
 */
export function createDeliver(options: DeliverOptions): DeliveringActivities['deliver'] {
  const { articles, messenger, outbox, runUrl, log } = options;

  return async ({ articleId, thread, posts }) => {
    const { info, heartbeat } = activity();
    try {
      const article = await articles.get(articleId);
      const frame = toFrame(article, runUrl);
      let root = posts[0]?.key === STATUS_CARD_KEY ? undefined : await outbox.ref(articleId, STATUS_CARD_KEY);
      for (const post of posts) {
        heartbeat();
        const ref = await deliverOne(article, frame, thread, post, root, info.attempt);
        if (post.key === STATUS_CARD_KEY) root = ref;
      }
    } catch (error) {
      throw toDeliveryFailure(error);
    }
  };

  async function deliverOne(article: StoredArticle, frame: ArticleFrame, thread: DeliverInput['thread'], post: Post, root: MessageRef | undefined, attempt: number): Promise<MessageRef> {
    const { articleId } = article;
    const { key, edits, message } = post;
    const claim = await outbox.claim({ articleId, key, ...(edits !== undefined && { edits }), thread, bodyHash: hashOf(message) });
    if (claim.kind === 'done') return claim.ref;
    if (claim.kind === 'conflict') throw ApplicationFailure.create({ type: DELIVERY_REFUSED, message: `Post ${key} of article ${articleId} was something else before`, nonRetryable: true });

    const outgoing: Outgoing = { key: `${articleId}/${key}`, thread, ...(root !== undefined && { root }), content: await resolveContent(options, article, frame, message) };
    if (edits !== undefined) return await edit(articleId, key, edits, outgoing);
    if (claim.kind === 'unknown') {
      const found = await lookFor(outgoing, claim);
      if (found !== undefined) {
        log.warn({ articleId, key, attempt }, 'A message whose sending had an unknown end was found in the thread');
        await outbox.confirm(articleId, key, found);
        return found;
      }
      await outbox.resend(articleId, key);
    }
    const ref = await send(articleId, key, () => messenger.post(outgoing));
    await outbox.confirm(articleId, key, ref);
    return ref;
  }

  /** Editing has the same effect however often it is done, so there is nothing to look for. */
  async function edit(articleId: string, key: string, edits: string, outgoing: Outgoing): Promise<MessageRef> {
    const target = await outbox.ref(articleId, edits);
    if (target === undefined) throw ApplicationFailure.create({ type: 'internal', message: `Post ${edits} of article ${articleId} is not in the thread yet, so it cannot be edited` });
    try {
      const ref = await send(articleId, key, () => messenger.edit(target, outgoing));
      await outbox.confirm(articleId, edits, ref);
      await outbox.confirm(articleId, key, ref);
      return ref;
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.failure !== 'refused') throw error;
      // Somebody deleted the message, or it is too old to change: no reason to hold up the article.
      log.warn({ articleId, key, edits, code: error.code }, 'A message could not be edited and stays as it is');
      await outbox.confirm(articleId, key, target);
      return target;
    }
  }

  /** Waits until nothing can still be on its way, then looks. */
  async function lookFor(outgoing: Outgoing, earlier: { readonly sentAt: Date; readonly attempt: number }): Promise<MessageRef | undefined> {
    const waitMs = earlier.sentAt.getTime() + messenger.settleMs - Date.now();
    if (waitMs > 0) throw new DeliveryError('An earlier attempt may still arrive', { failure: 'ambiguous', code: 'unsettled', retryAfterMs: waitMs });
    return await messenger.find(outgoing, earlier);
  }

  async function send(articleId: string, key: string, act: () => Promise<MessageRef>): Promise<MessageRef> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof DeliveryError && error.failure !== 'ambiguous') await outbox.release(articleId, key);
      throw error;
    }
  }
}

function activity(): { readonly info: { readonly attempt: number }; readonly heartbeat: () => void } {
  const context = Context.current();
  return { info: context.info, heartbeat: () => context.heartbeat() };
}

function toFrame({ articleId, request, requester, language, settings }: StoredArticle, runUrl: DeliverOptions['runUrl']): ArticleFrame {
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
