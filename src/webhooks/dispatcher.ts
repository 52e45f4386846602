import type { WebhookDesk } from '../gateway/webhook-desk.ts';
import { createBell } from '../lib/bell.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import type { Standing } from '../protocol/webhook.ts';
import type { ToldArticle } from '../storage/told-article.ts';
import type { WebhookEndpoint, WebhookStore } from '../storage/webhook-store.ts';
import { eventsOf, type WebhookEvent } from './events.ts';
import { takersOf } from './takers.ts';

export interface WebhookDispatcherOptions {
  readonly store: Pick<
    WebhookStore,
    'endpoints' | 'claim' | 'article' | 'known' | 'add' | 'done' | 'later' | 'takeUp' | 'listen'
  >;
  readonly desk: WebhookDesk;
  /** Called before the first article is looked at, and not before anybody is to be told. */
  readonly onFirst: () => Promise<void>;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn'>;
  readonly tuning?: WebhookDispatcherTuning;
}

/** Milliseconds. */
export interface WebhookDispatcherTuning {
  /** How often to look although nobody called. Default: 2 s. */
  readonly pollMs?: number;
  /** For how long an article is kept from other processes. Default: 20 s. */
  readonly claimMs?: number;
  /** Before an article is looked at again of which not all is certain. Default: 1 s. */
  readonly uncertainMs?: number;
  /** What nobody has tried for so long is taken up again. Default: two hours, longer than any pause that is set. */
  readonly untriedMs?: number;
}

const AT_ONCE = 10;
const TAKE_UP_EVERY_MS = 5 * 60_000;
const UNTRIED_MS = 2 * 60 * 60_000;
/** A day: while nobody is to be told, nothing is asked but when somebody calls. */
const NOBODY_MS = 24 * 60 * 60_000;

/**
 * Finds what there is to tell, writes it down, and has it sent. Any number may run at once, and each may be killed anywhere: what is told
 * is written down under ids that follow from what happened, and an article stays due until its workflows know.
 * Runs until the signal. Never rejects: an outage is waited out.
 */
export async function dispatchWebhooks(options: WebhookDispatcherOptions, signal: AbortSignal): Promise<void> {
  const { store, desk, onFirst, log, tuning = {} } = options;
  const { pollMs = 2000, claimMs = 20_000, uncertainMs = 1000, untriedMs = UNTRIED_MS } = tuning;
  const bell = createBell();
  let isFirst = true;
  let isHealthy = true;
  let tookUpAt = Number.NEGATIVE_INFINITY;
  store.listen({ onNews: bell.ring, signal });

  /** Answers how long to wait when nobody calls. */
  async function look(): Promise<number> {
    if ((await store.endpoints()).length === 0) return NOBODY_MS;
    if (isFirst) await onFirst();
    isFirst = false;
    if (performance.now() - tookUpAt > TAKE_UP_EVERY_MS) {
      await store.takeUp(untriedMs);
      tookUpAt = performance.now();
    }
    for (;;) {
      const claimed = await store.claim(AT_ONCE, claimMs);
      // Read after them: whoever was there when something happened is told of it.
      const told = claimed.length === 0 ? [] : await store.endpoints();
      await Promise.all(claimed.map((one) => tell(one, told)));
      if (claimed.length < AT_ONCE || signal.aborted) return pollMs;
    }
  }

  /** What goes wrong with one article is tried again when its time is over. */
  async function tell(
    { articleId, mark }: { readonly articleId: string; readonly mark: string },
    endpoints: readonly WebhookEndpoint[],
  ): Promise<void> {
    try {
      const article = await store.article(articleId);
      const certain = article === undefined ? [] : await certainEvents(article, endpoints);
      if (certain === 'not-yet') return await store.later(articleId, mark, uncertainMs);
      const due = await store.add(articleId, certain);
      await Promise.all(due.map((endpoint) => desk.bring(endpoint, articleId)));
      await store.done(articleId, mark);
    } catch (error) {
      log.warn(
        { article: articleId, reason: reasonOf(error) },
        'What there is to tell of an article is looked at again',
      );
    }
  }

  async function certainEvents(article: ToldArticle, endpoints: readonly WebhookEndpoint[]) {
    const known = await store.known(article.articleId);
    const fresh = eventsOf(article).flatMap((event) => {
      const takers = known.has(event.id) ? [] : takersOf(event, article, endpoints);
      return takers.length === 0 ? [] : [{ ...event, endpoints: takers }];
    });
    const isDecided = fresh.some(({ decision }) => decision !== undefined);
    if (fresh.length === 0 || (article.isCertain && !isDecided)) return fresh;
    const standing = await desk.standing(article.articleId);
    if (standing === undefined) return fresh;
    const stands = article.isCertain || (standing.isWritten && standing.revision === article.state?.revision);
    return stands ? fresh.filter(isKnownTo(standing)) : 'not-yet';
  }

  while (!signal.aborted) {
    let waitMs = pollMs;
    try {
      waitMs = await look();
      isHealthy = true;
    } catch (error) {
      if (isHealthy)
        log.warn({ reason: reasonOf(error) }, 'Webhooks cannot be looked for; it is tried again until they can');
      isHealthy = false;
    }
    await bell.rung(waitMs, signal);
  }
}

/** A decision that only a workflow task knew which got lost does not count. */
function isKnownTo({ decisions }: Standing) {
  return ({ decision }: Pick<WebhookEvent, 'decision'>): boolean =>
    decision === undefined || decisions.includes(decision);
}
