import type { Reply } from '../../src/chat/reply.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { Tally } from '../../src/protocol/voting.ts';
import { story } from './story.ts';

const BEN = 'telegram:123456789';
const CY = 'slack:T024BE7LH:U0CY4BE7L';
const DEE = 'slack:T024BE7LH:U0DEE4BE7';
const NAMES = { [BEN]: story.approver, [CY]: 'Cy', [DEE]: 'Dee' };

/** Ben has approved in Telegram, and Cy by the page: one of the two who are left is needed. */
const tally: Tally = {
  approvals: 3,
  rejections: 1,
  done: 2,
  approved: [
    { name: story.approver, keys: [BEN] },
    { name: 'Cy', keys: [CY] },
  ],
  rejected: [],
  waitingFor: ['requester', DEE],
  heard: [BEN, CY],
};

const { step: _step, lastDecision: _decision, ...standing } = story.status;
const { ledger: _ledger, sources: _sources, ...gate } = story.gate;
const frame = {
  ...story.status.frame,
  names: NAMES,
  requester: { platform: 'slack', workspace: 'T024BE7LH', userId: 'U024BE7LH' },
};

/** An article about which four people decide, three of whom have to approve, while their votes come in. */
export const VOTES = {
  status: {
    ...standing,
    frame,
    stage: 'waiting',
    scores: [6.4, 8.4],
    waitingFor: tally.waitingFor,
    tally,
    controls: ['pause', 'another', 'finish', 'cancel'],
  },
  void: { kind: 'notice', frame, notice: { code: 'votes-void', version: 1, names: ['Dee'] } },
  gate: { ...gate, frame, waitingFor: tally.waitingFor, tally, isShownAbove: true },
} as const satisfies Record<string, ChatContent>;

/** What Cy is answered, and nobody else. */
export const COUNTED: Reply = { kind: 'counted', asked: 'approve', tally };
