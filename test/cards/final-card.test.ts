import { describe, expect, it } from 'vitest';
import { editPage } from '../../src/cards/changes-page.ts';
import { buttonLabel } from '../../src/cards/button-label.ts';
import { finalCard } from '../../src/cards/final-card.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { EditRecord } from '../../src/protocol/edit-record.ts';
import { messages } from '../../src/messages/messages.ts';
import { chatContents } from '../fixtures/chat-contents.ts';

const en = messages('en');
type Final = Extract<ChatContent, { readonly kind: 'final' }>;

const final = chatContents('en').final;
const finalOf = (edit: EditRecord, language: 'en' | 'ru' = 'en'): Final => ({
  ...final,
  frame: { ...final.frame, language },
  approved: 'The tide rise. It does not stop.',
  article: { ...final.article, text: 'The tide rises. It does not stop.', edit },
});
const EDIT: EditRecord = {
  changes: [{ before: 'The tide rise.', after: 'The tide rises.' }],
  proposals: [{ approved: 'It does not stop.', wanted: 'It does stop.', reason: 'negation' }],
};
const wordsOf = (content: Final): string =>
  finalCard(content)
    .parts.flatMap((part) => (part.kind === 'rows' ? part.rows : []))
    .map(({ spans }) =>
      spans
        .map((span) => (typeof span === 'string' ? span : 'look' in span ? `<${span.look}>${span.text}</>` : ''))
        .join(''),
    )
    .join('\n');

describe('the card of a finished article', () => {
  it('has a button for each language into which it is offered, and says what it is a translation of', () => {
    const { edit: _, ...article } = finalOf(EDIT).article;
    const content: Final = { ...finalOf(EDIT), article, translateInto: ['de', 'pt-BR'] };
    expect(finalCard(content).buttons?.map((button) => buttonLabel(button, en.words.buttons, en))).toEqual([
      'Translate: German',
      'Translate: Brazilian Portuguese',
    ]);
    const frame = { ...content.frame, translation: { from: 'en', into: 'de', of: 1, newer: 3 } };
    expect(wordsOf({ ...content, frame })).toContain('Translation: English → German');
    expect(wordsOf({ ...content, frame })).toContain(en.translations.stale(1, 3));
  });

  it('says what the final edit did, and shows what it proposed', () => {
    expect(wordsOf(finalOf(EDIT))).toContain('The editor changed 1 sentence and kept 1 as approved.');
    expect(wordsOf(finalOf(EDIT))).toMatch(
      /It does (?:<struck>not<\/> )?.*stop\. <italic>\(it would deny what was affirmed, or affirm what was denied\)<\/>/,
    );
    expect(wordsOf(finalOf(EDIT, 'ru'))).toContain('Редактор изменил 1 предложение, оставил как одобрено: 1.');
  });

  it('has a button for each proposal that is shown and can be taken over, by its number', () => {
    const added = { approved: '', wanted: 'One more.', reason: 'added' as const };
    const content = finalOf({
      changes: [],
      proposals: [added, ...EDIT.proposals, ...EDIT.proposals, ...EDIT.proposals],
    });
    expect(finalCard(content).buttons?.map((button) => buttonLabel(button, en.words.buttons, en))).toEqual([
      'Take over proposal 2',
      'Take over proposal 3',
    ]);
    expect(wordsOf(content)).toMatch(/1\. <added>One more\.<\/>[^]*2\. It does/);
  });

  it('shows a few proposals and says how many more there are', () => {
    const proposals = Array.from({ length: 6 }, () => ({
      approved: '',
      wanted: 'One more.',
      reason: 'added' as const,
    }));
    expect(wordsOf(finalOf({ changes: [], proposals }))).toMatch(
      /changed no sentence and kept 6[^]*And 3 proposals more/,
    );
  });

  it('says nothing of an edit where there was none', () => {
    expect(wordsOf(final)).not.toContain('editor');
    expect(editPage(final)).toBeUndefined();
  });
});

describe('the page of the final edit', () => {
  it('shows all that changed, and all that was proposed, with why it was not made', () => {
    const page = editPage(finalOf(EDIT));
    const html = new TextDecoder().decode(page?.bytes);
    expect(page?.name).toBe('how-tides-work.changes.html');
    expect(html).toContain('The tide <del>rise</del><ins>rises</ins>. It does not stop.');
    expect(html).toContain('<h3>It would deny what was affirmed, or affirm what was denied</h3>');
    expect(html).toContain('It does <del>not </del>stop.');
  });

  it('is not there where nothing was changed or proposed', () => {
    const content = finalOf({ changes: [], proposals: [] });
    expect(editPage({ ...content, article: { ...content.article, text: content.approved ?? '' } })).toBeUndefined();
  });
});
