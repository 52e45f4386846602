import type { MessageEntity } from 'telegraf/types';
import { clean, joinWordsAt, liveOffsets } from './inert.ts';

/** What people wrote, within a text of ours: nobody is mentioned by it, and no command in it can be tapped. */
export function inert(text: string): string {
  const cleaned = clean(text);
  return joinWordsAt(cleaned, liveOffsets(cleaned));
}

/** A piece of an answer: as it is, or formatted as a whole. */
export type Piece =
  | string
  | { readonly text: string; readonly type: 'bold' | 'code' }
  | { readonly text: string; readonly type: 'text_link'; readonly url: string };

/** Pieces as one text with entities. What people wrote in them is to be made {@link inert} first. */
export function joinPieces(pieces: readonly Piece[]): {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
} {
  let text = '';
  const entities: MessageEntity[] = [];
  for (const piece of pieces) {
    if (typeof piece !== 'string' && piece.text !== '') {
      const { text: words, ...look } = piece;
      entities.push({ ...look, offset: text.length, length: words.length });
    }
    text += typeof piece === 'string' ? piece : piece.text;
  }
  return { text, entities };
}
