import { approverField } from '../config/approver.ts';
import {
  type ApprovalFault,
  MAX_APPROVALS,
  MAX_MORE_APPROVERS,
  type StricterApproval,
  WANTED_GATES,
  type WantedGate,
  type WantedOf,
} from '../protocol/stricter.ts';
import {
  type ArticleRequest,
  MAX_LANGUAGE_TAG_CHARS,
  MAX_PASTED_CHARS,
  MAX_SOURCE_FILES,
  MAX_TOPIC_CHARS,
} from '../protocol/article.ts';
import { cleanText, isSeen, typedLine } from '../lib/clean-text.ts';
import { withoutAddresses } from './topic-addresses.ts';
import type { TopicLanguage } from './topic-language.ts';

/** What a person typed or filled in. Empty fields count as left open. */
export type TypedRequest = Omit<
  ArticleRequest,
  'language' | 'languageAssumed' | 'languageChoices' | 'sources' | 'pasted' | 'adopted' | 'earlier' | 'approval'
> & {
  /** How many people have to approve it. */
  readonly approvals?: number;
  /** Who has to approve it besides: rules as the settings have them. */
  readonly approvers?: readonly string[];
  /** When people are asked: `outline`, `final`, `every_draft`. */
  readonly gates?: readonly string[];
  /** Addresses, and lines of a text that was pasted: what has a space within it is no address. */
  readonly sources?: readonly string[];
  /** A text that was handed in as such. */
  readonly pasted?: string;
  /** BCP 47 tag; absent or `auto`: as configured. */
  readonly language?: string;
};

/** The article is one model answer: more words do not fit, fewer are no article. */
export const LENGTH_WORDS = { least: 50, most: 10_000 } as const;
/** Of purpose, audience and tone each. A description, not a treatise: everything here goes into every prompt. */
export const MAX_DESCRIPTION_CHARS = 300;
export const MAX_MENTIONS = 20;
export const MAX_MENTION_CHARS = 200;
export const MAX_SOURCES = 20;
/** What browsers and servers take at least. */
const MAX_SOURCE_CHARS = 2000;
const AUTO = 'auto';
/** So much of a faulty address is shown. */
const SHOWN_CHARS = 80;

/** What is said of an article in a few words. */
export const DESCRIPTIONS = ['purpose', 'audience', 'tone'] as const;
export type Description = (typeof DESCRIPTIONS)[number];

/** What is wrong with a request. `typed`: the beginning of what was. */
export type RequestFault =
  | {
      readonly code:
        | 'empty-topic'
        | 'bad-length'
        | 'too-many-mentions'
        | 'too-many-sources'
        | 'pasted-too-long'
        | 'too-many-files'
        | 'mention-and-avoid';
    }
  | { readonly code: 'description-too-long'; readonly of: Description }
  | { readonly code: 'unknown-template'; readonly typed: string; readonly known: readonly string[] }
  /** `typed` looks like a flag and is none; `meant`: the one that is near. */
  | { readonly code: 'unknown-flag'; readonly typed: string; readonly meant: string }
  | ({ readonly code: 'bad-approval' } & ApprovalFault)
  | { readonly code: 'topic-too-long'; readonly length: number }
  | { readonly code: 'bad-language' | 'bad-source'; readonly typed: string };

/**
 * The request as the workflow takes it, or what is wrong with it.
 * @param articleLanguage BCP 47 tag, or `auto`: that of the topic, which `languageOf` tells.
 */
