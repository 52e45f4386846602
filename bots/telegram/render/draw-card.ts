import type { Card, CardText, Decided, Part, Row, Span as CardSpan } from '../../../src/cards/card.ts';
import { openText } from '../../../src/cards/open-text.ts';
import { type Mark, SYMBOLS } from '../../../src/cards/symbols.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { PLATFORM } from '../platform.ts';
import { toHref } from './link.ts';
import { link, renderMarkdown } from './markdown.ts';
import { type Block, block, line, span, type Span } from './rich-text.ts';
import { fits, type Limits, MESSAGE } from './split.ts';

/** What a phone shows without scrolling far. */
const SHORT_CHARS = 800;
/** Entities that a short text may have, so that those of the card find room. */
const SHORT_ENTITIES = 60;
/** Of a text that does not fit a message. */
const OPENING_CHARS = 700;
/** Of the words that go with a decision, when there is no room for all: they are in the chat, where they were written. */
const FEW_WORDS = 800;
/** Longer quotes show their first lines until they are tapped. */
const LONG_QUOTE_CHARS = 300;
/** What is decided on a draft, and the comment, beside its text. */
const ROOM_FOR_DECISION = { chars: 950, entities: 6 };

/** A card as blocks. @param below what stands in the same message below it */
export function drawCard(card: Card, below: readonly Block[] = []): readonly Block[] {
  const { text, decided } = card;
  const t = messages(card.language);
  const above = drawAbove(card);
  const tail = [...drawDecided(decided, t), ...below];
  if (text === undefined) return [...above, ...tail];
  if (text.show === 'whole') return [...above, ...renderMarkdown(text.markdown), ...tail];
  const few = decided?.words === undefined ? decided : { ...decided, words: shorten(decided.words, FEW_WORDS) };
  const shortest = [...drawDecided(decided && { mark: decided.mark, said: decided.said }, t), ...below];
  const { whole, partly } = bodiesOf(card, text);
  const ends = [tail, [...drawDecided(few, t), ...below], shortest];
  const inOrder = (bodies: readonly Draw[]): readonly Draw[] =>
    ends.flatMap((end) => bodies.map((body) => () => [...above, ...body(), ...end]));
  // Without a file beside it the text has to be here, before every word of a comment.
  const ways = showsWhole(card) ? [...inOrder(whole), ...inOrder(partly)] : inOrder([...whole, ...partly]);
  for (const draw of ways) {
    const blocks = draw();
    if (fits(blocks)) return blocks;
  }
  return [...above, ...shortest];
}

type Draw = () => readonly Block[];

function drawAbove(card: Card): readonly Block[] {
  const t = messages(card.language);
  return [
    ...drawTitle(card),
    ...card.parts.flatMap((part) => drawPart(part, t)),
    ...(card.asks === undefined ? [] : [drawAsks(card.asks, t)]),
  ];
}

/** The ways to show a text, the best ones first. Once it is decided on, nobody is told where all of it is. */
function bodiesOf(
  { decided, language }: Card,
  { markdown, isAbove }: CardText,
): { readonly whole: readonly Draw[]; readonly partly: readonly Draw[] } {
  if (isShort(markdown)) return { whole: [() => renderMarkdown(markdown), () => collapsed(markdown)], partly: [] };
  const t = messages(language);
  const note = decided === undefined ? [wholeTextNote(t, isAbove)] : [];
  return { whole: [() => collapsed(markdown)], partly: [() => [...opened(markdown, t), ...note], () => note] };
}

/** Whether a text is shown as it is, in any card. */
function isShort(text: string): boolean {
  return fits(renderMarkdown(text), { chars: SHORT_CHARS, entities: SHORT_ENTITIES });
}

/** Whether all of the text is in the card, and will be when it is decided on. @param below what stands in the same message below it */
export function showsWhole(card: Card, below: readonly Block[] = []): boolean {
  const markdown = card.text?.markdown ?? '';
  if (isShort(markdown) && below.length === 0) return true;
  const room: Limits = {
    chars: MESSAGE.chars - ROOM_FOR_DECISION.chars,
    entities: MESSAGE.entities - ROOM_FOR_DECISION.entities,
  };
  return fits([...drawAbove(card), ...collapsed(markdown), ...below], room);
}

/** `📝 Draft 2 · 7.4/10 · 165 words`. */
export function drawTitle({ mark, title, aside = [] }: Card): readonly Block[] {
  if (title === undefined) return [];
  return [heading(mark, title, ...aside.map((words) => ` · ${words}`))];
}

