import { detectLanguage } from '../messages/detect-language.ts';
import type { Messages } from '../messages/messages.ts';
import { type ArticleRequest, MAX_TOPIC_CHARS } from '../protocol/article.ts';
import { cleanLine } from './clean-text.ts';
import { refused, type Told } from './told.ts';

/** What a person typed or filled in. Empty fields count as left open. */
export type TypedRequest = Omit<ArticleRequest, 'language'> & {
  /** BCP 47 tag; absent or `auto`: as configured. */
  readonly language?: string;
};

/** The article is one model answer: more words do not fit, fewer are no article. */
export const LENGTH_WORDS = { least: 50, most: 10_000 } as const;
/** A description, not a brief: everything here goes into every prompt. */
export const MAX_AUDIENCE_CHARS = 300;
const MAX_MENTIONS = 20;
const MAX_MENTION_CHARS = 200;
const MAX_SOURCES = 20;
/** What browsers and servers take at least. */
const MAX_SOURCE_CHARS = 2000;
/** So much of a faulty address is shown. */
const SHOWN_CHARS = 80;

/** The request as the workflow takes it, or what is wrong with it. @param articleLanguage BCP 47 tag, or `auto`: that of the topic. */
export function toArticleRequest(
  typed: TypedRequest,
  articleLanguage: string,
  t: Messages,
): { readonly request: ArticleRequest } | Told {
  const topic = cleanLine(typed.topic);
  if (topic === '') return refused(t.answers.emptyTopic);
  if (topic.length > MAX_TOPIC_CHARS) return refused(t.answers.topicTooLong(topic.length));
  const audience = cleanLine(typed.audience ?? '');
  if (audience.length > MAX_AUDIENCE_CHARS) return refused(t.chat.order.audienceTooLong(MAX_AUDIENCE_CHARS));
  const { lengthWords } = typed;
  if (lengthWords !== undefined && !isLength(lengthWords))
    return refused(t.chat.order.badLength(LENGTH_WORDS.least, LENGTH_WORDS.most));
  const wanted = cleanLine(typed.language ?? '');
  const language = toLanguage(wanted, articleLanguage, topic);
  if (language === undefined) return refused(t.chat.order.badLanguage(wanted.slice(0, SHOWN_CHARS)));
  const mustMention = cleanList(typed.mustMention);
  if (mustMention.length > MAX_MENTIONS || mustMention.some((item) => item.length > MAX_MENTION_CHARS))
    return refused(t.chat.order.tooManyMentions(MAX_MENTIONS, MAX_MENTION_CHARS));
  const sources = cleanList(typed.sources);
  if (sources.length > MAX_SOURCES) return refused(t.chat.order.tooManySources(MAX_SOURCES));
  const badSource = sources.find((source) => !isWebAddress(source));
  if (badSource !== undefined) return refused(t.chat.order.badSource(badSource.slice(0, SHOWN_CHARS)));
  return {
    request: {
      topic,
      language,
      ...(audience !== '' && { audience }),
      ...(lengthWords !== undefined && { lengthWords }),
      ...(mustMention.length > 0 && { mustMention }),
      ...(sources.length > 0 && { sources }),
    },
  };
}

function cleanList(items: readonly string[] = []): readonly string[] {
  return [...new Set(items.map(cleanLine).filter((item) => item !== ''))];
}

function isLength(words: number): boolean {
  return Number.isInteger(words) && words >= LENGTH_WORDS.least && words <= LENGTH_WORDS.most;
}

function isWebAddress(text: string): boolean {
  return text.length <= MAX_SOURCE_CHARS && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Undefined for what is no tag of a language. */
function toLanguage(wanted: string, configured: string, topic: string): string | undefined {
  const tag = wanted === '' || wanted === 'auto' ? configured : wanted;
  if (tag === 'auto') return detectLanguage(topic);
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
