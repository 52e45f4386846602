import { GatewayError } from '../../../src/gateway/gateway-error.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { chatContents, frameOf } from '../../fixtures/chat-contents.ts';
import type { Line, Scene } from './scripted-desk.ts';

export const ARTICLE_ID = '7k3m9x2c4p0qrstv';

/** The thread of one article, line by line, as a desk would say it. */
function storyOf(language: InterfaceLanguage) {
  const all = chatContents(language, ARTICLE_ID);
  const status = (content: ChatContent): Line => ({ key: '0', content });
  return {
    all,
    begun: { ...status({ ...all.status, step: 'writing', iteration: 1, scores: [] }) },
    drafts: [
      { key: '1', content: all.draft },
      { key: '2', content: { ...all.critiqueBare, critique: { ...all.critique.critique, score: 6.1 } } },
      { key: '3', edits: '0', content: { ...all.status, scores: [6.1] } },
      { key: '4', content: all.draftLong },
      { key: '5', content: all.critique },
      { key: '6', content: all.factReport },
    ],
    gate: [
      { key: '7', content: all.gate },
      { key: '8', edits: '0', content: all.statusWaiting },
    ],
    secondGate: {
      key: '1',
      content: {
        ...all.gate,
        frame: { ...all.gate.frame, articleId: '7k3m9x2c4p0qrstw', edition: 2 },
        stopReason: 'proposal',
      },
    },
    delivered: [
      {
        key: '9',
        edits: '7',
        content: {
          ...all.gate,
          buttons: false,
          decided: {
            id: 'x',
            kind: 'approve',
            version: 3,
            byName: all.gate.frame.requesterName,
            at: '2026-11-23T14:07:00.000Z',
          },
        },
      },
      { key: '10', edits: '0', content: { ...all.statusWaiting, stage: 'finishing', step: 'editing', waitingFor: [] } },
      { key: '11', content: all.final },
      { key: '12', edits: '0', content: { ...all.statusWaiting, stage: 'delivered', waitingFor: [] } },
    ],
  } as const satisfies Record<string, unknown>;
}

const en = storyOf('en');
const ru = storyOf('ru');
const translated = {
  ...en.all.gate.frame,
  articleId: '7k3m9x2c4p0qrstw',
  translation: { from: 'en', into: 'de', of: 1 },
};
const summary = {
  articleId: ARTICLE_ID,
  topic: 'How tides work',
  requesterName: 'Ann',
  requester: 'terminal:ann',
  approvers: ['requester'],
  stage: 'waiting',
  startedAt: new Date('2026-11-23T14:00:00Z'),
  updatedAt: new Date('2026-11-23T14:00:00Z'),
} as const;
const status: ArticleStatus = {
  articleId: ARTICLE_ID,
  topic: 'How tides work',
  requesterName: 'Ann',
  stage: 'waiting',
  iteration: 3,
  maxIterations: 10,
  scores: [6.1, 7.4, 8.2],
  drafts: [],
  waitingFor: ['requester'],
  decidable: [],
  controls: ['pause', 'cancel'],
};
const unavailable = new GatewayError('unavailable', 'Temporal did not answer.');
const nobody: Scene = { call: 'list', answer: [] };

function startOf(language: InterfaceLanguage, ...lines: readonly Line[]): Scene {
  return { call: 'start', topic: frameOf(language).request.topic, answer: ARTICLE_ID, lines };
}