function heading(mark: Mark | undefined, words: string, ...rest: readonly string[]): Block {
  return { ...block(emoji(mark), span(words, { bold: true }), ...rest), keepWithNext: true };
}

function emoji(mark: Mark | undefined): string {
  return mark === undefined ? '' : `${SYMBOLS[mark].emoji} `;
}

function drawPart(part: Part, t: Messages): readonly Block[] {
  switch (part.kind) {
    case 'rows':
      return part.rows.map((row, index) => ({ ...drawRow(row, t), tight: index > 0 }));
    case 'small': {
      // An address that Telegram does not open, as that of a Web UI on the same machine, would only be in the way.
      const shown = part.words.filter(
        (word) => typeof word === 'string' || !('address' in word) || toHref(word.address),
      );
      return [block(...shown.flatMap((word, index) => [index === 0 ? '' : ' · ', ...toSpans(word, t)]))];
    }
    case 'section':
      return [heading(undefined, part.title), ...(part.empty === undefined ? [] : [line(part.empty)])];
    case 'article':
      return [heading(undefined, part.topic), line(part.detail)];
    default:
      return part satisfies never;
  }
}

function drawRow({ kind, mark, spans }: Row, t: Messages): Block {
  const words = spans.flatMap((one) => toSpans(one, t));
  switch (kind) {
    case 'heading':
      return heading(mark, words.map(({ text }) => text).join(''));
    case 'point':
      return block(mark === 'link' ? emoji(mark) : '• ', ...words);
    case 'line':
    case 'quote':
      return block(emoji(mark), ...words);
    default:
      return kind satisfies never;
  }
}

const LOOKS = {
  bold: { bold: true },
  italic: { italic: true },
  code: { code: true },
  struck: { strikethrough: true },
  added: { bold: true },
} as const;

function toSpans(one: CardSpan, t: Messages): readonly Span[] {
  if (typeof one === 'string') return [span(one)];
  if ('look' in one) return [span(one.text, LOOKS[one.look])];
  if ('address' in one) return link([span(one.text)], one.address);
  if ('at' in one) return [span(one.text, { moment: { at: one.at, show: one.show } })];
  if ('place' in one && one.place.platform === PLATFORM) return [span(t.telegram.anotherChat)];
  return [span(one.text)];
}

/** Who is waited for: the only ones that are ever mentioned. */
export function drawAsks(asks: NonNullable<Card['asks']>, t: Messages): Block {
  return block(
    ...asks.flatMap((one) => {
      if (typeof one === 'string' || !('person' in one || 'group' in one)) return toSpans(one, t);
      const person = 'person' in one && one.person.platform === PLATFORM ? Number(one.person.userId) : Number.NaN;
      return [span(one.text, Number.isSafeInteger(person) && person > 0 ? { person } : {})];
    }),
  );
}

/** What became of a draft, in place of its buttons, and the words that went with it. */
function drawDecided(decided: Decided | undefined, t: Messages): readonly Block[] {
  if (decided === undefined) return [];
  const { mark, said, words } = decided;
  const quote = { expandable: (words ?? '').length > LONG_QUOTE_CHARS };
  return [
    { ...block(emoji(mark), ...said.flatMap((one) => bold(toSpans(one, t)))), keepWithNext: true },
    ...(words === undefined ? [] : [line(span(words, { quote }))]),
  ];
}

/** But for moments: Telegram's servers take apart what is bold around one. */
function bold(spans: readonly Span[]): readonly Span[] {
  return spans.map((one) => (one.marks.moment === undefined ? { ...one, marks: { ...one.marks, bold: true } } : one));
}

function collapsed(text: string): readonly Block[] {
  return renderMarkdown(text, 'collapsed');
}

function opened(text: string, t: Messages): readonly Block[] {
  const { opening, headings, more } = openText(text, OPENING_CHARS);
  const { moreHeadings } = t.article.draft;
  return [
    ...renderMarkdown(opening),
    ...[...headings.map((words) => `▸ ${words}`), ...(more === 0 ? [] : [moreHeadings(more)])].map((words, index) => ({
      ...block(span(words, { italic: true })),
      tight: index > 0,
    })),
  ];
}

function wholeTextNote(t: Messages, isAbove?: true): Block {
  const { wholeText, wholeTextAbove } = t.article.draft;
  return block(emoji('file'), span(isAbove ? wholeTextAbove : wholeText, { italic: true }));
}
