import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';
import type { SlackDelivery } from '../../emulators/slack/delivery.ts';
import { decisionsOn, eventually, openSlackDesk, type SlackDesk } from './slack-desk.ts';

/** Long enough for what must not happen to have happened. */
const QUIET_MS = 300;

let desk: SlackDesk;
beforeAll(async () => {
  desk = await openSlackDesk({ mode: 'socket', checkTokenMs: 200 });
});
afterAll(() => desk.close());

const connected = (): Promise<unknown> =>
  eventually(() => (desk.slack.sockets.connections() > 0 && desk.app.isHealthy() ? true : undefined), 'connection');

/** Asks for the list: whatever is answered, it is answered. */
async function answers(): Promise<boolean> {
  const { ack } = await desk.people.ann.command('list', desk.slack.channel('general'));
  return ack.taken && ack.body !== undefined;
}

const count = async (table: 'articles' | 'decisions', where: string, value: string): Promise<number> =>
  (await desk.newsroom.pool.query(`SELECT 1 FROM ${table} WHERE ${where} = $1`, [value])).rows.length;

describe('Socket Mode', () => {
  it('takes an article from the command through changes to its files', { timeout: 60_000 }, async () => {
    const topic = 'How sockets carry';
    desk.scores(topic, 9, 9.5);
    const article = await desk.order(topic);
    await article.until('waiting');
    await article.decide(await article.card(1), 'request-changes', 'ann', 'Name the wires');
    await article.decide(await article.card(2), 'approve', 'ben');
    await article.until('delivered');
    await expect
      .poll(async () => (await article.thread()).flatMap(({ files }) => files.map(({ name }) => name)).length)
      .toBeGreaterThanOrEqual(2);
  });

  it('tells a person within the form why it does not count', async () => {
    const topic = 'How forms refuse';
    desk.scores(topic, 9);
    const article = await desk.order(topic);
    await article.until('waiting');
    const card = await article.card(1);
    const button = decisionsOn(card).find(({ kind }) => kind === 'reject')?.button;
    if (button === undefined) throw new Error('There is no button to reject');
    const { modal } = await desk.people.ben.click(card, button);
    await article.decide(card, 'approve', 'ann');
    await desk.people.ben.submit(() => 'Too late', modal?.id);
    expect(desk.slack.privates(desk.people.ben.id).at(-1)).toMatchObject({
      via: 'modal-error',
      text: expect.stringMatching(/Ann already approved|has been approved|is over/) as string,
    });
  });

  it('heeds what comes over two sockets once', { timeout: 60_000 }, async () => {
    const { slack, people } = desk;
    const another = await desk.openAnother();
    await eventually(() => (slack.sockets.connections() === 2 ? true : undefined), 'second socket');
    try {
      const topic = 'How twins differ';
      desk.scores(topic, 9, 9.5);
      const { told: events } = await people.ann.mention(`article ${topic}`, { channel: slack.channel('articles') });
      const again = (delivery: SlackDelivery) => slack.sockets.deliverEverywhere(delivery);
      for (const { delivery } of events) await again(delivery);
      await expect.poll(() => count('articles', `request->>'topic'`, topic)).toBe(1);
      const [row] = (
        await desk.newsroom.pool.query<{ id: string }>(
          `SELECT article_id AS id FROM articles WHERE request->>'topic' = $1`,
          [topic],
        )
      ).rows;
      const id = row?.id ?? '';
      const article = desk.article(id);
      await article.until('waiting');

      // A form, a click, and a command, each delivered to both.
      const changes = await article.decide(await article.card(1), 'request-changes', 'ann', 'Only once');
      await again(changes.delivery);
      const approved = await article.decide(await article.card(2), 'approve', 'ann');
      await again(approved.delivery);
      await article.until('delivered');
      const ordered = await people.ben.command('How doubles end');
      await again(ordered.delivery);
      await sleep(QUIET_MS);
      expect(await count('decisions', 'article_id', id)).toBe(2);
      expect(desk.newsroom.asked(topic, 'revise')).toHaveLength(1);
      await expect.poll(() => count('articles', `request->>'topic'`, 'How doubles end')).toBe(1);
      expect(await count('articles', `request->>'topic'`, topic)).toBe(1);
      // Both answer the same, however often they are asked.
      const told = slack.privates(people.ann.id).filter(({ via }) => via === 'ephemeral');
      expect(told.filter(({ text }) => text.includes('already'))).toEqual([]);
      expect(told.length).toBeGreaterThanOrEqual(2);
    } finally {
      await another.stop();
    }
  });

  it.each(['refresh_requested', 'warning'] as const)(
    'has a fresh connection before the old one is gone (%s)',
    async (reason) => {
      await connected();
      // A connection that is refreshed as soon as it is there is a fault.
      await sleep(1100);
      const before = desk.slack.sockets.opened();
      desk.slack.sockets.disconnect(reason);
      // In between somebody is always there.
      for (let look = 0; look < 10; look += 1) {
        expect(await answers()).toBe(true);
        await sleep(30);
      }
      await expect.poll(() => desk.slack.sockets.opened()).toBe(before + 1);
      expect(desk.app.isHealthy()).toBe(true);
    },
  );

  it('comes back when the connection breaks, and nothing that was said meanwhile is lost', async () => {
    const { slack, people } = desk;
    await connected();
    const before = slack.sockets.opened();
    slack.sockets.drop();
    await eventually(() => (slack.sockets.connections() === 0 ? true : undefined), 'broken connection');
    // Slack tries an event again until somebody takes it.
    const topic = 'How lines break';
    const { told } = await people.ann.mention(`article ${topic}`, { channel: slack.channel('articles') });
    expect(told.map(({ ack }) => ack.taken)).toEqual([true, true]);
    await expect.poll(() => count('articles', `request->>'topic'`, topic)).toBe(1);
    expect(slack.sockets.opened()).toBeGreaterThan(before);
  });

  it.each([
    ['HTTP 500', { kind: 'status', status: 500 }],
    ['a lost answer', { kind: 'lost-request' }],
    ['a page', { kind: 'html' }],
    ['HTTP 429', { kind: 'rate-limited', retryAfterSeconds: 1 }],
  ] as const)('tries again when apps.connections.open fails with %s, and says so in the log', async (_, fault) => {
    await connected();
    const before = desk.log.length;
    desk.slack.fault('apps.connections.open', fault, { times: 2 });
    desk.slack.sockets.drop();
    await eventually(() => (desk.app.isHealthy() ? undefined : true), 'lost connection');
    await connected();
    expect(await answers()).toBe(true);
    expect(desk.log.slice(before).join('')).toMatch(/"level":(40|50)/);
  });

  it('goes on by itself once a token that was revoked is good again', async () => {
    const { slack } = desk;
    await connected();
    slack.setRevoked(true);
    await expect.poll(() => desk.app.isHealthy()).toBe(false);
    expect(desk.log.join('')).toContain('token_revoked');
    slack.setRevoked(false);
    await expect.poll(() => desk.app.isHealthy()).toBe(true);
    await connected();
    expect(await answers()).toBe(true);
  });

  it('waits until Socket Mode is switched on again', async () => {
    const { slack } = desk;
    await connected();
    slack.sockets.refuse('link_disabled');
    slack.sockets.disconnect('link_disabled');
    await expect.poll(() => desk.app.isHealthy()).toBe(false);
    slack.sockets.refuse();
    await connected();
    expect(await answers()).toBe(true);
    expect(desk.log.join('')).toContain('link_disabled');
  });

  it('ends with the way out when Slack does not know the app-level token', async () => {
    const { slack } = desk;
    slack.sockets.refuse('invalid_auth');
    try {
      const other = await desk.openAnother({ whenTokenIsLost: 'stop' }).catch((error: unknown) => error);
      const end =
        other instanceof Error
          ? other
          : await (other as Awaited<ReturnType<SlackDesk['openAnother']>>).done.catch((error: unknown) => error);
      expect(end).toBeInstanceOf(ConfigError);
      expect(String(end)).toContain('SLACK_APP_TOKEN');
      expect(String(end)).not.toContain(slack.appToken);
    } finally {
      slack.sockets.refuse();
    }
  });
});
