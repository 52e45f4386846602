import { describe, expect, it } from 'vitest';
import { noticeCard } from '../../src/cards/notice-card.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { messages } from '../../src/messages/messages.ts';
import { frameOf } from '../fixtures/chat-contents.ts';

type Notice = Extract<ChatContent, { readonly kind: 'notice' }>;

const ORIGINAL = 'q2w3e4r5t60y7h8j';
const frame = frameOf('en');
const renewed: Notice = {
  kind: 'notice',
  frame,
  notice: { code: 'source-renewed', edition: 2, language: 'de', article: ORIGINAL },
  buttons: true,
};

describe('a notice about another article', () => {
  it('leads there where there is an address, and names it by its id where there is none', () => {
    const { to } = messages('en').translations.way['source-renewed'];
    expect(JSON.stringify(noticeCard(renewed, '/', 'https://example.org/p1').parts)).toContain(
      JSON.stringify({ text: to, address: 'https://example.org/p1' }),
    );
    expect(JSON.stringify(noticeCard(renewed, '/').parts)).toContain(JSON.stringify({ text: ORIGINAL, look: 'code' }));
  });

  it('has a button where something can be done about it, and nowhere else', () => {
    const { buttons: _, ...elsewhere } = renewed;
    expect(noticeCard(renewed, '/').buttons).toEqual([
      { kind: 'translate', articleId: frame.articleId, language: 'de', isAgain: true },
    ]);
    expect(noticeCard(elsewhere, '/').buttons).toBeUndefined();
  });
});
