import type { ArticleFrame, ChatContent, ToldDecision } from '../../src/delivery/chat-content.ts';
import type { Draft, DraftRecord } from '../../src/protocol/draft.ts';
import { story } from './story.ts';

/** A thread from its first message to its last, as both platforms show it. */
export interface PicturedThread {
  readonly name: 'three-drafts' | 'long-article' | 'stuck' | 'moved' | 'private-group' | 'follow';
  readonly channel: string;
  readonly isPrivate?: true;
  readonly status: Extract<ChatContent, { readonly kind: 'status' }>;
  readonly messages: readonly { readonly at: string; readonly content: ChatContent }[];
}

const { frame } = story.status;
const thirdDraft: DraftRecord = { version: 3, hash: '7c4a8d09', draftId: 'draft-3', author: 'agent', score: 8.6 };
const longDraft: DraftRecord = { version: 1, hash: 'b6d81b36', draftId: 'draft-1', author: 'agent', score: 8.3 };

const sailors: ToldDecision = {
  id: 'decision-1',
  kind: 'request-changes',
  version: 2,
  byName: story.approver,
  at: '2026-11-23T14:16:00.000Z',
  words: 'Open with the harbour wall, it is the best of the first draft.',
};

/** Neither in Slack nor in Telegram. */
const approvedElsewhere: ToldDecision = {
  id: 'decision-2',
  kind: 'approve',
  version: 2,
  byName: story.approver,
  at: '2026-11-23T14:21:00.000Z',
  elsewhere: { platform: 'web' },
};

function textOf({ version, hash, draftId }: DraftRecord, text: string): Draft {
  const { articleId } = frame;
  return { draftId, articleId, version, sha256: hash.padEnd(64, '0'), author: 'agent', authorName: 'writer', text };
}

const THIRD_DRAFT = story.secondDraft.text.text.replace(
  'Twice a day the sea climbs',
  'Stand at a harbour wall and wait. Twice a day the sea climbs',
);

const PLACES = ['Bay of Fundy', 'Bristol Channel', 'Mont-Saint-Michel', 'Río Gallegos', 'Cook Inlet', 'Hangzhou Bay'];

/** Longer than any card. */
const LONG_DRAFT = [
  '# The Tides of Six Bays',
  'Six places, one Moon, and six answers to the same pull. Who has seen one of them has not seen the others.',
  ...PLACES.flatMap((place, at) => [
    `## ${place}`,
    `Here the sea has a shape of its own to fill. The water comes in from the open ocean, finds less and less room, and has nowhere to go but up. Whoever lives there counts in hours, not in metres: at what hour the boats float, at what hour the road is dry, at what hour it is better to have left the sand.`,
    `The reason is the length of the bay. A wave that runs to its end and back in about twelve hours meets the next one, and the two grow together, as a swing does that is pushed at the right moment. This is number ${at + 1} on our way, and the arithmetic is the same in all of them: depth, length, and the time between two high waters.`,
    '- Spring tides come two days after new and full moon.\n- Neap tides come two days after each half moon.\n- A storm from the sea adds to both.',
  ]),
  '## What they share',
  'None of them makes its own tide. The open ocean lifts by half a metre; the rest is made by the coast.',
].join('\n\n');

const isWaiting = {
  stage: 'waiting',
  waitingFor: ['requester'],
  controls: ['pause', 'another', 'finish', 'cancel'],
} as const;
const { step: _, lastDecision: __, ...standing } = story.status;
const { isFolded: ____, ...approvedGate } = story.approved;
const failed = { step: 'critiquing', code: 'model-rate-limited', message: '429 from http://127.0.0.1:4000' } as const;
const longFrame: ArticleFrame = { ...frame, request: { topic: 'The tides of six bays', language: 'en' } };

