import type { Messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, decidedBlocks, heading, shortened } from './card.ts';
import { type Keyboard, decisionKeyboard } from './keyboard.ts';
import { renderMarkdown } from './markdown.ts';
import { type Block, line, span, textOf } from './rich-text.ts';
import { type Limits, MESSAGE, firstOf, fits } from './split.ts';

/** What a phone shows without scrolling far. */
const SHORT_CHARS = 800;
/** Entities that a short text may have, so that those of the card find room. */
const SHORT_ENTITIES = 60;
/** Of a text that does not fit a message. */
const OPENING: Limits = { chars: 700, entities: 40 };
const MAX_HEADINGS = 20;
/** Of the words that go with a decision, when there is no room for all: they are in the chat, where they were written. */
const FEW_WORDS = 800;

/** A draft: whole, as a quote that opens when it is tapped, or as its opening and its headings; then the text is in the file as well. */
export function renderDraftCard(content: Content<'draft'>, t: Messages, below: readonly Block[] = []): Card {
  return {
    blocks: withText(content, [draftHead(content, t)], t, below),
    ...keyboardOf(content, t),
  };
}

/** `Draft 2 · 7.4/10 · 165 words`. */
export function draftHead({ text, draft }: Pick<Content<'draft'>, 'text' | 'draft'>, t: Messages): Block {
  const score = draft.score === undefined ? '' : ` · ${t.words.format.score(draft.score)}/10`;
  return heading('📝', t.article.draft.heading(text), `${score} · ${t.article.draft.length(countWords(text.text))}`);
}

/** Whether the text needs a file beside the card. The same before and after the decision. */
export function draftHasFile({ text }: Pick<Content<'draft'>, 'text'>): boolean {
  return !isShort(text.text);
}

export function keyboardOf(content: Content<'draft' | 'gate'>, t: Messages): { readonly keyboard?: Keyboard } {
  const { buttons, draft, frame } = content;
  const gate = content.kind === 'gate' ? content.gate : undefined;
  return buttons ? { keyboard: decisionKeyboard(frame.articleId, draft, gate, t) } : {};
}

/** As much of the text as one message has room for, between what stands above and what became of it. */
export function withText(
  { text, decided }: Content<'draft' | 'gate'>,
  above: readonly Block[],
  t: Messages,
  below: readonly Block[] = [],
): readonly Block[] {
  const tail = [...decidedBlocks(decided, t), ...below];
  const fewWords = decided?.words === undefined ? decided : { ...decided, words: shortened(decided.words, FEW_WORDS) };
  const shortTail = [...decidedBlocks(fewWords, t), ...below];
  // Without a file beside it the text has to be here.
  const bodies = isShort(text.text)
    ? [(whole: string) => renderMarkdown(whole), collapsed]
    : [collapsed, (whole: string) => preview(whole, t), () => [wholeTextNote(t)]];
  for (const end of [tail, shortTail]) {
    for (const body of bodies) {
      const blocks = [...above, ...body(text.text), ...end];
      if (fits(blocks)) return blocks;
    }
  }
  return [...above, ...shortTail];
}

function collapsed(text: string): readonly Block[] {
  return renderMarkdown(text, 'collapsed');
}

/** Whether the text, collapsed, fits a card that leaves room for the rest. */
export function fitsCard(text: string): boolean {
  return fits(collapsed(text), {
    chars: MESSAGE.chars - CARD_CHARS,
    entities: MESSAGE.entities - CARD_ENTITIES,
  });
}

/** Heading, reason, who decides, and what was decided. */
const CARD_CHARS = 900;
const CARD_ENTITIES = 8;

function isShort(text: string): boolean {
  return fits(renderMarkdown(text), { chars: SHORT_CHARS, entities: SHORT_ENTITIES });
}

/** As much as makes one want to read on, and the headings of what follows. */
function preview(text: string, t: Messages): readonly Block[] {
  const { first, rest } = firstOf(renderMarkdown(text), OPENING);
  const headings = rest.filter(({ keepWithNext }) => keepWithNext === true).slice(0, MAX_HEADINGS);
  return [
    ...first,
    ...headings.map(({ spans }, index) => ({
      ...line('▸ ', span(textOf(spans).trim(), { italic: true })),
      tight: index > 0,
    })),
    wholeTextNote(t),
  ];
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function countWords(text: string): number {
  let count = 0;
  for (const { spans } of renderMarkdown(text))
    for (const { isWordLike } of segmenter.segment(textOf(spans))) if (isWordLike === true) count += 1;
  return count;
}

function wholeTextNote(t: Messages): Block {
  return { ...line('📎 ', span(t.article.draft.wholeText, { italic: true })), tight: false };
}
