import { describe, expect, it } from 'vitest';
import type { RetentionPolicy } from '../../../src/config/retention-schema.ts';
import { answerRetention } from '../../../worker/retention/answer.ts';
import { forget } from '../../../worker/keep-forgetting.ts';

/** What is due, in memory: so many of a kind. */
function shelf(due: Readonly<Record<string, number>>) {
  const left = new Map(Object.entries(due));
  return {
    left,
    forget: async (kind: string, _days: number, most: number) => {
      const count = Math.min(left.get(kind) ?? 0, most);
      left.set(kind, (left.get(kind) ?? 0) - count);
      return count;
    },
    due: async (kind: never) => ({ kind, count: left.get(kind) ?? 0, oldest: '2026-01-02T03:04:05.000Z' }),
  };
}

async function ask(retention: ReturnType<typeof shelf>, policy: RetentionPolicy, isDry: boolean) {
  const lines: string[] = [];
  await answerRetention({ retention, policy, isDry, print: (line) => void lines.push(line) });
  return lines;
}

describe('npm run retention', () => {
  it('says what would be deleted, and deletes nothing', async () => {
    const retention = shelf({ texts: 250, modelAnswers: 1 });
    expect(await ask(retention, { texts: 30, modelAnswers: 7 }, true)).toEqual([
      'texts_days             30   250 articles would be deleted, the oldest of 2026-01-02',
      'model_answers_days      7   1 article would be deleted, the oldest of 2026-01-02',
    ]);
    expect([...retention.left.values()]).toEqual([250, 1]);
  });

  it('deletes all of it, however much there is, and leaves what is kept for ever', async () => {
    const retention = shelf({ texts: 250, modelAnswers: 1, feed: 3 });
    expect(await ask(retention, { texts: 30, modelAnswers: 7 }, false)).toHaveLength(2);
    expect([...retention.left.values()]).toEqual([0, 0, 3]);
  });

  it('says what is left, and deletes no more than goes', async () => {
    const retention = shelf({ uninstalled: 1 });
    const held = { ...retention, forget: () => Promise.resolve(0) };
    expect(await ask(held, { uninstalled: 30 }, false)).toEqual([
      'uninstalled_days       30   0 workspaces and organisations deleted',
      expect.stringMatching(/^ +1 left: a worker is at it, or has articles under way cancelled first\./),
    ]);
  });

  it('says that everything is kept', async () => {
    expect(await ask(shelf({}), {}, false)).toEqual([
      'Everything is kept for ever: retention in config/copydesk.yaml.',
    ]);
  });
});

const NOBODY_GONE = { abandoned: async () => [], closeLost: async () => undefined };

describe('a worker that deletes what was kept for long enough', () => {
  it('goes on with the next kind when one cannot be deleted, and tells of both', async () => {
    const left = [20, 3];
    const told: object[] = [];
    const logged: object[] = [];
    await forget(
      {
        retention: {
          forget: async (kind) => {
            if (kind === 'texts') throw new Error('PostgreSQL is away');
            return left.shift() ?? 0;
          },
          ...NOBODY_GONE,
        },
        cancel: async () => true,
        policy: { texts: 30, feed: 30 },
        telemetry: { note: (fact) => void told.push(fact) },
        logger: { info: (fields) => void logged.push(fields), warn: (fields) => void logged.push(fields) },
      },
      new AbortController().signal,
    );
    expect(told).toEqual([20, 3].map((count) => ({ kind: 'forgotten', what: 'feed', count })));
    expect(logged).toEqual([
      { what: 'texts', reason: 'PostgreSQL is away' },
      { what: 'feed', count: 23, days: 30 },
    ]);
  });

  it('cancels the articles of those who have gone, and closes those of which Temporal knows nothing', async () => {
    const closed: string[] = [];
    await forget(
      {
        retention: {
          forget: async () => 0,
          abandoned: async () => ['at-work', 'lost'],
          closeLost: async (articleId) => void closed.push(articleId),
        },
        cancel: async (articleId) => articleId === 'at-work',
        policy: { uninstalled: 30 },
        telemetry: { note: () => undefined },
        logger: { info: () => undefined, warn: () => undefined },
      },
      new AbortController().signal,
    );
    expect(closed).toEqual(['lost']);
  });
});
