import { READ_ACTION } from '../../../bots/slack/render/read-button.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import { workflowIdOf } from '../../../src/protocol/names.ts';
import type { RenderedMessage } from '../../emulators/slack/rendered.ts';
import { decisionsOn, eventually, openSlackDesk, said, type SlackDesk } from './slack-desk.ts';

let desk: SlackDesk;
beforeAll(async () => {
  desk = await openSlackDesk({ slack: { channels: ['general', 'articles', 'read-only', 'from', 'to'] } });
});
afterAll(() => desk.close());

/** But those that only open a text, or have a delivered one translated. */
const buttonsIn = (messages: readonly RenderedMessage[]): readonly string[] =>
  messages.flatMap(({ buttons, raw }) => [
    ...buttons
      .filter(({ actionId, value }) => !READ_ACTION.test(actionId) && decodeButton(value)?.kind !== 'translate')
      .map(({ text }) => text),
    ...(JSON.stringify(raw).includes('"overflow"') ? ['menu'] : []),
  ]);

describe('an article', () => {
  it('ends when it is cancelled although its channel took not even its first card', async () => {
    const { slack, people, newsroom } = desk;
    const channel = slack.channel('read-only');
    slack.fault(
      'chat.postMessage',
      { kind: 'error', error: 'restricted_action' },
      { times: Infinity, when: (args) => args['channel'] === channel },
    );
    const article = await desk.order('How doors close', { channel });
    await article.until('stuck');
    const dm = await slack.dm(people.ann.id);
    await expect
      .poll(async () => (await slack.history(dm)).map(({ shown }) => shown).join())
      .toContain(`move ${article.articleId}`);
    await people.ann.command(`cancel ${article.articleId}`, slack.channel('general'));
    await article.until('cancelled');
    const handle = newsroom.client.workflow.getHandle(workflowIdOf(article.articleId));
    await expect.poll(async () => (await handle.describe()).status.name).toBe('COMPLETED');
  });

  it('has nothing left to click once it was rejected', async () => {
    const topic = 'How ends come';
    desk.scores(topic, 9);
    const article = await desk.order(topic);
    await article.until('waiting');
    await article.decide(await article.card(1), 'reject', 'ann', 'Off topic.');
    await article.until('rejected');
    await expect.poll(async () => buttonsIn(await article.thread())).toEqual([]);
    expect((await article.thread()).map(({ shown }) => shown).join()).toContain('Off topic.');
  });

  it('goes on where it was moved to, and leaves word and no button where it was', async () => {
    const { slack, people } = desk;
    const topic = 'How birds move';
    desk.scores(topic, 9, 9.5);
    const [from, to] = [slack.channel('from'), slack.channel('to')];
    const article = await desk.order(topic, { channel: from });
    await article.until('waiting');
    const here = async (): Promise<readonly RenderedMessage[]> => await slack.everything(from);
    // What was said before it moves stays where it is.
    await expect.poll(async () => said(await here())).toEqual(['Draft 1', 'Critique of draft 1']);
    await people.ann.command(`move ${article.articleId} here`, to);
    const there = async (): Promise<readonly RenderedMessage[]> => await slack.everything(to);
    const gate = await eventually(
      async () => (await there()).find((message) => decisionsOn(message).length > 0),
      'card in the new channel',
    );
    await expect.poll(async () => (await here())[0]?.shown).toContain(`<#${to}>`);
    await expect.poll(async () => buttonsIn(await here())).toEqual([]);

    const before = (await here()).length;
    await article.decide(gate, 'request-changes', 'ann', 'Name a bird');
    await eventually(
      async () => (await there()).find((message) => decisionsOn(message).some(({ draft }) => draft === 2)),
      'second draft in the new channel',
    );
    await article.until('waiting');
    await article.decide(await article.card(2), 'approve', 'ann');
    await article.until('delivered');
    await expect.poll(async () => buttonsIn(await there())).toEqual([]);
    // What waited, and everything since, once each: a second time as what is asked about.
    expect(said(await there())).toEqual([
      'Draft 1',
      'Draft 2',
      'Critique of draft 2',
      'Draft 2',
      'The article is ready',
    ]);
    expect(await here()).toHaveLength(before);
  });
});
