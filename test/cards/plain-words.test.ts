import { describe, expect, it } from 'vitest';
import type { Card, Part, Span } from '../../src/cards/card.ts';
import { cardOf } from '../../src/cards/card-of.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage, STAGES, type Step } from '../../src/protocol/article.ts';
import type { PlainControlKind } from '../../src/protocol/decision.ts';
import type { Notice } from '../../src/protocol/feed.ts';
import { chatContents, frameOf } from '../fixtures/chat-contents.ts';
import { faultsIn } from '../fixtures/plain-words.ts';
import { FAILURE_CODES, REFUSALS } from '../fixtures/refusals.ts';

const STEPS = Object.keys(messages('en').words.steps) as readonly Step[];
const AT = '2026-11-23T14:07:00.000Z';
/** Names end as people write them. */
const NAME = 'Ann B.';

function spansOf(part: Part): readonly Span[] {
  switch (part.kind) {
    case 'rows':
      return part.rows.map(({ spans }) => spans.map((span) => (typeof span === 'string' ? span : span.text)).join(''));
    case 'small':
      return part.words;
    case 'section':
      return [part.title, part.empty ?? part.title];
    case 'article':
      return [part.topic, part.detail];
    default:
      return part satisfies never;
  }
}

/** Everything that a card says in our own words, line by line. */
function linesOf({ title, aside = [], parts, asks = [], decided, notification = [] }: Card): readonly string[] {
  const said = decided?.said ?? [];
  return [
    ...(title === undefined ? [] : [title]),
    ...aside,
    ...parts.flatMap(spansOf),
    asks.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
    said.map((span) => (typeof span === 'string' ? span : span.text)).join(''),
    ...notification,
  ]
    .map((span) => (typeof span === 'string' ? span : span.text))
    .filter((line) => line !== '');
}

function notices(): readonly Notice[] {
  return [
    ...(['paused', 'resumed', 'cancelled', 'finishing', 'another', 'retrying', 'moved'] as const).map(
      (code): Notice => ({ code, byName: NAME }),
    ),
    { code: 'followed', byName: NAME, role: 'reads' },
    { code: 'followed', byName: NAME, role: 'decides' },
    { code: 'followed', byName: NAME, role: 'decides', anyone: true },
    { code: 'unfollowed', byName: NAME },
    { code: 'place-lost', byName: NAME, platform: 'slack', failure: 'is_archived' },
    { code: 'language', byName: NAME, language: 'de' },
    { code: 'revising', byName: NAME, edition: 2, section: '' },
    { code: 'revising', byName: NAME, edition: 2, section: 'What is it good for?' },
    { code: 'taking-over', byName: NAME, edition: 2 },
    { code: 'translating', byName: NAME, edition: 2, from: 'en', language: 'ru', article: '7k3m9x2c4p0qrstv' },
    {
      code: 'translating',
      byName: NAME,
      edition: 2,
      from: 'en',
      language: 'ru',
      article: '7k3m9x2c4p0qrstv',
      isAgain: true,
    },
    { code: 'translation-begun', byName: NAME, language: 'ru', article: '7k3m9x2c4p0qrstv' },
    { code: 'source-renewed', edition: 2, language: 'ru', article: '7k3m9x2c4p0qrstv' },
    { code: 'source-added', byName: NAME, name: 'tide-table.pdf' },
    { code: 'raised', byName: NAME, scope: 'article', usd: 1 },
    { code: 'raised', byName: NAME, scope: 'day', usd: 1 },
    ...(['article', 'person-day', 'channel-day', 'day'] as const).flatMap((scope): Notice[] => [
      { code: 'budget-warning', warning: { scope, spentUsd: 1.5, warnUsd: 1.4 } },
      { code: 'budget-warning', warning: { scope, spentUsd: 1.5, warnUsd: 1.4, capUsd: 2 } },
    ]),
    { code: 'compared', version: 3, with: 2, won: true },
    { code: 'compared', version: 3, with: 2, won: false },
    { code: 'new-day' },
    { code: 'escalated', to: ['requester', 'slack:T1:U9'], waitedMs: 200_000_000 },
    { code: 'parked', waitedMs: 1_300_000_000 },
    { code: 'expired', waitedMs: 90_000 },
    ...['not_in_channel', 'Forbidden: bot was kicked from the supergroup chat', 'is_archived', 'restricted_action'].map(
      (failure): Notice => ({ code: 'undeliverable', where: 'C0BASED', failure }),
    ),
    ...REFUSALS.map((refusal): Notice => ({ code: 'did-not-count', byName: NAME, asked: 'approve', refusal })),
  ];
}

