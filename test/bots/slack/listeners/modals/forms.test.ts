import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { articleForm, readArticleForm } from '../../../../../bots/slack/listeners/modals/article-form.ts';
import {
  commentForm,
  editForm,
  explain,
  MAX_EDIT_CHARS,
} from '../../../../../bots/slack/listeners/modals/decision-form.ts';
import { readOrigin, writeOrigin } from '../../../../../bots/slack/listeners/modals/origin.ts';
import { messages } from '../../../../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../../../../src/protocol/article.ts';
import { encodeButton } from '../../../../../src/protocol/button-codec.ts';
import { refusalOfView } from '../../../../emulators/slack/limits.ts';
import { ORDER_CHOICES } from '../../../../support/settings.ts';

const BUTTON = encodeButton({
  kind: 'decision',
  articleId: '4kx7m9q2bd8f3g5h',
  decision: 'edit',
  draft: { version: 2, hash: 'abcdef01' },
});
const ORIGIN = { channel: 'C0ARTICLES', thread: '1718000000.000100' };

describe('forms', () => {
  it('fit into what Slack takes, in every language and whatever the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTERFACE_LANGUAGES),
        fc.string({ unit: 'binary', maxLength: 35_000, size: 'max' }),
        fc.integer({ min: 1, max: 999_999 }),
        (language, text, version) => {
          const metadata = writeOrigin(ORIGIN, BUTTON);
          const t = messages(language);
          const views = [
            articleForm(ORIGIN, language, {
              topic: text,
              choices: ORDER_CHOICES,
              room: { approvals: 90, most: 100 },
              templates: Array.from({ length: 120 }, (_, at) => ({
                id: `t${at}`,
                words: { en: { name: text || 'T' } },
              })),
            }),
            commentForm('request-changes', version, { metadata, words: 'Shorter.' }, language),
            commentForm('reject', version, { metadata }, language),
            editForm(version, text, metadata, language),
            explain(t.slack.editForm.title, text, t),
          ];
          // As JSON, since that is what Slack gets.
          const sent = views.map((view) => JSON.parse(JSON.stringify(view)) as Parameters<typeof refusalOfView>[0]);
          expect(sent.map((view) => refusalOfView(view))).toEqual(views.map(() => undefined));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('offer a text up to the last character that fits, and explain from the next on', () => {
    const inputs = (length: number) =>
      editForm(1, 'x'.repeat(length), '', 'en').blocks.filter(({ type }) => type === 'input').length;
    expect([inputs(2000), inputs(MAX_EDIT_CHARS), inputs(MAX_EDIT_CHARS + 1)]).toEqual([1, 15, 0]);
  });

  it('know where they came from', () => {
    expect(readOrigin(writeOrigin(ORIGIN, BUTTON))).toEqual({
      ...ORIGIN,
      button: {
        kind: 'decision',
        articleId: '4kx7m9q2bd8f3g5h',
        decision: 'edit',
        draft: { version: 2, hash: 'abcdef01' },
      },
    });
    expect(readOrigin(writeOrigin({}))).toEqual({});
    for (const nonsense of ['', 'null', '[1]', '{"channel":7,"button":"d:x"}', '{'])
      expect(readOrigin(nonsense)).toEqual({});
  });
});

describe('readArticleForm', () => {
  const state = (values: Readonly<Record<string, string>>) => ({
    values: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { [field]: { value } }])),
  });

  it('leaves open what was left empty', () => {
    const { request, errors } = readArticleForm(state({ topic: 'Tides' }), messages('en'));
    expect(errors).toEqual({});
    expect(request).toMatchObject({ topic: 'Tides', audience: '', language: 'auto' });
    expect(request).not.toHaveProperty('lengthWords');
  });

  it('finds the fault of each field', () => {
    const { errors } = readArticleForm(
      state({ topic: ' ', audience: 'x'.repeat(301), length: '7', sources: 'ftp://example.org', approvals: '101' }),
      messages('en'),
    );
    expect(Object.keys(errors)).toEqual(['topic', 'audience', 'length', 'sources', 'approvals']);
    const contradiction = readArticleForm(
      state({ topic: 'Tides', mustMention: 'Moon', mustAvoid: 'moon' }),
      messages('en'),
    );
    expect(contradiction.errors).toEqual({ mustAvoid: messages('en').chat.order.mentionAndAvoid });
  });
});
