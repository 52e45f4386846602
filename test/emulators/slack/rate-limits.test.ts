import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSlackClient } from '../../../bots/slack/connect/slack-client.ts';
import { DISTRIBUTED, type RateChanges, RateLimits } from './rate-limits.ts';
import { type SlackEmulator, startSlackEmulator } from './web-api.ts';

describe('the limits of Slack', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  /** How many calls of so many at once pass, and how long the next one has to wait. */
  function burst(limits: RateLimits, method: string, channel?: string): readonly [passed: number, waitMs: number] {
    for (let passed = 0; ; passed += 1) {
      const waitMs = limits.waitMs(method, channel);
      if (waitMs !== undefined) return [passed, waitMs];
    }
  }
  const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

  it('are one message a second into a channel, with a few saved up', () => {
    const limits = new RateLimits(true);
    expect(burst(limits, 'chat.postMessage', 'C1')).toEqual([3, 1000]);
    expect(burst(limits, 'chat.postMessage', 'C2')).toEqual([3, 1000]);
    later(1000);
    expect(burst(limits, 'chat.postMessage', 'C1')).toEqual([1, 1000]);
    later(60_000);
    expect(burst(limits, 'chat.postMessage', 'C1')).toEqual([3, 1000]);
  });

  it.each([
    ['chat.update', 55],
    ['conversations.replies', 55],
    ['conversations.history', 55],
    ['files.getUploadURLExternal', 120],
    ['files.completeUploadExternal', 120],
    ['usergroups.list', 22],
  ])('are so many calls of %s in any minute, in whatever channel: %i', (method, most) => {
    const limits = new RateLimits(true);
    expect(limits.waitMs(method, 'C1')).toBeUndefined();
    later(10_000);
    expect(burst(limits, method, 'C2')).toEqual([most - 1, 50_000]);
    later(50_000);
    expect(burst(limits, method, 'C1')).toEqual([1, 10_000]);
    expect(limits.waitMs(method === 'chat.update' ? 'chat.delete' : 'chat.update', 'C1')).toBeUndefined();
  });

  it('are several hundred messages a minute in a workspace, whatever the channels, and each has its own', () => {
    const limits = new RateLimits(true);
    const posts = (token: string, channels: number): readonly (number | undefined)[] =>
      Array.from({ length: channels }, (_, at) => limits.waitMs('chat.postMessage', `C${at}`, token));
    expect(posts('xoxb-1', 361).filter((waitMs) => waitMs === undefined)).toHaveLength(360);
    expect(posts('xoxb-2', 2)).toEqual([undefined, undefined]);
    expect(limits.waitMs('chat.update', 'C1', 'xoxb-1')).toBeUndefined();
    later(60_000);
    expect(posts('xoxb-1', 1)).toEqual([undefined]);
  });

  it('are one look a minute for an app that is distributed', () => {
    const limits = new RateLimits(DISTRIBUTED);
    expect(burst(limits, 'conversations.replies', 'C1')).toEqual([1, 60_000]);
    expect(burst(limits, 'chat.update', 'C1')).toEqual([55, 60_000]);
  });

  it('are none when they are not asked for, and none for a method without', () => {
    const off = new RateLimits(false);
    const on = new RateLimits(true);
    for (let call = 0; call < 500; call += 1) {
      expect(off.waitMs('chat.postMessage', 'C1')).toBeUndefined();
      expect(on.waitMs('auth.test', undefined)).toBeUndefined();
    }
    expect(() => new RateLimits({ 'auth.test': { count: 1 } })).toThrow('auth.test');
  });

  it('notice who does not wait', () => {
    const limits = new RateLimits(true);
    limits.told('chat.postMessage', 'C1', 2000);
    // It was on its way already.
    limits.arrived('chat.postMessage', 'C1');
    later(1000);
    limits.arrived('chat.postMessage', 'C2');
    limits.arrived('chat.update', 'C1');
    expect(limits.impatient()).toEqual([]);
    limits.arrived('chat.postMessage', 'C1');
    expect(limits.impatient()).toEqual(['chat.postMessage in C1 1000 ms too soon']);
    later(1000);
    limits.arrived('chat.postMessage', 'C1');
    limits.told('chat.update', 'C1', 2000);
    later(500);
    limits.arrived('chat.update', 'C2');
    expect(limits.impatient().slice(1)).toEqual(['chat.update in C2 1500 ms too soon']);
  });
});

describe('a Slack that limits its callers', () => {
  async function open(rateLimits: boolean | RateChanges): Promise<{ slack: SlackEmulator; client: WebClient }> {
    const slack = await startSlackEmulator({ rateLimits });
    onTestFinished(() => slack.stop());
    const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl });
    return { slack, client };
  }

  const post = (client: WebClient, channel: string, text: string): Promise<unknown> =>
    client.apiCall('chat.postMessage', { channel, text });

  it('answers 429 for the channel and the method that were too fast, does nothing, and tells for how long', async () => {
    const { slack, client } = await open({ 'chat.postMessage': { burst: 0, perMs: 60_000 } });
    const [one, other] = [slack.channel('general'), slack.channel('articles')];
    const { ts } = (await post(client, one, 'first')) as { readonly ts?: string };
    const tooFast: unknown = await post(client, one, 'second').catch((error: unknown) => error);
    expect(tooFast).toBeInstanceOf(WebAPIRateLimitedError);
    expect(tooFast).toMatchObject({ retryAfter: 60 });
    await post(client, other, 'elsewhere');
    await client.chat.update({ channel: one, ts: ts ?? '', text: 'changed' });
    expect((await slack.history(one)).map(({ text }) => text)).toEqual(['changed']);
    expect(slack.calls().map(({ method, channel, status, error }) => [method, channel, status, error])).toEqual([
      ['chat.postMessage', one, 200, undefined],
      ['chat.postMessage', one, 429, 'ratelimited'],
      ['chat.postMessage', other, 200, undefined],
      ['chat.update', one, 200, undefined],
    ]);
  });

  it('records what became of every call', async () => {
    const { slack, client } = await open(false);
    const channel = slack.channel('general');
    slack.fault('chat.postMessage', { kind: 'status', status: 503 });
    slack.fault('chat.postMessage', { kind: 'lost-response' });
    await post(client, channel, 'a').catch(() => undefined);
    await post(client, channel, 'b').catch(() => undefined);
    await post(client, 'C0', 'c').catch(() => undefined);
    expect(slack.calls().map(({ channel: where, status, error }) => [where, status, error])).toEqual([
      [channel, 503, undefined],
      [channel, 'broken', undefined],
      ['C0', 200, 'channel_not_found'],
    ]);
  });
});
