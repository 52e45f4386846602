import { nearest } from '../config/nearest.ts';
import type { TypedRequest } from './to-article-request.ts';

/** What may be said of an article behind its topic, by the words for it in each language. */
const FLAGS: ReadonlyMap<string, keyof TypedRequest> = new Map<string, keyof TypedRequest>([
  ['template', 'template'],
  ['шаблон', 'template'],
  ['purpose', 'purpose'],
  ['цель', 'purpose'],
  ['audience', 'audience'],
  ['for', 'audience'],
  ['читатели', 'audience'],
  ['для', 'audience'],
  ['length', 'lengthWords'],
  ['words', 'lengthWords'],
  ['длина', 'lengthWords'],
  ['слов', 'lengthWords'],
  ['language', 'language'],
  ['язык', 'language'],
  ['tone', 'tone'],
  ['тон', 'tone'],
  ['mention', 'mustMention'],
  ['упомянуть', 'mustMention'],
  ['avoid', 'mustAvoid'],
  ['избегать', 'mustAvoid'],
  ['approvals', 'approvals'],
  ['одобрений', 'approvals'],
  ['approver', 'approvers'],
  ['approvers', 'approvers'],
  ['одобряет', 'approvers'],
  ['gates', 'gates'],
  ['этапы', 'gates'],
  ['source', 'sources'],
  ['sources', 'sources'],
  ['источник', 'sources'],
  ['источники', 'sources'],
]);

/** A topic with all that is said of the article. */
export const MAX_ORDER_CHARS = 3000;

/** What of it is a list: named several times, or with semicolons. */
const LISTS: ReadonlySet<keyof TypedRequest> = new Set(['mustMention', 'mustAvoid', 'sources', 'approvers', 'gates']);
/** Phones make one dash of two. */
const FLAG = /(?:^|\s)(?:--|—)(\p{L}{2,20})(?=[\s=:]|$)[=:]?/gu;
const MIN_SLIP_CHARS = 6;
const QUOTES = /^(["'“«])([^]*)(["'”»])$/;

/** The topic that was typed, and what was said of the article behind it. */
export interface TypedOrder {
  readonly topic: string;
  readonly rest: Omit<TypedRequest, 'topic'>;
  /** What looks like a flag, and is a slip of one. */
  readonly slip?: { readonly typed: string; readonly meant: string };
}

/**
 * Reads “How tides work --length 600 --audience sailors --avoid hype; jargon”, in any chat. A word with two dashes that is none of ours
 * belongs to the topic: “What git --verbose tells”.
 */
export function readTypedOrder(typed: string): TypedOrder {
  const marks = [...typed.matchAll(FLAG)].flatMap((match) => {
    const [whole, word = ''] = match;
    const field = FLAGS.get(word.toLowerCase());
    return field === undefined ? [] : [{ field, from: match.index, to: match.index + whole.length }];
  });
  const [first] = marks;
  const topic = (first === undefined ? typed : typed.slice(0, first.from)).trim();
  const rest: { -readonly [Field in keyof TypedRequest]?: TypedRequest[Field] } = {};
  for (const [at, { field, to }] of marks.entries()) {
    const value = unquoted(typed.slice(to, marks[at + 1]?.from).trim());
    Object.assign(rest, { [field]: valueOf(field, value, rest) });
  }
  return { topic, rest, ...slipIn(typed) };
}

/** “#how-to” anywhere in a topic names a template of the house; any other tag is the topic's own. */
export function takeTemplateTag(topic: string, templates: readonly string[]): Pick<TypedRequest, 'topic' | 'template'> {
  const words = topic.split(' ');
  const at = words.findIndex((word) => word.startsWith('#') && templates.includes(word.slice(1).toLowerCase()));
  const tag = words[at];
  return tag === undefined
    ? { topic }
    : { topic: words.toSpliced(at, 1).join(' ').trim(), template: tag.slice(1).toLowerCase() };
}

function valueOf(field: keyof TypedRequest, value: string, rest: Partial<TypedRequest>): unknown {
  if (field === 'lengthWords') return Number(value.replace(/\s*(?:words?|слова?)$/iu, ''));
  if (field === 'approvals') return Number(value);
  if (!LISTS.has(field)) return value;
  const earlier = rest[field];
  return [
    ...(Array.isArray(earlier) ? (earlier as readonly string[]) : []),
    ...value.split(';').map((item) => unquoted(item.trim())),
  ];
}

/** As phones and manuals write it. */
function unquoted(value: string): string {
  return QUOTES.exec(value)?.[2] ?? value;
}

function slipIn(typed: string): Pick<TypedOrder, 'slip'> {
  for (const [, word = ''] of typed.matchAll(FLAG)) {
    // Of short words any is near to another: “git push --force” is a topic.
    if (word.length < MIN_SLIP_CHARS || FLAGS.has(word.toLowerCase())) continue;
    const meant = nearest(
      word.toLowerCase(),
      [...FLAGS.keys()].filter(({ length }) => length >= MIN_SLIP_CHARS),
    );
    if (meant !== undefined) return { slip: { typed: `--${word}`, meant: `--${meant}` } };
  }
  return {};
}
