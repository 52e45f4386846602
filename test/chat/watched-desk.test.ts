import { describe, expect, it } from 'vitest';
import type { ChatDesk } from '../../src/chat/chat-desk.ts';
import { watchedDesk } from '../../src/chat/watched-desk.ts';
import { type Attributes, type Fact, type Incoming, NO_TELEMETRY } from '../../src/lib/telemetry.ts';

const ANN = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const DRAFT = { version: 1, hash: '0'.repeat(8) };
const BUTTON = { kind: 'decide', decision: 'approve', articleId: 'a', draft: DRAFT } as never;

function watch(desk: Partial<ChatDesk>) {
  const facts: Fact[] = [];
  const doors: Incoming[] = [];
  const marks: Attributes[] = [];
  const watched = watchedDesk(desk as ChatDesk, 'slack', {
    ...NO_TELEMETRY,
    note: (fact) => void facts.push(fact),
    incoming(door, work) {
      doors.push(door);
      return work((attributes) => void marks.push(attributes));
    },
  });
  return { watched, facts, doors, marks };
}

describe('watchedDesk', () => {
  it('tells of an act by which chat, with what it was answered, and hands everything through', async () => {
    const asked: unknown[] = [];
    const { watched, facts, doors, marks } = watch({
      decide: async (...given) => {
        asked.push(...given);
        return { kind: 'counted' } as never;
      },
    });
    expect(await watched.decide(ANN, BUTTON)).toEqual({ kind: 'counted' });
    expect(asked).toEqual([ANN, BUTTON]);
    const door = { platform: 'slack', act: 'decide' };
    expect(doors).toEqual([door]);
    expect(marks).toEqual([{ 'copydesk.outcome': 'counted' }]);
    expect(facts).toEqual([{ kind: 'answer', ...door, outcome: 'counted', durationMs: expect.any(Number) }]);
    expect(JSON.stringify([facts, doors, marks])).not.toContain('Ann');
  });

  it('tells nothing of those who only look', async () => {
    const { watched, facts, doors } = watch({ status: async () => ({ kind: 'status' }) as never });
    expect(await watched.status(ANN)).toEqual({ kind: 'status' });
    expect([facts, doors]).toEqual([[], []]);
  });

  it('tells of what came to no answer', async () => {
    const { watched, facts, marks } = watch({ translate: () => Promise.reject(new Error('no database')) });
    await expect(watched.translate(ANN, {} as never)).rejects.toThrow('no database');
    expect(facts).toEqual([expect.objectContaining({ act: 'translate', outcome: 'fault' })]);
    expect(marks).toEqual([{ 'copydesk.outcome': 'fault' }]);
  });
});