/** What a team sees of an article in each of these. */
export const THREADS: readonly PicturedThread[] = [
  {
    name: 'three-drafts',
    channel: 'newsroom',
    status: { ...standing, ...isWaiting, iteration: 1, scores: [6.4, 8.4, 8.6], lastDecision: sailors },
    messages: [
      { at: '14:03', content: without(story.firstDraft) },
      { at: '14:05', content: story.firstCritique },
      { at: '14:11', content: { ...story.secondDraft, buttons: false, decided: sailors, isFolded: true } },
      { at: '14:13', content: { ...story.secondCritique, isFolded: true } },
      {
        at: '14:20',
        content: {
          ...story.gate,
          gate: 'g2',
          draft: thirdDraft,
          text: textOf(thirdDraft, THIRD_DRAFT),
          ledger: [
            { id: 'd1', kind: 'comment', byName: story.approver, text: sailors.words ?? '', done: true },
            {
              id: 'k2.1',
              kind: 'suggestion',
              byName: 'critic',
              text: 'Show the rule of twelfths',
              done: false,
              why: 'The table does.',
            },
          ],
        },
      },
    ],
  },
  {
    name: 'long-article',
    channel: 'newsroom',
    status: { ...standing, ...isWaiting, frame: longFrame, iteration: 1, scores: [8.3] },
    messages: [
      {
        at: '14:06',
        content: {
          kind: 'gate',
          gate: 'g1',
          frame: longFrame,
          draft: longDraft,
          stopReason: 'threshold',
          buttons: true,
          text: textOf(longDraft, LONG_DRAFT),
          waitingFor: ['requester'],
        },
      },
    ],
  },
  {
    name: 'stuck',
    channel: 'newsroom',
    status: {
      ...standing,
      stage: 'stuck',
      iteration: 1,
      scores: [],
      waitingFor: ['requester'],
      controls: ['retry', 'finish', 'cancel'],
    },
    messages: [
      { at: '14:03', content: unread(story.firstDraft) },
      {
        at: '14:31',
        content: {
          kind: 'failure',
          frame,
          failure: failed,
          options: ['retry', 'finish', 'cancel'],
          waitingFor: ['requester'],
        },
      },
    ],
  },
  {
    name: 'moved',
    channel: 'newsroom',
    status: {
      ...standing,
      stage: 'drafting',
      scores: [6.4],
      waitingFor: [],
      controls: [],
      movedTo: { platform: 'telegram', channel: '-1001234' },
    },
    messages: [
      { at: '14:03', content: story.firstDraft },
      { at: '14:05', content: story.firstCritique },
    ],
  },
  {
    name: 'private-group',
    channel: 'board',
    isPrivate: true,
    status: { ...standing, ...isWaiting, waitingFor: ['anyone'], iteration: 2, scores: [6.4, 8.4] },
    messages: [
      { at: '14:12', content: { kind: 'notice', frame, notice: { code: 'paused', byName: story.approver } } },
      { at: '14:40', content: { kind: 'notice', frame, notice: { code: 'resumed', byName: story.approver } } },
      { at: '14:44', content: { ...story.gate, waitingFor: ['anyone'] } },
    ],
  },
  {
    name: 'follow',
    channel: 'science-desk',
    status: { ...standing, stage: 'finishing', step: 'editing', scores: [6.4, 8.4], lastDecision: approvedElsewhere },
    messages: [
      {
        at: '14:14',
        content: {
          kind: 'notice',
          frame,
          notice: { code: 'followed', byName: story.requester, role: 'decides', anyone: true },
        },
      },
      { at: '14:14', content: { ...approvedGate, decided: approvedElsewhere } },
    ],
  },
];

/** As it stands before its critique. */
function unread({
  decided: _decided,
  isFolded: _isFolded,
  draft: { score: _score, ...draft },
  ...rest
}: typeof story.firstDraft): Extract<ChatContent, { readonly kind: 'draft' }> {
  return { ...rest, draft };
}

function without({
  decided: ___,
  ...draft
}: typeof story.firstDraft): Extract<ChatContent, { readonly kind: 'draft' }> {
  return draft;
}
