import { readJsonString } from './read-json-string.ts';

/** A place in the text where it stops being JSON, in characters from its beginning. */
export interface JsonFault {
  readonly code: 'no-json' | 'not-json' | 'json-cut';
  readonly at: number;
}

/** So many quotations of the prose may seem to begin a key that never ends; each costs a look at all that follows. */
const MAX_ENDLESS = 5;

export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: JsonFault };

/** Deeper is no answer of ours, and would cost stack. */
const MAX_DEPTH = 40;

/**
 * The last object of an answer, whatever stands around it: prose, fences, tokens. Where there is no object, the last list. Reads what models write
 * though it is no JSON: trailing commas, comments, line breaks in strings, single quotes, `True` and `None`, LaTeX with one backslash.
 * Written by hand, because `JSON.parse` takes `\frac` for a form feed and libraries that mend JSON also mend what was cut. Linear in the text.
 */
export function readJson(text: string): JsonReading {
  const whole = unquoted(text.trim());
  if (whole !== undefined) return readJson(whole);
  let object: unknown;
  let list: unknown;
  let fault: JsonFault = { code: 'no-json', at: 0 };
  let endless = 0;
  let at = nextOpening(text, 0);
  while (at !== -1) {
    const scan = new JsonScan(text, at);
    try {
      const value = scan.value(0);
      if (Array.isArray(value)) list = value;
      else if (Object.keys(value as object).length > 0 || object === undefined) object = value;
      if (!Array.isArray(value)) fault = { code: 'no-json', at: 0 };
      at = nextOpening(text, scan.at);
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      // A brace in prose is not the beginning of anything; what was clearly meant as an object is a fault unless a whole one follows.
      endless += scan.at >= text.length && !scan.began ? 1 : 0;
      if (scan.began || scan.isTooDeep) fault = { code: scan.at >= text.length ? 'json-cut' : 'not-json', at: scan.at };
      if (endless > MAX_ENDLESS || scan.isTooDeep) break;
      at = nextOpening(text, scan.began ? Math.max(scan.at, at + 1) : at + 1);
    }
  }
  if (fault.code !== 'no-json') return { ok: false, fault };
  if (object !== undefined) return { ok: true, value: object };
  return list === undefined ? { ok: false, fault } : { ok: true, value: list };
}

/** Some models and gateways quote the whole object once more. */
function unquoted(text: string): string | undefined {
  if (!/^"\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function nextOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.exec(text)?.index ?? -1;
}
const OPENING = /[{[]/g;

class NotJson extends Error {}
/** One for all: a trace for each brace of a prose would cost more than reading it. */
const NOT_JSON = new NotJson();

/** Where the words of JSON and of Python end. `NaN` and `Infinity` are not among them: a score that is none has to be a fault. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);
const SPACE = /\s*/y;
const COMMENT = /\/\/[^\n]*|\/\*/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w/.])/y;
const WORD = /[A-Za-z_][\w-]*/y;

/** Reads one value from a place on. */
class JsonScan {
  at: number;
  /** A key and its colon, or an item of a list, have been read: this is meant as JSON. */
  began = false;
  isTooDeep = false;
  readonly #text: string;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): unknown {
    this.#space();
    const character = this.#text[this.at];
    this.isTooDeep = depth > MAX_DEPTH;
    if (this.isTooDeep) throw NOT_JSON;
    if (character === '{') return this.#object(depth);
    if (character === '[') return this.#list(depth);
    if (character === '"' || character === "'" || character === '“') return this.#string();
    const number = this.#match(NUMBER);
    if (number !== undefined) return Number(number);
    const word = this.#match(WORD);
    if (word !== undefined && WORDS.has(word)) return WORDS.get(word);
    // At the place itself, so that a fault names it.
    this.at -= word?.length ?? 0;
    throw NOT_JSON;
  }

  #object(depth: number): Readonly<Record<string, unknown>> {
    // Without a prototype: a key may be `__proto__`.
    const object = Object.create(null) as Record<string, unknown>;
    this.at += 1;
    for (;;) {
      this.#space();
      if (this.#take('}')) return object;
      const key = this.#key();
      this.#space();
      if (!this.#take(':')) throw NOT_JSON;
      this.began = true;
      object[key] = this.value(depth + 1);
      this.#space();
      if (!this.#take(',') && this.#text[this.at] !== '}') throw NOT_JSON;
    }
  }

  #list(depth: number): readonly unknown[] {
    const list: unknown[] = [];
    this.at += 1;
    for (;;) {
      this.#space();
      if (this.#take(']')) return list;
      list.push(this.value(depth + 1));
      this.#space();
      if (!this.#take(',') && this.#text[this.at] !== ']') throw NOT_JSON;
    }
  }

  #key(): string {
    const character = this.#text[this.at];
    if (character === '"' || character === "'" || character === '“') return this.#string();
    const word = this.#match(WORD);
    if (word === undefined) throw NOT_JSON;
    return word;
  }

  #string(): string {
    const read = readJsonString(this.#text, this.at);
    if (read === undefined) {
      this.at = this.#text.length;
      throw NOT_JSON;
    }
    this.at = read.end;
    return read.value;
  }

  /** Comments count only where it is JSON for sure: in prose they would cost a look at the whole text for every brace. */
  #space(): void {
    this.#match(SPACE);
    while (this.began) {
      const comment = this.#match(COMMENT);
      if (comment === undefined) return;
      if (comment === '/*') {
        const end = this.#text.indexOf('*/', this.at);
        this.at = end === -1 ? this.#text.length : end + 2;
      }
      this.#match(SPACE);
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}
