import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import { CardView } from '../../../../bots/web/page/card.tsx';
import { speak } from '../../../../bots/web/page/core/words.ts';
import { dictionary } from '../../../../bots/web/page/words/en.ts';
import type { Card } from '../../../../src/cards/card.ts';

const CARD: Card = {
  language: 'en',
  mark: 'draft',
  title: 'Draft <1>',
  aside: ['165 words'],
  parts: [
    {
      kind: 'rows',
      rows: [
        { kind: 'line', spans: [{ text: '<img src=x onerror=alert(1)>', look: 'bold' }] },
        { kind: 'quote', spans: [{ text: 'there', address: 'javascript:alert(1)' }] },
        { kind: 'point', mark: 'contradicted', spans: [{ text: 'NASA', address: 'https://nasa.example/moon' }] },
      ],
    },
  ],
  decided: { mark: 'reject', said: ['Rejected by Ann'], words: 'Too <b>long</b>.' },
};

describe('a card on the page', () => {
  beforeAll(() => speak(dictionary));

  it('says what people and models wrote, and runs and links nothing of it that is not the web', () => {
    const html = render(h(CardView, { card: CARD }));
    expect(html).toContain('Draft &lt;1>');
    expect(html).toContain('<strong>&lt;img src=x onerror=alert(1)></strong>');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('href="https://nasa.example/moon"');
    // Whoever reads the words sees where they lead.
    expect(html).toContain('nasa.example</span>');
    expect(html).toContain('Rejected by Ann<q>Too &lt;b>long&lt;/b>.</q>');
  });

  it('is folded to what was decided', () => {
    const folded = render(
      h(CardView, { card: { ...CARD, folded: { decided: { mark: 'approve', said: ['Approved by Ben'] } } } }),
    );
    expect(folded).toContain('Draft &lt;1>');
    expect(folded).toContain('Approved by Ben');
    expect(folded).not.toContain('NASA');
  });
});
