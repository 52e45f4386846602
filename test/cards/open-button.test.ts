import { describe, expect, it } from 'vitest';
import { cardOf } from '../../src/cards/card-of.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { chatContents } from '../fixtures/chat-contents.ts';

const all = chatContents('en');
const OPEN = { kind: 'open', articleId: all.status.frame.articleId };

function buttonsOf(content: ChatContent, hasPage: boolean) {
  const card = cardOf({ ...content, frame: { ...content.frame, ...(hasPage && { hasPage: true as const }) } }, '/');
  return card.buttons ?? [];
}

describe('the way to the original', () => {
  const ORIGINAL = { kind: 'original', articleId: OPEN.articleId };
  const translated = (content: ChatContent) => ({
    ...content,
    frame: { ...content.frame, translation: { from: 'ru', into: 'en', of: 1 } },
  });

  it('is on the gate of a translation, as long as it can be decided on, and of nothing else', () => {
    expect(buttonsOf(translated(all.gate), true)).toContainEqual(ORIGINAL);
    expect(buttonsOf(translated({ ...all.gate, buttons: false }), true)).not.toContainEqual(ORIGINAL);
    expect(buttonsOf(all.gate, true)).not.toContainEqual(ORIGINAL);
    expect(buttonsOf(translated(all.draft), true)).not.toContainEqual(ORIGINAL);
  });
});

describe('the way to the page', () => {
  it.each(['status', 'gate'] as const)('is on the %s card where there is a page, and only there', (kind) => {
    expect(buttonsOf(all[kind], true)).toContainEqual(OPEN);
    expect(buttonsOf(all[kind], false)).not.toContainEqual(OPEN);
  });

  it('is the last of the buttons: nobody came for it', () => {
    expect(buttonsOf(all.gate, true).at(-1)).toEqual(OPEN);
  });

  it('is not where the article was before it moved', () => {
    const movedTo = { platform: 'slack', workspace: 'T1', channel: 'C2' };
    expect(buttonsOf({ ...all.status, controls: [], movedTo }, true)).toEqual([]);
  });
});
