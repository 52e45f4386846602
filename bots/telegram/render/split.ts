import { countFound } from './found.ts';
import { isBlank } from './inert.ts';
import { type Block, type Entity, type FormattedText, type Span, formatted, joinBlocks, textOf } from './rich-text.ts';
import { graphemesOf } from './width.ts';

export interface Limits {
  /** UTF-16 units. */
  readonly chars: number;
  /** With those that Telegram finds by itself. */
  readonly entities: number;
  /** Of all entities as they are sent. Default: {@link ENTITY_BYTES}. */
  readonly entityBytes?: number;
}

/**
 * Telegram takes about 9,500 bytes of entities in a message and refuses more (`ENTITIES_TOO_LONG`; tdlib/telegram-bot-api#165): sixty
 * links of 190 characters. A margin, since those that it finds by itself count as well.
 */
const ENTITY_BYTES = 8000;
/** Type, offset and length, with what is around them. */
const BYTES_AN_ENTITY = 16;

/** The Bot API: 4,096 characters after entities parsing, which in UTF-16 units is the safe reading; of the entities servers keep 100. */
export const MESSAGE: Limits = { chars: 4096, entities: 100 };
/** The caption of a document. */
export const CAPTION: Limits = { chars: 1024, entities: 100 };

/**
 * Blocks as messages within the limits, cut between blocks; a block that is too long for a message is cut at a line, a sentence or
 * a space, and what was marked goes on being marked. Nothing is lost but space where it was cut. Empty when there is nothing to see.
 */
export function splitBlocks(blocks: readonly Block[], limits: Limits = MESSAGE): readonly FormattedText[] {
  const pages: FormattedText[] = [];
  let page: readonly Block[] = [];
  const turn = (next: readonly Block[]): void => {
    const text = formatted(joinBlocks(page));
    if (!isBlank(text.text)) pages.push(text);
    page = next;
  };

  for (const block of blocks) {
    if (fits([...page, block], limits)) {
      page = [...page, block];
      continue;
    }
    const held = heldOver(page);
    page = page.slice(0, page.length - held.length);
    if (page.length > 0) turn([]);
    let rest: readonly Block[] = [...held, block];
    // What was held over is not torn apart: the message is cut behind it at the earliest.
    let least = textOf(joinBlocks(held)).length;
    for (; !fits(rest, limits); least = 0) {
      const { head, tail } = cut(joinBlocks(rest), limits, least);
      page = [{ spans: head }];
      turn([]);
      rest = [{ spans: tail }];
    }
    page = rest;
  }
  if (page.length > 0) turn([]);
  return pages;
}

/** Whether all of it is one message. */
export function fits(blocks: readonly Block[], limits: Limits = MESSAGE): boolean {
  const costs = blocks.map(costOf);
  const sum = (of: keyof Cost): number => costs.reduce((total, cost) => total + cost[of], 0);
  if (sum('least') > limits.chars) return false;
  const mostBytes = limits.entityBytes ?? ENTITY_BYTES;
  const isSmall = sum('most') <= limits.chars && sum('entities') <= limits.entities && sum('bytes') <= mostBytes;
  if (isSmall) return true;
  const { text, entities } = formatted(joinBlocks(blocks));
  const count = entities.length + sum('found');
  return text.length <= limits.chars && count <= limits.entities && bytesOf(entities) <= mostBytes;
}

function bytesOf(entities: readonly Entity[]): number {
  return entities.reduce(
    (sum, entity) => sum + BYTES_AN_ENTITY + ('url' in entity ? Buffer.byteLength(entity.url) : 0),
    0,
  );
}

/** What a block adds to a message, between bounds: joined with others it may lose space at its ends, and share a mark. */
interface Cost {
  readonly least: number;
  readonly most: number;
  readonly entities: number;
  /** Those of them that Telegram finds by itself. */
  readonly found: number;
  readonly bytes: number;
}

const SEPARATOR = 2;
const costs = new WeakMap<Block, Cost>();

function costOf(block: Block): Cost {
  const known = costs.get(block);
  if (known !== undefined) return known;
  const { text, entities } = formatted(block.spans);
  const raw = textOf(block.spans);
  const found = countFound(block.spans);
  const joints = text.length - raw.trim().length;
  const cost = {
    least: raw.trim().length,
    most: raw.length + Math.max(0, joints) + SEPARATOR,
    entities: entities.length + found,
    found,
    bytes: bytesOf(entities),
  };
  costs.set(block, cost);
  return cost;
}

/** Headings at the end, which go with what they announce. */
function heldOver(page: readonly Block[]): readonly Block[] {
  let from = page.length;
  while (from > 0 && page[from - 1]?.keepWithNext === true) from -= 1;
  return page.slice(from);
}

interface Halves {
  readonly head: readonly Span[];
  readonly tail: readonly Span[];
}

/** As much as fits, and the rest. @param least the head is longer than that, if there is room */
function cut(spans: readonly Span[], limits: Limits, least = 0): Halves {
  const text = textOf(spans);
  // At least one character is taken, or the loop would never end.
  let most = 1;
  for (let tooMuch = Math.min(text.length, limits.chars) + 1; most + 1 < tooMuch; ) {
    const middle = Math.floor((most + tooMuch) / 2);
    if (fits([{ spans: cutAt(spans, middle).head }], limits)) most = middle;
    else tooMuch = middle;
  }
  const at = breakBefore(text, most);
  return cutAt(spans, text.slice(least, at).trim() === '' ? Math.max(at, lastGrapheme(text, most)) : at);
}

/** Earlier in the message a better place would leave too much of it empty. */
const WORTH = 0.5;

/** The best place to cut at or before `most`; at least one character in. */
function breakBefore(text: string, most: number): number {
  if (most >= text.length) return text.length;
  const window = text.slice(0, most + 1);
  for (const pattern of [/\n\s*\n/g, /\n/g, /[.!?…。！？]["»”’)\]]*\s/g, /\s/g]) {
    const last = [...window.matchAll(pattern)].at(-1);
    if (last !== undefined && last.index >= most * WORTH) {
      const at = last.index + last[0].length;
      return Math.min(at, most);
    }
  }
  return Math.max(1, lastGrapheme(text, most));
}

/** The last boundary between visible characters; between code points when a single one is longer than a message. */
function lastGrapheme(text: string, most: number): number {
  let at = 0;
  for (const grapheme of graphemesOf(text.slice(0, most + LOOK_BEHIND))) {
    if (at + grapheme.length > most) break;
    at += grapheme.length;
  }
  if (at > 0) return at;
  const isHalf = /[\ud800-\udbff]/.test(text[most - 1] ?? '') && /[\udc00-\udfff]/.test(text[most] ?? '');
  return isHalf && most > 1 ? most - 1 : isHalf ? 2 : most;
}

/** A character that begins before the cut has to be seen whole. */
const LOOK_BEHIND = 64;

function cutAt(spans: readonly Span[], at: number): Halves {
  const head: Span[] = [];
  const tail: Span[] = [];
  let offset = 0;
  for (const span of spans) {
    const room = Math.max(0, Math.min(span.text.length, at - offset));
    if (room > 0) head.push({ ...span, text: span.text.slice(0, room) });
    if (room < span.text.length) tail.push({ ...span, text: span.text.slice(room) });
    offset += span.text.length;
  }
  return { head, tail };
}
