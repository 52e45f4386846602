import fc from 'fast-check';
import type { ArticleFrame, ChatContent, ToldDecision } from '../../../../src/delivery/chat-content.ts';
import { INTERFACE_LANGUAGES, STAGES } from '../../../../src/protocol/article.ts';
import { BUDGET_SCOPES } from '../../../../src/protocol/budget.ts';
import { chatContents, frameOf } from '../../../fixtures/chat-contents.ts';

/** What does harm if it is taken for more than text. */
const NASTY = [
  '<!channel>',
  '<!here|x>',
  '<!everyone>',
  '<@U024BE7LH>',
  '<!subteam^S0614TZR7>',
  '<#C024BE7LR|general>',
  '<https://evil.example|https://good.example>',
  '&lt;!channel&gt;',
  '&#60;!channel>',
  '&#x3c;@U024BE7LH>',
  '[https://good.example](https://evil.example)',
  '[good.example][e]\n\n[e]: https://evil.example "<!here>"\n\n',
  '![good.example](https://evil.example/x.png)',
  '[x](javascript:alert(1))',
  '[x](<!channel>)',
  '<javascript:alert(1)>',
  '<div>\n[good.example](https://evil.example)\n</div>\n',
  '`<!channel>`',
  '\n```<!channel>\n<@U024BE7LH>\n```\n',
  '@everyone @channel',
  '*_~`',
  '\\<!here>',
  '\u202egnp.exe\u202c',
  '\u0000\u001b[31m',
  '\ud83d',
  '👩‍👩‍👧‍👦',
  'שלום עולם',
  '\n\n# Heading\n\n',
  '\n\n- point\n  - below\n\n',
  '\n\n| a | b |\n|---|---|\n| 1 | <!here> |\n\n',
  '\n> quote\n',
  'word '.repeat(40),
  '<'.repeat(60),
];

/** Text as a hostile or careless author might write it, up to so many characters. */
export const nastyText = (maxChars: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.lorem({ maxCount: 30 })),
      {
        maxLength: 60,
      },
    )
    .map((pieces) => pieces.join(' ').slice(0, maxChars));

/** Repeated until it is long. */
const longText = (maxChars: number): fc.Arbitrary<string> =>
  fc
    .tuple(nastyText(2000), fc.integer({ min: 1, max: 40 }))
    .map(([text, times]) => `${text}\n\n`.repeat(times).slice(0, maxChars));

const frame: fc.Arbitrary<ArticleFrame> = fc
  .record({ language: fc.constantFrom(...INTERFACE_LANGUAGES), topic: nastyText(300), requesterName: nastyText(500) })
  .map(({ language, topic, requesterName }) => ({
    ...frameOf(language),
    request: { topic: topic || 'x', language: 'en' },
    requesterName,
    requester: { platform: 'slack', userId: requesterName },
    runUrl: `http://localhost:8233/${topic}`,
  }));

const decided: fc.Arbitrary<ToldDecision> = fc
  .record({
    kind: fc.constantFrom('approve', 'request-changes', 'edit', 'reject'),
    byName: nastyText(500),
    words: fc.option(nastyText(3000), { nil: undefined }),
  })
  .map(({ words, ...rest }) => ({
    id: 'd',
    version: 1,
    at: '2026-11-23T14:07:00.000Z',
    ...rest,
    ...(words !== undefined && { words }),
  }));

const points = fc.array(nastyText(4000), { maxLength: 100 });
const score = fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10);
const all = chatContents('en');

