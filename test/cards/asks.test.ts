import { describe, expect, it } from 'vitest';
import { cardOf } from '../../src/cards/card-of.ts';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import { chatContents } from '../fixtures/chat-contents.ts';

const all = chatContents('en');
const requester = { platform: 'slack', workspace: 'T1', userId: 'U024BE7LH' };
const inT1 = <C extends ChatContent>(content: C): C => ({
  ...content,
  frame: { ...content.frame, workspace: 'T1', requester },
});
const asked = (content: ChatContent): string | undefined =>
  cardOf(content, '/')
    .asks?.map((span) => (typeof span === 'string' ? span : `${span.text}${'person' in span ? '!' : ''}`))
    .join('');

describe('whom a card calls', () => {
  it('is who is waited for: at a gate, where an article is stuck, and who is asked something', () => {
    expect(asked(inT1(all.gate))).toBe('Waiting for: Ann!');
    expect(asked(inT1({ ...all.failure, waitingFor: ['requester', 'slack:T1:U2'] }))).toBe(
      'Waiting for: Ann! or an approver in Slack!',
    );
    expect(asked(inT1({ ...all.budget, waitingFor: ['slack:T1:U2'] }))).toBe('Waiting for: an approver in Slack!');
    expect(asked(inT1(all.statusAsking))).toBe('A question for: Ann!');
  });

  it('is nobody else, whatever is said', () => {
    const isAsking = (content: ChatContent): boolean =>
      ((content.kind === 'gate' || content.kind === 'publication') && content.buttons) ||
      ((content.kind === 'failure' || content.kind === 'budget') && content.options.length > 0) ||
      (content.kind === 'status' && content.languages !== undefined);
    for (const [name, content] of Object.entries(all))
      expect([name, asked(inT1(content)) !== undefined]).toEqual([name, isAsking(content)]);
  });
});