function contents(language: InterfaceLanguage): readonly ChatContent[] {
  const frame = { ...frameOf(language), requesterName: NAME };
  const status = { ...chatContents(language).statusWaiting, frame };
  const controls: readonly (readonly PlainControlKind[])[] = [['retry', 'cancel'], ['retry', 'finish', 'cancel'], []];
  const decided = { id: 'd', version: 2, byName: NAME, at: AT } as const;
  return [
    ...Object.values(chatContents(language)),
    ...STAGES.flatMap((stage) =>
      [undefined, ...STEPS].map(
        (step): ChatContent => ({
          ...status,
          stage,
          iteration: 0,
          scores: [],
          cost: { modelCalls: 0, cachedCalls: 0, inputTokens: 0, outputTokens: 0 },
          waitingFor: stage === 'waiting' ? ['requester', 'telegram:7'] : [],
          lastDecision: { ...decided, kind: 'bring-back' },
          outage: { code: 'model-unavailable', since: AT, next: AT },
          budget: { seq: 1, scope: 'day', capUsd: 2, spentUsd: 2.03, unpriced: 0, raiseByUsd: 1, until: AT },
          ...(step !== undefined && { step }),
        }),
      ),
    ),
    ...FAILURE_CODES.flatMap((code) =>
      controls.map(
        (options): ChatContent => ({
          kind: 'failure',
          frame,
          failure: { step: 'writing', code, message: 'connect ECONNREFUSED 127.0.0.1:4000' },
          options,
          waitingFor: ['requester', 'slack:U024BE7LH'],
        }),
      ),
    ),
    ...notices().map((notice): ChatContent => ({ kind: 'notice', frame, notice })),
  ];
}

describe.each(INTERFACE_LANGUAGES)('what cards say in %s', (language) => {
  const cards = contents(language).map((content) => [content, cardOf(content, '/article ')] as const);

  it('is plain words without a trace of machinery', () => {
    const faults = cards.flatMap(([, card]) => faultsIn(linesOf(card)));
    expect([...new Set(faults)]).toEqual([]);
  });

  it('says what is being done only while somebody is at it', () => {
    const { steps } = messages(language).words;
    for (const [content, card] of cards) {
      if (content.kind !== 'status' || ['drafting', 'finishing'].includes(content.stage)) continue;
      const said = linesOf(card).join('\n');
      expect(Object.values(steps).filter((step) => said.includes(step))).toEqual([]);
    }
  });

  it('offers the best draft only where one can be taken', () => {
    const best = { en: /best draft/, ru: /лучш\S+ (?:из готовых )?черновик/ }[language];
    for (const [content, card] of cards) {
      if (content.kind !== 'failure' || content.options.includes('finish')) continue;
      expect(linesOf(card).filter((line) => best.test(line))).toEqual([]);
    }
  });

  it('tells of a thread that refuses us what that means, not how the platform calls it', () => {
    const said = cards
      .filter(([content]) => content.kind === 'notice' && content.notice.code === 'undeliverable')
      .map(([, card]) => linesOf(card).join('\n'));
    expect(said).not.toEqual([]);
    for (const text of said) expect(text).not.toMatch(/not_in_channel|Forbidden|is_archived|restricted_action/);
  });
});
