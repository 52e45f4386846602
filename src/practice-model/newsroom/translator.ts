import type { Brief, Language } from '../brief.ts';
import { fill, load, phrasesIn, type Slots } from './material.ts';

/** What it can say in both languages: a text with slots, as a pattern, and the same in the other language. */
interface Pair {
  readonly from: string;
  /** With what stands in the slots as groups of their names. */
  readonly pattern: RegExp;
  /** Without slots and in lower case: what a text has to hold at least. */
  readonly sign: string;
  readonly to: string;
  /** Said only as a whole: a cell, a heading. */
  readonly isShort: boolean;
}

/** What a section is translated with. */
interface Words {
  readonly pairs: readonly Pair[];
  readonly to: Language;
  readonly topic: string;
}

/** The files that hold its sentences. */
const FILES = ['phrases', 'tides', 'nature', 'technology', 'society', 'health', 'food', 'business', 'general'] as const;
/** How to read a topic is no sentence. */
const NO_SENTENCES: ReadonlySet<string> = new Set(['topic', 'faults', 'strengths', 'and']);
const SHORT_CHARS = 30;
const SLOT = /\{(\w+)\}/g;
/** Signs of the private use area: what is translated stands under its number until the end. */
const HELD = /\uE0D0(\d+)\uE0D1/g;
/** What stays to the letter: marks of notes, links, code, numbers. */
const KEPT =
  /\[\^?\w{1,20}\](?!\()|!?\[[^\]\n]{0,300}\]\([^)\s]{1,2000}\)|`[^`\n]{1,300}`|https?:\/\/[^\s<>()]+|\p{Nd}+(?:[.,:]\p{Nd}+)*/gu;

/** The section in the other language: what it has written itself it knows there, of anything else it keeps names, numbers and notes. */
export function translate({ original, language, topic }: Brief): string {
  const from: Language = /^ru\b/i.test(original.from) ? 'ru' : 'en';
  if (from === language) return original.text;
  const words: Words = { pairs: pairsFrom(from, language), to: language, topic };
  let isCode = false;
  return original.text
    .split('\n')
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
      return isCode || /^\s*(?:```|~~~|\[[^\]]+\]:|\|?[\s:|-]+$)/.test(line) ? line : translateLine(line, words);
    })
    .join('\n');
}

function translateLine(line: string, words: Words): string {
  const [, mark = '', text = ''] = /^(\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+|>\s?)?)(.*)$/.exec(line) ?? [];
  if (text.startsWith('|'))
    return text
      .split('|')
      .map((cell) => (cell.trim() === '' ? cell : ` ${translateText(cell.trim(), words)} `))
      .join('|');
  return mark.trimStart().startsWith('#')
    ? `${mark}${translateHeading(text, words)}`
    : `${mark}${translateText(text, words)}`;
}

/** One that somebody else has set stands as it is: it may be a name. */
function translateHeading(text: string, words: Words): string {
  const known = asWhole(text, words);
  if (known !== undefined) return known.replace(/\.$/, '');
  const plain = text.replace(/[.:]$/, '');
  return words.to === 'ru' ? `«${plain}»: перевод` : `“${plain}”, translated`;
}

function translateText(text: string, words: Words): string {
  const held: string[] = [];
  const hold = (said: string): string => `\uE0D0${held.push(said) - 1}\uE0D1`;
  let rest = text.replace(/(\*\*|\*)([^*\n]{1,300})\1/g, (whole, marks: string, found: string) => {
    const known = asWhole(found, words);
    return known === undefined ? whole : hold(`${marks}${known}${marks}`);
  });
  const whole = asWhole(rest, words);
  if (whole !== undefined) return whole;
  for (const { pattern, sign, to, isShort } of words.pairs) {
    if (isShort || !rest.toLowerCase().includes(sign)) continue;
    rest = rest.replace(pattern, (...found: readonly unknown[]) => {
      const groups = found.at(-1);
      return hold(filled(to, typeof groups === 'object' && groups !== null ? (groups as Slots) : {}, words));
    });
  }
  return rest
    .split(/(\uE0D0\d+\uE0D1)/)
    .map((piece) => (/^\uE0D0/.test(piece) || !/\p{L}{2}/u.test(piece) ? piece : unknown(piece, words)))
    .join('')
    .replaceAll(HELD, (_, at: string) => held[Number(at)] ?? '');
}

/** A sentence of somebody else: what of it says the same in every language. */
function unknown(piece: string, { to }: Words): string {
  const kept = [...piece.matchAll(KEPT)].map(([found]) => found);
  const [before = ''] = /^\s*/.exec(piece) ?? [];
  const [after = ''] = /\s*$/.exec(piece) ?? [];
  const said = phrasesIn(to).texts[kept.length === 0 ? 'untranslated' : 'untranslatedWith']?.[0] ?? '';
  return `${before}${fill(said, { kept: kept.join(' ') })}${after}`;
}

function asWhole(text: string, words: Words): string | undefined {
  const bare = withoutStop(text.trim()).toLowerCase();
  const found = words.pairs.find(({ from }) => withoutStop(from).toLowerCase() === bare);
  if (found === undefined) return undefined;
  const said = withoutStop(filled(found.to, {}, words));
  const isStopped = text.trim().endsWith('.') && !/[.!?…»”]$/.test(said);
  return isStopped ? `${said}.` : said;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** What the other language names and the text does not, is the topic. */
function filled(said: string, groups: Slots, words: Words): string {
  const known = new Map(
    Object.entries(groups).map(([name, found]) => {
      const own = asWhole(found, words) ?? found;
      return [name.toLowerCase(), /^\p{Ll}/u.test(found) ? lowered(own) : own];
    }),
  );
  const topic = words.to === 'ru' ? `«${words.topic}»` : `“${words.topic}”`;
  return fill(
    said,
    Object.fromEntries(
      [...said.matchAll(SLOT)].map(([, name = '']) => [lowered(name), known.get(name.toLowerCase()) ?? topic]),
    ),
  );
}

function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const known = new Map<string, readonly Pair[]>();

/** Longest first: a sentence may hold another one. */
function pairsFrom(from: Language, to: Language): readonly Pair[] {
  const made = known.get(from);
  if (made !== undefined) return made;
  const pairs = FILES.flatMap((file) => sideBySide(load(`${from}/${file}`), load(`${to}/${file}`)))
    .map(([text, other]) => toPair(text, other))
    .toSorted((one, another) => another.from.length - one.from.length);
  known.set(from, pairs);
  return pairs;
}

/** All sentences of two files of one shape. */
function sideBySide(one: unknown, other: unknown): readonly (readonly [string, string])[] {
  if (typeof one === 'string' && typeof other === 'string') return [[one, other]];
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return [];
  return Object.entries(one).flatMap(([key, value]: [string, unknown]) =>
    NO_SENTENCES.has(key) ? [] : sideBySide(value, (other as Readonly<Record<string, unknown>>)[key]),
  );
}

function toPair(from: string, to: string): Pair {
  const named = new Set<string>();
  const pattern = from.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(SLOT, (_, slot: string) => {
    const name = slot.toLowerCase();
    if (named.has(name)) return `\\k<${name}>`;
    named.add(name);
    return `(?<${name}>.{1,200}?)`;
  });
  const sign =
    from
      .split(SLOT)
      .filter((_, at) => at % 2 === 0)
      .toSorted((one, other) => other.length - one.length)[0] ?? '';
  return {
    from,
    to,
    pattern: new RegExp(pattern, 'giu'),
    sign: sign.toLowerCase(),
    isShort: from.length < SHORT_CHARS,
  };
}
