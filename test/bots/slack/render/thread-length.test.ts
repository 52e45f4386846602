import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { renderContent } from '../../../../bots/slack/render/content.ts';
import type { ChatContent } from '../../../../src/delivery/chat-content.ts';
import type { Json } from '../../../../src/practice-model/json.ts';
import { textOfBlocks } from '../../../emulators/slack/rendered.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';

/** Of a window beside which the list of channels and the text field stand; a line is a few words less than a hundred characters. */
const SCREEN_LINES = 40;
const LINE_CHARS = 90;
/** Name, picture and air of a message. */
const AROUND_MESSAGE = 1.5;
/** Buttons are higher than words. */
const AROUND_BUTTONS = 1;

/** How many lines a content takes in a thread, without its text. */
function linesOf(content: ChatContent): number {
  const cards = renderContent(content).flatMap((part) => (part.kind === 'message' ? [part.blocks] : []));
  return cards.reduce((sum, blocks) => sum + AROUND_MESSAGE + linesOfBlocks(blocks), 0);
}

function linesOfBlocks(blocks: readonly KnownBlock[]): number {
  return blocks
    .filter(({ type }) => type !== 'markdown')
    .reduce((sum, block) => {
      const lines = textOfBlocks([JSON.parse(JSON.stringify(block)) as Json]).split('\n');
      // Buttons stand beside each other.
      const shown = block.type === 'actions' ? [lines.join('      ')] : lines;
      const most = shown.reduce((high, words) => high + Math.max(1, Math.ceil(words.length / LINE_CHARS)), 0);
      return sum + most + (block.type === 'actions' ? AROUND_BUTTONS : 0);
    }, 0);
}

describe('a thread with three drafts', () => {
  it('takes at most two screens beside its texts', () => {
    const { status, draft, critique, gate } = chatContents('en');
    const draftOf = (version: number): ChatContent => ({
      ...draft,
      draft: { ...draft.draft, version, score: 6 + version },
      text: { ...draft.text, version },
      buttons: false,
      isFolded: true,
    });
    const thread: readonly ChatContent[] = [
      status,
      draftOf(1),
      { ...critique, version: 1, isFolded: true },
      draftOf(2),
      { ...critique, version: 2, isFolded: true },
      draftOf(3),
      { ...critique, version: 3 },
      gate,
    ];
    const lines = thread.reduce((sum, content) => sum + linesOf(content), 0);
    expect(lines).toBeGreaterThan(SCREEN_LINES);
    expect(lines).toBeLessThanOrEqual(2 * SCREEN_LINES);
  });
});
