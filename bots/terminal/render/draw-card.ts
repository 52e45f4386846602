import {
  type Addressee,
  type Card,
  type CardText,
  type Decided,
  type Part,
  type Row,
  type Span,
  wordsOf,
} from '../../../src/cards/card.ts';
import { openText } from '../../../src/cards/open-text.ts';
import { type Mark, SYMBOLS, type Tone } from '../../../src/cards/symbols.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { Look } from './look.ts';
import { renderMarkdown, toLines } from './markdown.ts';
import { rule } from './rule.ts';
import { printable, printableLine, type Paint, prefixed, type Span as Painted, truncate, wrap } from './text.ts';

/** Lines of a long text that are shown before it is cut. */
const OPENING_LINES = 9;
/** A text of so many lines is shown whole. */
const MOST_LINES = 20;
/** What stands below a marked row belongs to it. */
const INSET = '    ';

/** A card as a person reads it: painted lines, the first a rule with its title. Long texts are cut after their opening, and say so. */
export function drawCard(card: Card, look: Look): string[] {
  const { text, decided, parts, asks } = card;
  const above = parts.flatMap((part, index) => [
    ...(index > 0 && part.kind === 'rows' ? [''] : []),
    ...drawPart(part, look),
  ]);
  return [
    ...drawTitle(card, look),
    ...above,
    ...(asks === undefined ? [] : drawRow({ kind: 'line', spans: asks.map(nameOf) }, false, look)),
    ...(text === undefined
      ? []
      : [...(above.length === 0 ? [] : ['']), ...drawOpening(text, messages(card.language), look)]),
    ...drawDecided(decided, look),
  ];
}

/** The text that a card is about, whole; undefined when it is about none. */
export function drawWhole(card: Card, look: Look): string[] | undefined {
  if (card.text === undefined) return undefined;
  return [...drawTitle(card, look), ...toLines(renderMarkdown(card.text.markdown, look))];
}

/** A message that was read before, in a line: for coming back to a thread. */
export function drawPast({ title, notification = [], decided }: Card, look: Look): string {
  const said = [title ?? notification[0] ?? '', ...(decided === undefined ? [] : [wordsOf(decided.said)])].join(' · ');
  return look.colors.dim(truncate(`· ${printableLine(said)}`, look.columns));
}

/** What became of a draft, and the words that went with it. */
export function drawDecided(decided: Decided | undefined, look: Look): string[] {
  if (decided === undefined) return [];
  const { mark, said, words } = decided;
  const lines = drawMarked(mark, [{ text: printableLine(wordsOf(said)) }], look);
  if (words === undefined) return lines;
  const bar = look.colors.dim('  │ ');
  return [...lines, ...prefixed(wrap(printable(words), look.columns - INSET.length), bar, bar)];
}

function drawTitle({ title, aside }: Card, look: Look): string[] {
  return title === undefined ? [] : [rule(title, aside?.join(' · '), look)];
}

function drawPart(part: Part, look: Look): string[] {
  const { colors, columns } = look;
  switch (part.kind) {
    case 'rows':
      return part.rows.flatMap((row, index) =>
        drawRow(
          row,
          part.rows.slice(0, index).some(({ mark }) => mark !== undefined),
          look,
        ),
      );
    case 'small':
      return part.words.flatMap((word) => wrap(paintSpan(word, look, colors.dim), columns));
    case 'section':
      return [
        '',
        colors.bold(printableLine(part.title)),
        ...(part.empty === undefined ? [] : wrap(part.empty, columns)),
      ];
    case 'article': {
      const id = `${part.articleId}  `;
      const room = columns - id.length;
      return [
        `${colors.cyan(part.articleId)}  ${truncate(printableLine(part.topic), room)}`,
        // Whoever decides needs all of it.
        ...wrap(printableLine(part.detail), room).map((one) => ' '.repeat(id.length) + colors.dim(one)),
      ];
    }
    default:
      return part satisfies never;
  }
}

