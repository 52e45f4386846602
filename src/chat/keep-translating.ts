import type { ArticleGateway } from '../gateway/article-gateway.ts';
import { GatewayError } from '../gateway/gateway-error.ts';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import type { EditionStore } from '../storage/edition-store.ts';
import type { TranslationStore } from '../storage/translation-store.ts';
import { makeTranslation } from './make-translation.ts';

export interface TranslatingOptions {
  readonly platform: string;
  readonly gateway: Pick<ArticleGateway, 'translate'>;
  readonly translations: Pick<TranslationStore, 'find' | 'due'>;
  readonly editions: EditionStore;
  readonly logger: Logger;
  /** How often to look, in milliseconds. Default: every 10 seconds. */
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;
/** Nobody waits for the answer. */
const STORE_BUDGET_MS = 10_000;

/** Has translated what is delivered and, as its settings say, is to be. Every process of its platform runs it, until the signal. Never rejects. */
export async function keepTranslating(options: TranslatingOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await translateDue(options);
    } catch (error) {
      if (!signal.aborted)
        options.logger.warn({ reason: reasonOf(error) }, 'Could not look for articles that are to be translated');
    }
    await pause(options.everyMs ?? EVERY_MS, signal);
  }
}

/**
 * Once: for who asked for the original, beside it. Where as many articles as may be are at work, it comes when there is room.
 * @throws what PostgreSQL threw
 */
export async function translateDue({
  platform,
  gateway,
  translations,
  editions,
  logger,
}: TranslatingOptions): Promise<void> {
  for (const { articleId, language: into, requester, thread, interfaceLanguage } of await translations.due(platform)) {
    const ask = { articleId, into, eventKey: `settings:${articleId}:${into}`, thread, language: interfaceLanguage };
    const options = { translations, editions, logger, storeBudgetMs: STORE_BUDGET_MS };
    const made = await makeTranslation(requester, ask, options);
    if (made.kind !== 'made') continue;
    try {
      const begun = await gateway.translate(made.order);
      logger.info({ articleId, into, translation: begun.articleId }, 'A delivered article is being translated');
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      logger.debug({ articleId, into, reason: error.message }, 'Could not begin a translation yet');
    }
  }
}
