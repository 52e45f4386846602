import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { cleanLine } from '../../../src/lib/clean-text.ts';
import type { Stage } from '../../../src/protocol/article.ts';
import { PLATFORM } from '../platform.ts';
import type { SessionPart } from './part.ts';

const STATUSES: Readonly<Record<Stage, SessionPart['status']>> = {
  drafting: 'processing',
  finishing: 'processing',
  waiting: 'suspended',
  stuck: 'suspended',
  paused: 'suspended',
  delivered: 'closed',
  rejected: 'closed',
  cancelled: 'closed',
};

/** How our session with somebody stands while an article of theirs is written in their conversation with us; elsewhere there is none. */
export function sessionParts({
  frame,
  stage,
  movedTo,
}: Extract<ChatContent, { readonly kind: 'status' }>): readonly SessionPart[] {
  const { channel, requester, request } = frame;
  if (channel === undefined || !channel.startsWith('D')) return [];
  return [
    {
      kind: 'session',
      name: 'session',
      status: movedTo === undefined ? STATUSES[stage] : 'closed',
      title: cleanLine(request.topic),
      ...(requester?.platform === PLATFORM && { initiator: requester.userId }),
    },
  ];
}
