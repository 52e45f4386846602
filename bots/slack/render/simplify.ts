import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { toPlainText } from '../../../src/document/markdown/plain-text.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { LIMITS, plain } from './blocks.ts';
import { cutText, escapeEntities } from './text.ts';

/** Slack cuts a longer `text` of a new message without a word. */
const POSTED_TEXT_CHARS = 40_000;

/** The same words and buttons in the oldest and plainest blocks there are: for when Slack does not take the others. */
export function simpleBlocks(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return blocks.flatMap((block): readonly KnownBlock[] => {
    switch (block.type) {
      case 'actions':
        return [block];
      case 'section':
        return [{ type: 'section', ...(block.text !== undefined && { text: block.text }) }];
      default:
        return cutText(wordsOf(block).trim(), LIMITS.sectionChars).map((text) => ({
          type: 'section',
          text: plain(text),
        }));
    }
  });
}

/** The same words as the `text` of a message without blocks, and where the buttons are. Defused, so that nothing in it is live. */
export function textOnly(blocks: readonly KnownBlock[], t: Messages, maxChars: number = POSTED_TEXT_CHARS): string {
  const words = blocks.map((block) =>
    block.type === 'section' && block.text?.type === 'mrkdwn' ? block.text.text : escapeEntities(wordsOf(block)),
  );
  const hasButtons = blocks.some(({ type }) => type === 'actions');
  const text = [...words, ...(hasButtons ? [t.article.noButtons] : [])]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  return shorten(text, maxChars);
}

function wordsOf(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return block.text?.text ?? '';
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? [element.text] : [])).join(' · ');
    case 'markdown':
      return toPlainText(block.text);
    case 'rich_text':
      return richWords(block);
    default:
      return '';
  }
}

function richWords({ elements }: RichTextBlock): string {
  return elements
    .map((element) => {
      switch (element.type) {
        case 'rich_text_list':
          return element.elements.map((item) => `• ${spanWords(item.elements)}`).join('\n');
        case 'rich_text_quote':
          return `> ${spanWords(element.elements)}`;
        default:
          return spanWords(element.elements);
      }
    })
    .join('\n');
}

function spanWords(elements: readonly RichTextElement[]): string {
  return elements
    .map((element) => {
      if (element.type === 'date') return element.fallback ?? '';
      return 'text' in element ? (element.text ?? '') : '';
    })
    .join('');
}