/** Any content there can be: names, topics and texts of any length, in any script, as hostile as may be. */
export const arbitraryContent: fc.Arbitrary<ChatContent> = fc.oneof(
  fc
    .record({
      frame,
      stage: fc.constantFrom(...STAGES),
      step: fc.constantFrom('writing', 'critiquing'),
      wordsSoFar: fc.nat(),
      iteration: fc.nat(),
      scores: fc.array(score, { maxLength: 60 }),
      waitingFor: fc.array(nastyText(300), { maxLength: 40 }),
      lastDecision: decided,
      controls: fc.subarray(['pause', 'finish', 'cancel'] as const, { minLength: 2 }),
    })
    .map((status): ChatContent => ({ kind: 'status', ...status })),
  fc
    .record({
      frame,
      text: longText(60_000),
      authorName: nastyText(300),
      decided: fc.option(decided, { nil: undefined }),
      buttons: fc.boolean(),
      gate: fc.boolean(),
      waitingFor: fc.array(nastyText(300), { maxLength: 40 }),
    })
    .map(({ frame: ofArticle, text, authorName, decided: told, buttons, gate, waitingFor }): ChatContent => {
      const card = {
        frame: ofArticle,
        draft: all.gate.draft,
        text: { ...all.gate.text, author: 'person' as const, text, authorName },
        buttons,
        ...(told !== undefined && { decided: told }),
      };
      return gate
        ? { kind: 'gate', gate: 'final-1', stopReason: 'threshold', waitingFor, ...card }
        : { kind: 'draft', ...card };
    }),
  fc
    .record({
      frame,
      score,
      strengths: points,
      weaknesses: points,
      suggestions: points,
      factsQuestionable: fc.boolean(),
    })
    .map(
      ({ frame: ofArticle, ...critique }): ChatContent => ({
        kind: 'critique',
        frame: ofArticle,
        version: 2,
        critique,
      }),
    ),
  fc
    .record({
      frame,
      verified: fc.boolean(),
      claims: fc.array(
        fc.record({
          claim: nastyText(4000),
          verdict: fc.constantFrom('supported', 'contradicted', 'not-found'),
          note: nastyText(4000),
          quote: nastyText(4000),
          sources: fc.array(
            fc.record({
              title: nastyText(500),
              url: fc.oneof(
                nastyText(5000),
                fc.webUrl(),
                nastyText(5000).map((text) => `https://example.org/${text}`),
              ),
              date: nastyText(40),
            }),
            { maxLength: 5 },
          ),
        }),
        { maxLength: 30 },
      ),
    })
    .map(
      ({ frame: ofArticle, verified, claims }): ChatContent => ({
        kind: 'fact-report',
        frame: ofArticle,
        version: 2,
        report: { provider: 'model', verified, claims },
      }),
    ),
  fc.record({ frame, message: nastyText(20_000), code: nastyText(40), isOpen: fc.boolean() }).map(
    ({ frame: ofArticle, message, code, isOpen }): ChatContent => ({
      kind: 'failure',
      frame: ofArticle,
      failure: { step: 'writing', code, message },
      options: isOpen ? ['retry', 'finish', 'cancel'] : [],
      waitingFor: ['requester'],
    }),
  ),
  fc
    .record({
      frame,
      scope: fc.constantFrom(...BUDGET_SCOPES),
      usd: fc.double({ min: 0, max: 1e9, noNaN: true }),
      isOpen: fc.boolean(),
    })
    .map(
      ({ frame: ofArticle, scope, usd, isOpen }): ChatContent => ({
        kind: 'budget',
        frame: ofArticle,
        stop: { scope, capUsd: usd, spentUsd: usd, unpriced: 3, raiseByUsd: usd, until: '2026-11-24T00:00:00.000Z' },
        options: isOpen ? ['raise', 'finish', 'cancel'] : [],
        waitingFor: ['requester'],
      }),
    ),
  fc.record({ frame, byName: nastyText(500), where: nastyText(100), failure: nastyText(100), own: fc.boolean() }).map(
    ({ frame: ofArticle, byName, where, failure, own }): ChatContent => ({
      kind: 'notice',
      frame: ofArticle,
      notice: own ? { code: 'paused', byName } : { code: 'undeliverable', where, failure },
    }),
  ),
  fc.record({ frame, title: nastyText(500), summary: nastyText(3000), text: longText(60_000) }).map(
    ({ frame: ofArticle, title, summary, text }): ChatContent => ({
      kind: 'final',
      frame: ofArticle,
      version: 2,
      article: { ...all.final.article, title, summary, text: text || 'x' },
    }),
  ),
);