/** Whoever reads it is there. */
function nameOf(span: Span | Addressee): Span {
  return typeof span === 'object' && ('person' in span || 'group' in span) ? span.text : span;
}

function drawRow({ kind, mark, spans }: Row, isInset: boolean, look: Look): string[] {
  const { colors, columns } = look;
  switch (kind) {
    case 'heading':
      return wrap(
        spans.flatMap((span) => paintSpan(span, look, colors.bold)),
        columns,
      );
    case 'quote':
      return inset(
        spans.flatMap((span) => paintSpan(span, look, colors.italic)),
        look,
      );
    case 'point':
      if (mark === 'link')
        return inset(
          spans.flatMap((span) => paintSpan(span, look, colors.dim)),
          look,
        );
      break;
    case 'line':
      break;
    default:
      return kind satisfies never;
  }
  const painted = spans.flatMap((span) => paintSpan(span, look));
  if (mark !== undefined) return drawMarked(mark, painted, look);
  return isInset ? inset(painted, look) : wrap(painted, columns);
}

function drawMarked(mark: Mark, spans: readonly Painted[], look: Look): string[] {
  const { sign, tone } = SYMBOLS[mark];
  return prefixed(wrap(spans, look.columns - INSET.length), `  ${paintOf(tone, look)(sign)} `);
}

function inset(spans: readonly Painted[], look: Look): string[] {
  return prefixed(wrap(spans, look.columns - INSET.length), INSET);
}

function paintOf(tone: Tone, { colors }: Look): Paint {
  return { good: colors.green, bad: colors.red, doubtful: colors.yellow, plain: colors.cyan }[tone];
}

function paintSpan(span: Span, { colors }: Look, paint?: Paint): Painted[] {
  const painted = (text: string, own: Paint | undefined): Painted => ({
    text: printable(text).replaceAll('\n', ' '),
    ...(own !== undefined && { paint: own }),
  });
  if (typeof span === 'string') return [painted(span, paint)];
  if ('look' in span) return [painted(shownAs(span), paintFor(span.look, colors))];
  if ('address' in span) return [painted(span.text === '' ? span.address : `${span.text} (${span.address})`, paint)];
  return [painted(span.text, paint)];
}

type LookOf = Extract<Span, { readonly look: string }>;

/** Marks say what went and what came, as `git diff --word-diff` does: colour may be missing. */
function shownAs({ text, look }: LookOf): string {
  if (look !== 'struck' && look !== 'added') return text;
  return look === 'struck' ? `[-${text}-]` : `{+${text}+}`;
}

function paintFor(look: LookOf['look'], colors: Look['colors']): Paint {
  switch (look) {
    case 'code':
      return colors.cyan;
    case 'struck':
      return colors.red;
    case 'added':
      return colors.green;
    case 'bold':
      return colors.bold;
    case 'italic':
      return colors.italic;
    default:
      return look satisfies never;
  }
}

function drawOpening({ markdown }: CardText, t: Messages, look: Look): string[] {
  const { colors, columns } = look;
  const whole = toLines(renderMarkdown(markdown, look));
  if (whole.length <= MOST_LINES) return whole;
  const { opening, headings } = openText(markdown, OPENING_LINES * columns);
  const blocks = [...renderMarkdown(opening, look)];
  const left: string[] = [];
  // A table may be longer drawn than written, and a heading alone at the end promises what does not follow.
  while (blocks.length > 1 && (toLines(blocks).length > MOST_LINES || blocks.at(-1)?.heading !== undefined))
    left.unshift(...[blocks.pop()?.heading ?? []].flat());
  const shown = toLines(blocks).slice(0, MOST_LINES);
  const follows = [...left, ...headings].map(printableLine);
  return [
    ...shown,
    '',
    ...(follows.length === 0
      ? []
      : prefixed(wrap([{ text: follows.join(' · '), paint: colors.dim }], columns - 2), colors.dim('… '))),
    ...wrap([{ text: t.terminal.moreLines(Math.max(1, whole.length - shown.length)), paint: colors.cyan }], columns),
  ];
}
