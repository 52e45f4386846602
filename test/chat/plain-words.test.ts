import { describe, expect, it } from 'vitest';
import type { Reply, ReplyRefusal } from '../../src/chat/reply.ts';
import { replyWords } from '../../src/chat/reply-words.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES, STAGES } from '../../src/protocol/article.ts';
import type { ControlKind, DecisionKind } from '../../src/protocol/decision.ts';
import { faultsIn } from '../fixtures/plain-words.ts';
import { REFUSALS } from '../fixtures/refusals.ts';
import { summary } from './fake-gateway.ts';

const ID = '7k3m9x2c4p01q2w3';
/** Names and topics end as people write them. */
const NAME = 'Ann B.';
const TOPIC = 'Why do tides rise?';
const FILE = 'tides.md';

const ASKED: readonly (DecisionKind | ControlKind)[] = [
  ...(['approve', 'request-changes', 'edit', 'reject', 'bring-back'] as const),
  ...(['pause', 'resume', 'cancel', 'finish', 'another', 'retry', 'raise', 'language', 'move', 'add-source'] as const),
];

const refusals: readonly ReplyRefusal[] = [
  ...REFUSALS,
  { code: 'no-such-article', articleId: ID },
  { code: 'conflict' },
  { code: 'none-under-way' },
  ...STAGES.map((stage): ReplyRefusal => ({ code: 'not-delivered', stage })),
  { code: 'unknown-section', typed: '', sections: ['', TOPIC] },
  { code: 'unknown-section', typed: 'Moon?', sections: ['The Sun', TOPIC] },
  { code: 'proposal-gone' },
  { code: 'edition-under-way', articleId: ID, edition: 2 },
  { code: 'edition-under-way', articleId: ID, edition: 2, byName: NAME },
  ...STAGES.map((stage): ReplyRefusal => ({ code: 'not-translatable', stage })),
  { code: 'no-translation' },
  { code: 'unknown-tongue', typed: 'Klingonese?' },
  { code: 'own-tongue', language: 'en' },
  { code: 'translation-under-way', language: 'ru', articleId: ID, byName: NAME },
  { code: 'translation-there', language: 'ru', articleId: ID, title: TOPIC },
  { code: 'translate-what', verb: 'translate', typed: '' },
  { code: 'first-draft' },
  { code: 'no-such-rule' },
  { code: 'no-extras-now' },
  { code: 'unknown-extra', known: ['summary', 'seo_title'] },
  { code: 'extra-too-long', name: 'seo_title', chars: 90, maxChars: 60 },
  {
    code: 'several-under-way',
    verb: 'cancel',
    candidates: [summary(ID, { topic: TOPIC }), summary(ID, { topic: TOPIC })],
  },
  { code: 'broken' },
  { code: 'empty-topic' },
  { code: 'topic-too-long', length: 400 },
  ...(['purpose', 'audience', 'tone'] as const).map((of): ReplyRefusal => ({ code: 'description-too-long', of })),
  { code: 'unknown-template', typed: 'poem?', known: ['how-to', 'news'] },
  { code: 'unknown-template', typed: 'poem?', known: [] },
  { code: 'unknown-flag', typed: '--lenght', meant: '--length' },
  { code: 'bad-language', typed: 'German!' },
  { code: 'bad-source', typed: 'tides' },
  { code: 'file-kind', name: FILE },
  { code: 'file-empty', name: FILE },
  { code: 'file-unreachable', name: FILE },
  { code: 'file-too-large', name: FILE, maxMegabytes: 10 },
  { code: 'empty-text' },
  { code: 'text-unchanged' },
  { code: 'text-too-long', length: 90_000 },
  { code: 'not-an-id', verb: 'cancel', typed: 'culture' },
  { code: 'takes-nothing', verb: 'list', typed: 'comprehensions' },
  { code: 'unknown-language', verb: 'language', typed: 'acquisition' },
  { code: 'no-draft-number', verb: 'back' },
  { code: 'revise-what', verb: 'revise', typed: 'everything' },
];

const replies: readonly Reply[] = [
  { kind: 'started', articleId: ID, topic: TOPIC },
  { kind: 'revising', articleId: ID, edition: 2, topic: TOPIC },
  { kind: 'revising', articleId: ID, edition: 2, topic: TOPIC, section: '' },
  { kind: 'revising', articleId: ID, edition: 2, topic: TOPIC, section: TOPIC },
  { kind: 'translating', articleId: ID, topic: TOPIC, language: 'ru' },
  ...ASKED.flatMap((asked): Reply[] => [
    { kind: 'counted', asked },
    { kind: 'counted', asked, isPaused: true },
    { kind: 'counted', asked, subject: 'outline' },
  ]),
  { kind: 'adopted', ours: 'e-mail', byName: NAME },
  { kind: 'extra-replaced', name: 'seo_title' },
  { kind: 'noted' },
  { kind: 'away', what: 'desk' },
  { kind: 'away', what: 'store' },
  ...refusals.map((refusal): Reply => ({ kind: 'refused', refusal })),
];

describe.each(INTERFACE_LANGUAGES)('what people are answered in %s', (language) => {
  const t = messages(language);

  it.each(['/article ', '/'])(
    'is plain words without a trace of machinery, where commands begin with “%s”',
    (prefix) => {
      const lines = replies.flatMap((reply) => replyWords(reply, t, prefix).split('\n'));
      expect(faultsIn(lines)).toEqual([]);
    },
  );

  it('names who asked for the article, where only they and others may', () => {
    const refusal = { code: 'not-a-reviewer', reviewers: ['requester', 'slack:T1:U2'], requesterName: NAME } as const;
    expect(replyWords({ kind: 'refused', refusal }, t, '/')).toContain(NAME);
    expect(replyWords({ kind: 'refused', refusal }, t, '/')).not.toContain('U2');
  });
});
