import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestArticle } from '../../support/feed-bench.ts';
import { found, openSlackFeed, type SlackFeed, toGate, wasDone } from './slack-feed.ts';

const paused = { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } as const;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Each has a workspace of its own: what one uses up of a minute, another would lack. They mostly wait. */
describe.concurrent('the drain in front of Slack', () => {
  it('is never told to wait by twelve busy channels, and edits first what somebody clicked', async ({ expect }) => {
    const channels = Array.from({ length: 12 }, (_, index) => `busy-${index}`);
    const feed = await openSlackFeed({ channels });
    const articles = await Promise.all([...channels, ...channels].map(feed.open));
    const waiting = await Promise.all(articles.map(toGate));
    // All their cards have changed several times by now, and each is to be edited once they have room.
    const tookMs = await Promise.all(waiting.map(feed.approve));
    console.log('busy', tookMs.toSorted((a, b) => a - b).join(' '));
    expect(feed.refused()).toEqual([]);
    expect(median(tookMs)).toBeLessThan(2000);
    await feed.close();
  });

  it('edits eight cards of one channel as soon as they were clicked', async ({ expect }) => {
    const feed = await openSlackFeed({ channels: ['one'] });
    const articles = await Promise.all(Array.from({ length: 8 }, () => feed.open('one')));
    const waiting = await Promise.all(articles.map(toGate));
    await feed.settled(...articles);
    const tookMs = await Promise.all(waiting.map(feed.approve));
    console.log('eight', tookMs.toSorted((a, b) => a - b).join(' '));
    expect(feed.refused()).toEqual([]);
    expect(Math.max(...tookMs)).toBeLessThan(2000);
    await feed.close();
  });
});