/** What each test of the chat makes the desk do. */
export const SCENES = {
  approve: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, ...en.gate),
      { call: 'decide', expect: { kind: 'approve' }, answer: { kind: 'counted' }, lines: en.delivered },
    ],
  },
  begin: { language: 'en', script: [nobody, startOf('en', en.begun, ...en.drafts)] },
  comeBack: {
    language: 'en',
    script: [
      { call: 'list', answer: [summary] },
      { call: 'list', answer: [summary] },
      { call: 'status', answer: status },
      { call: 'decide', expect: { kind: 'request-changes', comment: 'More about the Sun' }, answer: unavailable },
      {
        call: 'decide',
        expect: { kind: 'request-changes', comment: 'More about the Sun' },
        answer: { kind: 'counted' },
        lines: en.delivered,
      },
    ],
  },
  edit: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, ...en.gate),
      { call: 'decide', expect: { kind: 'edit' }, answer: { kind: 'counted' }, lines: en.delivered },
    ],
  },
  atGate: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, ...en.gate),
      {
        call: 'status',
        answer: {
          ...status,
          decidable: [{ kind: 'draft', version: 3, hash: en.all.gate.draft.hash }],
          controls: ['pause', 'finish', 'cancel'],
        },
      },
      { call: 'status', answer: { ...status, stage: 'delivered', decidable: [], controls: [] } },
    ],
  },
  another: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, ...en.gate),
      { call: 'control', expect: { kind: 'another' }, answer: { kind: 'counted' }, lines: en.delivered },
    ],
  },
  language: {
    language: 'en',
    script: [
      nobody,
      startOf('en', { key: '0', content: en.all.statusAsking }),
      {
        call: 'control',
        expect: { kind: 'language', language: 'nl' },
        answer: { kind: 'counted' },
        lines: [{ key: 'x', edits: '0', content: en.all.status }, ...en.drafts],
      },
    ],
  },
  takeOver: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, { key: '11', content: en.all.edited }, en.delivered[3]),
      {
        call: 'revise',
        expect: { articleId: ARTICLE_ID, edition: 2 },
        answer: '7k3m9x2c4p0qrstw',
        lines: [en.secondGate],
      },
    ],
  },
  short: {
    language: 'en',
    script: [
      nobody,
      startOf(
        'en',
        en.begun,
        ...en.drafts,
        {
          key: '11',
          content: {
            ...en.all.final,
            article: { ...en.all.final.article, text: '# How tides work\n\nThe Moon pulls.\n' },
            translateInto: ['de'],
          },
        },
        en.delivered[3],
      ),
    ],
  },
  translate: {
    language: 'en',
    script: [
      nobody,
      startOf(
        'en',
        en.begun,
        ...en.drafts,
        { key: '11', content: { ...en.all.final, translateInto: ['de', 'ru'] } },
        en.delivered[3],
      ),
      {
        call: 'translate',
        expect: { failed: 0, language: 'en' },
        answer: '7k3m9x2c4p0qrstw',
        lines: [
          { key: '1', content: { ...en.all.statusWaiting, frame: translated } },
          { key: '2', content: { ...en.secondGate.content, frame: translated } },
        ],
      },
    ],
  },
  styleRule: {
    language: 'en',
    script: [
      nobody,
      startOf(
        'en',
        en.begun,
        ...en.drafts,
        { key: 'r', content: en.all.styleRule },
        { key: '11', content: en.all.final },
        { key: '12', edits: '0', content: { ...en.all.statusWaiting, stage: 'delivered', waitingFor: [] } },
      ),
    ],
  },
  bringBack: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, ...en.drafts, { key: '7', content: en.all.gateBroughtBack }, en.gate[1]),
      {
        call: 'decide',
        expect: { kind: 'bring-back', gate: 'g3' },
        answer: { kind: 'counted' },
        lines: [{ key: '9', content: { ...en.all.gate, gate: 'g4', again: 3 } }],
      },
    ],
  },
  failure: {
    language: 'ru',
    script: [
      nobody,
      startOf('ru', ru.begun, { key: '1', content: ru.all.failure }),
      {
        call: 'control',
        expect: { kind: 'retry' },
        answer: { kind: 'counted' },
        lines: [
          { key: '2', edits: '1', content: ru.all.failureSolved },
          ...ru.drafts.map((line) => ({ ...line, key: `x${line.key}` })),
        ],
      },
    ],
  },
  budget: {
    language: 'en',
    script: [
      nobody,
      startOf('en', en.begun, { key: '1', content: en.all.budget }),
      {
        call: 'control',
        expect: { kind: 'raise' },
        answer: { kind: 'counted' },
        lines: [
          { key: '2', edits: '1', content: en.all.budgetSettled },
          ...en.drafts.map((line) => ({ ...line, key: `x${line.key}` })),
        ],
      },
    ],
  },
  commands: {
    language: 'en',
    script: [
      nobody,
      {
        call: 'list',
        answer: [
          summary,
          {
            ...summary,
            articleId: '0123456789',
            topic: 'A topic that is much longer than the window is wide, so that it has to be cut somewhere',
            stage: 'delivered',
          },
        ],
      },
      { call: 'status', answer: status },
      { call: 'status', answer: new GatewayError('no-such-article', 'There is none.') },
      { call: 'status', answer: status },
      {
        call: 'control',
        expect: { kind: 'cancel' },
        answer: { kind: 'refused', refusal: { code: 'article-over', stage: 'delivered' } },
      },
      { call: 'start', topic: 'Why is the sky blue?', answer: unavailable },
    ],
  },
} as const satisfies Record<string, { readonly language: InterfaceLanguage; readonly script: readonly Scene[] }>;

export type SceneName = keyof typeof SCENES;
