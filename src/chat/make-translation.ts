import type { TranslationOrder } from '../gateway/translation-order.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { type InterfaceLanguage, isOver } from '../protocol/article.ts';
import type { Thread } from '../protocol/thread.ts';
import type { DeliveredEdition, EditionStore } from '../storage/edition-store.ts';
import type { Translation, Translations, TranslationStore } from '../storage/translation-store.ts';
import { decisionIdOf } from './decision-id.ts';
import { languageCalled } from './language-called.ts';
import { type NotAccepted, refused, textsGone, type Translating } from './reply.ts';

/** What somebody wants to have in another language. */
export interface TranslationAsk {
  /** Of any edition of the article, or of any of its translations. */
  readonly articleId: string;
  /** Names the chat event beyond doubt: delivered again, it finds the translation that it began. */
  readonly eventKey: string;
  /** `German`, `немецкий`, `de`. */
  readonly into: string;
  /** Where the translation lives: in a thread of its own. */
  readonly thread: Thread;
  /** Of what its messages say. */
  readonly language: InterfaceLanguage;
}

export interface MakeTranslationOptions {
  readonly translations: Pick<TranslationStore, 'find'>;
  readonly editions: EditionStore;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

const SHOWN_CHARS = 40;

/** The order for a translation of the latest edition; what the same wish has begun before; or why there is none. */
export async function makeTranslation(
  actor: Actor,
  { articleId, eventKey, into, thread, language }: TranslationAsk,
  { translations, editions, logger, storeBudgetMs }: MakeTranslationOptions,
): Promise<{ readonly kind: 'made'; readonly order: TranslationOrder } | Translating | NotAccepted> {
  const tag = languageCalled(into);
  if (tag === undefined) return refused({ code: 'unknown-tongue', typed: into.slice(0, SHOWN_CHARS) });
  const asked = decisionIdOf(JSON.stringify([actorKey(actor), 'translate', eventKey]));
  let found: readonly [Translations, Awaited<ReturnType<EditionStore['find']>>] | undefined;
  try {
    found = await within(storeBudgetMs, 'PostgreSQL', read());
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read the translations of an article');
    return { kind: 'away', what: 'desk' };
  }
  if (found === undefined) return refused({ code: 'no-such-article', articleId });
  const [known, editionsOfIt] = found;
  const delivered = editionsOfIt?.delivered;
  if (editionsOfIt?.goneAt !== undefined) return textsGone(editionsOfIt.goneAt);
  if (delivered === undefined)
    return refused({ code: 'not-translatable', stage: editionsOfIt?.newest.stage ?? 'drafting' });
  if (tag.toLowerCase() === delivered.request.language.toLowerCase())
    return refused({ code: 'own-tongue', language: tag });
  const there = known.translations.find((one) => one.language.toLowerCase() === tag.toLowerCase());
  if (there?.newest.asked === asked)
    return { kind: 'translating', articleId: there.newest.articleId, topic: known.topic, language: tag };
  const objection = there && whyNot(there);
  if (objection !== undefined) return objection;
  const last = there?.delivered;
  const earlier = last?.isGone === true ? undefined : last;
  const { first, articleId: source, edition, sha256, sources } = delivered;
  return {
    kind: 'made',
    order: {
      original: {
        first,
        articleId: source,
        edition,
        sha256,
        language: delivered.request.language,
        asked,
        ...(earlier !== undefined && {
          again: { first: earlier.first, articleId: earlier.articleId, edition: earlier.edition },
        }),
      },
      ...(sources !== undefined && { sources }),
      failed: there?.failed ?? 0,
      request: requestOf(delivered, tag),
      requester: actor,
      // It goes on where it was.
      thread: last?.thread ?? thread,
      language,
    },
  };

  async function read() {
    const one = await translations.find(articleId);
    return one && ([one, await editions.find(one.first, asked)] as const);
  }
}

/** Why nothing is begun where there is one. Undefined: what was delivered is stale, or came to nothing. */
function whyNot({ language, newest, delivered, isStale }: Translation): NotAccepted | undefined {
  if (!isOver(newest.stage))
    return refused({ code: 'translation-under-way', language, articleId: newest.articleId, byName: newest.byName });
  return delivered === undefined || isStale
    ? undefined
    : refused({ code: 'translation-there', language, articleId: delivered.articleId, title: delivered.title });
}

/**
 * What its original was asked for to be is what the translation is to be, too. How long it is, what it names and who decides are things of
 * its language; its sources have been read.
 */
function requestOf({ request, foundTemplate }: DeliveredEdition, language: string): TranslationOrder['request'] {
  const { topic, template = foundTemplate, purpose, audience, tone } = request;
  return {
    topic,
    ...(template !== undefined && { template }),
    ...(purpose !== undefined && { purpose }),
    ...(audience !== undefined && { audience }),
    ...(tone !== undefined && { tone }),
    language,
  };
}
