import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/cards/card.ts';
import { changesCard, changesFile } from '../../src/cards/changes-card.ts';
import type { Changes } from '../../src/chat/open-changes.ts';

const FIRST = '# Tides\n\nTwice a day. They come and go.\n\n## The Sun\n\nIt pulls, too.\n';

function followed(text: string, before = FIRST): Changes {
  const earlier = { version: 1, text: before, isOwn: false };
  return { kind: 'changes', articleId: 'a1', topic: 'Tides', version: 2, text, earlier };
}

/** What the card says of a text that followed another one. */
function said(text: string, before = FIRST): readonly (readonly Span[])[] {
  const card = changesCard(followed(text, before), 'en');
  return card.parts.flatMap((part) => (part.kind === 'rows' ? part.rows.map(({ spans }) => spans) : []));
}

describe('what changed in a draft', () => {
  it('is nothing where only blank lines moved', () => {
    const moved = `\n${FIRST.replace('\n\n## The Sun\n\n', '\n\n\n \n## The Sun\n\n\n')}\n\n`;
    expect(said(moved).flat()).toContain('Not a word has changed.');
    const { bytes } = changesFile(followed(moved), 'en');
    expect(new TextDecoder().decode(bytes)).not.toMatch(/<(?:ins|del)>/);
  });

  it('shows a paragraph that begins or ends, which has no words of its own', () => {
    const parted = FIRST.replace('pulls, too', 'pulls,\n\ntoo');
    expect(said(parted).at(-1)).toContainEqual({ text: '¶', look: 'added' });
    expect(said(FIRST, parted).at(-1)).toContainEqual({ text: '¶', look: 'struck' });
  });
});
