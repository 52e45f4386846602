import type { ChatContent, ToldDecision } from '../../../src/delivery/chat-content.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import { cleanLine } from './inert.ts';
import type { Keyboard } from './keyboard.ts';
import { type Block, type Marks, type Span, block, line, span } from './rich-text.ts';

/** The content of one kind of message. */
export type Content<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** A message before it is cut to Telegram's limits. */
export interface Card {
  readonly blocks: readonly Block[];
  readonly keyboard?: Keyboard;
}

export function heading(emoji: string, words: string, ...rest: readonly (Span | string)[]): Block {
  return { ...block(`${emoji} `, span(cleanLine(words), { bold: true }), ...rest), keepWithNext: true };
}

/** Our own words, in which what stands between backticks is to be typed or looked up as it is. */
export function withCode(text: string): readonly Span[] {
  return text.split('`').map((piece, index) => span(piece, index % 2 === 0 ? {} : { code: true }));
}

/** `Stage: Being written`, the name in bold. */
export function fact(name: string, ...value: readonly (Span | string)[]): Block {
  return line(span(name, { bold: true }), ': ', ...value);
}

/** What became of a draft, in place of its buttons, and the words that went with it. */
export function decidedBlocks(decided: ToldDecision | undefined, t: Messages): readonly Block[] {
  if (decided === undefined) return [];
  const told = heading(DECISION_EMOJI[decided.kind], t.article.decided(decided));
  if (decided.words === undefined) return [told];
  return [told, { ...quoted(decided.words), tight: true }];
}

const DECISION_EMOJI: Readonly<Record<DecisionKind, string>> = {
  approve: '✅',
  'request-changes': '✍️',
  edit: '✏️',
  reject: '❌',
};

/** Longer quotes show their first lines until they are tapped. */
const LONG_QUOTE_CHARS = 300;

function quoted(words: string, marks: Marks = {}): Block {
  return block(span(words.trim(), { ...marks, quote: { expandable: words.length > LONG_QUOTE_CHARS } }));
}

/** Cut to so many characters, with `…` for what is missing: for what is told in full elsewhere. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