export function toArticleRequest(
  typed: TypedRequest,
  articleLanguage: string,
  languageOf: (topic: string) => TopicLanguage,
): { readonly request: ArticleRequest } | { readonly fault: RequestFault } {
  const { topic, addresses } = withoutAddresses(typedLine(typed.topic));
  if (topic === '') return faulty({ code: 'empty-topic' });
  if (topic.length > MAX_TOPIC_CHARS) return faulty({ code: 'topic-too-long', length: topic.length });
  const template = typedLine(typed.template ?? '')
    .replace(/^#/, '')
    .toLowerCase();
  const descriptions = DESCRIPTIONS.map((of) => [of, typedLine(typed[of] ?? '')] as const).filter(
    ([, words]) => words !== '',
  );
  const [tooLong] = descriptions.filter(([, words]) => words.length > MAX_DESCRIPTION_CHARS);
  if (tooLong !== undefined) return faulty({ code: 'description-too-long', of: tooLong[0] });
  const { lengthWords } = typed;
  if (lengthWords !== undefined && !isLength(lengthWords)) return faulty({ code: 'bad-length' });
  const wanted = typedLine(typed.language ?? '');
  const tag = wanted === '' || wanted === AUTO ? articleLanguage : wanted;
  const {
    language,
    isAssumed,
    choices = [],
  } = tag === AUTO ? languageOf(topic) : { language: canonicalTag(tag), isAssumed: false };
  if (language === undefined) return faulty({ code: 'bad-language', typed: wanted.slice(0, SHOWN_CHARS) });
  const mustMention = cleanList(typed.mustMention);
  const mustAvoid = cleanList(typed.mustAvoid);
  for (const items of [mustMention, mustAvoid]) {
    if (items.length > MAX_MENTIONS || items.some((item) => item.length > MAX_MENTION_CHARS))
      return faulty({ code: 'too-many-mentions' });
  }
  const avoided = new Set(mustAvoid.map((item) => item.toLowerCase()));
  if (mustMention.some((item) => avoided.has(item.toLowerCase()))) return faulty({ code: 'mention-and-avoid' });
  const given = cleanList(typed.sources);
  const lines = given.filter((line) => line.includes(' '));
  const pasted = [...lines, cleanText(typed.pasted ?? '').trim()].filter(isSeen).join('\n');
  if (pasted.length > MAX_PASTED_CHARS) return faulty({ code: 'pasted-too-long' });
  const sources = cleanList([...given.filter((line) => !line.includes(' ')), ...addresses]);
  if (sources.length > MAX_SOURCES) return faulty({ code: 'too-many-sources' });
  const { files = [] } = typed;
  if (files.length > MAX_SOURCE_FILES) return faulty({ code: 'too-many-files' });
  const approval = toStricter(typed);
  if ('why' in approval) return faulty({ code: 'bad-approval', ...approval });
  const badSource = sources.find((source) => !isWebAddress(source));
  if (badSource !== undefined) return faulty({ code: 'bad-source', typed: badSource.slice(0, SHOWN_CHARS) });
  return {
    request: {
      topic,
      language,
      ...(isAssumed && { languageAssumed: true, ...(choices.length > 0 && { languageChoices: choices }) }),
      ...(template !== '' && { template }),
      ...Object.fromEntries(descriptions),
      ...(lengthWords !== undefined && { lengthWords }),
      ...(mustMention.length > 0 && { mustMention }),
      ...(mustAvoid.length > 0 && { mustAvoid }),
      ...(sources.length > 0 && { sources }),
      ...(pasted !== '' && { pasted }),
      ...(files.length > 0 && { files }),
      ...(Object.keys(approval).length > 0 && { approval }),
    },
  };
}

function toStricter({
  approvals,
  approvers: typedRules,
  gates: typedGates,
}: TypedRequest): StricterApproval | Extract<ApprovalFault, { readonly why: 'unknown' }> {
  const approvers = cleanList(typedRules);
  const gates = cleanList(typedGates);
  const isCount =
    approvals === undefined || (Number.isInteger(approvals) && approvals >= 1 && approvals <= MAX_APPROVALS);
  const wrong = (of: WantedOf, some: readonly string[]) => some.map((typed) => ({ of, typed }));
  const [unknown] = [
    ...wrong('approvals', isCount ? [] : [String(approvals)]),
    ...wrong(
      'approvers',
      approvers.filter((one, at) => at >= MAX_MORE_APPROVERS || !isApproverRule(one)),
    ),
    ...wrong(
      'gates',
      gates.filter((one) => !isWantedGate(one)),
    ),
  ];
  if (unknown !== undefined) return { why: 'unknown', of: unknown.of, typed: unknown.typed.slice(0, SHOWN_CHARS) };
  return {
    ...(approvals !== undefined && { approvals }),
    ...(approvers.length > 0 && { approvers }),
    ...(gates.length > 0 && { gates: gates.filter(isWantedGate) }),
  };
}

/** Whether it names people as the settings do; roles are theirs alone. */
export function isApproverRule(typed: string): boolean {
  return approverField.safeParse(typed).success && !typed.startsWith('role:');
}

function isWantedGate(typed: string): typed is WantedGate {
  return (WANTED_GATES as readonly string[]).includes(typed);
}

function faulty(fault: RequestFault): { readonly fault: RequestFault } {
  return { fault };
}

function cleanList(items: readonly string[] = []): readonly string[] {
  return [...new Set(items.map(typedLine).filter((item) => item !== ''))];
}

function isLength(words: number): boolean {
  return Number.isInteger(words) && words >= LENGTH_WORDS.least && words <= LENGTH_WORDS.most;
}

function isWebAddress(text: string): boolean {
  return text.length <= MAX_SOURCE_CHARS && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** As RFC 5646 writes it. Undefined for what is no tag of a language, or longer than any is. */
export function canonicalTag(tag: string): string | undefined {
  if (tag.length > MAX_LANGUAGE_TAG_CHARS) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
