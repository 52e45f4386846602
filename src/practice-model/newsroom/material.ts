import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Language } from '../brief.ts';

/** In the order of an article; what people bring in stands before the end. */
const BODY = ['overview', 'drivers', 'example', 'table', 'secondExample', 'mistakes', 'steps', 'audience'] as const;
const END = ['limits', 'checking', 'questions', 'sources', 'closing'] as const;
/** The parts of an article that the practice model can write. */
export const PARTS = ['plain', 'summary', ...BODY, ...END] as const;
export type Part = (typeof PARTS)[number];

/** Texts of which the topic chooses one. They may hold the slots of {@link fill}. */
export type Variants = readonly [string, ...string[]];
export type Slots = Readonly<Record<string, string>>;

/** What there is to say about one kind of topic in one language: `material/en/tides.yaml`. */
export interface Material {
  readonly leads: Variants;
  readonly overviews: Variants;
  /** What the matter depends on. `inline`: the name within a sentence, where lower case would be wrong. */
  readonly drivers: readonly { readonly name: string; readonly inline?: string; readonly text: string }[];
  readonly examples: readonly [string, string, ...string[]];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly mistakes: readonly { readonly said: string; readonly so: string }[];
  readonly steps: readonly string[];
  /** Figures that a first draft asserts without a source, and what can be said in their place. Every claim has a `%`. */
  readonly doubtful: readonly { readonly claim: string; readonly correction: string }[];
}

/** What it says in one language, whatever the topic: `material/en/phrases.yaml`. */
export interface Phrases {
  readonly selfNaming: string;
  readonly introduction: string;
  readonly and: string;
  /** As a writer puts them; the editor polishes them. */
  readonly headings: Readonly<Record<Part, Variants>>;
  readonly texts: Readonly<Record<string, Variants>>;
  readonly questions: readonly { readonly asked: string; readonly answer: string }[];
  readonly strengths: Slots;
  readonly faults: Readonly<Record<string, { readonly weakness: string; readonly suggestion: string }>>;
  /** How to talk of a topic, in regular expressions. */
  readonly topic: {
    readonly none: string;
    readonly instruction: string;
    readonly named: readonly string[];
    readonly notNoun: string;
    readonly maxWords: number;
    readonly quoted: string;
    readonly question: string;
    readonly keepsCapital?: string;
  };
}

const loaded = new Map<string, unknown>();

/** A file of `material/`, read when it is first needed: a server that plays a script needs none. Their shapes are tested. */
export function load(name: string): unknown {
  const path = new URL(`../material/${name}.yaml`, import.meta.url);
  if (!loaded.has(name)) loaded.set(name, parse(readFileSync(path, 'utf8')));
  return loaded.get(name);
}

export function phrasesIn(language: Language): Phrases {
  return load(`${language}/phrases`) as Phrases;
}

/** The material for a topic, by its words. */
export function materialOn(topic: string, language: Language): Material {
  const domains = Object.entries(load('domains') as Record<string, Record<Language, string>>);
  const either = (words: string): string => words.replace(/,\s+/g, '|');
  const found = domains.find(([, { en, ru }]) => new RegExp(`\\b(?:${either(en)})\\b|${either(ru)}`, 'i').test(topic));
  return load(`${language}/${found?.[0] ?? 'general'}`) as Material;
}

/** Puts values into `{slots}`, `{Slots}` with a capital letter, and begins the text with one. @throws when a slot has no value. */
export function fill(template: string, slots: Slots): string {
  const filled = template.replace(/\{(\w)(\w*)\}/g, (slot, first: string, rest: string) => {
    const value = slots[first.toLowerCase() + rest];
    if (value === undefined) throw new Error(`The practice model has no value for ${slot} in: ${template}`);
    return first === first.toLowerCase() ? value : capitalised(value);
  });
  return capitalised(filled);
}

/** With the first letter in upper case, also behind an opening quotation mark; `iPhone` stays. */
export function capitalised(text: string): string {
  return text.replace(/^[“«„"'(]*\p{Ll}(?!\p{Lu})/u, (start) => start.toUpperCase());
}

/** A 32-bit number out of a text (FNV-1a): the same text, the same number. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  // FNV leaves the low bits of similar texts alike, and a short list looks at nothing else.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The same options in an order of the seed's own; `purpose` keeps choices of one seed independent of each other. */
export function shuffled<T>(options: readonly T[], seed: number, purpose: string): readonly T[] {
  const ranked = options.map((option, index) => ({ option, rank: seedOf(`${seed}/${purpose}/${index}`) }));
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ option }) => option);
}
