import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import { openView } from '../../../../bots/slack/listeners/open-view.ts';
import { reasonOf } from '../../../../src/lib/reason-of.ts';
import type { SlackFault } from '../../../emulators/slack/faults.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';

let slack: SlackEmulator;
beforeAll(async () => {
  slack = await startSlackEmulator();
});
afterAll(async () => {
  await slack.stop();
});

const VIEW = {
  type: 'modal',
  title: { type: 'plain_text', text: 'A form' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Words' } }],
} as const;

async function open(ageMs = 0): Promise<string | undefined> {
  const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl });
  const id = slack.trigger(slack.user('ann'));
  const failure: unknown = await openView(
    client,
    { id, at: Date.now() - ageMs },
    { ...VIEW, title: { ...VIEW.title }, blocks: [...VIEW.blocks] },
  ).catch((error: unknown) => error);
  if (failure !== undefined) return reasonOf(failure);
  return slack.modalBy(id) === undefined ? 'none' : 'open';
}

describe('openView', () => {
  it.each<[string, SlackFault, number]>([
    ['the request is lost', { kind: 'lost-request' }, 2],
    ['the answer is lost, and the form is open', { kind: 'lost-response' }, 1],
    ['Slack breaks', { kind: 'status', status: 503 }, 2],
    ['Slack says that it failed itself', { kind: 'error', error: 'internal_error' }, 1],
    ['nobody answers', { kind: 'silent' }, 1],
    ['nobody answers, and the form is open', { kind: 'silent', done: true }, 1],
    ['Slack asks to wait for a second', { kind: 'rate-limited', retryAfterSeconds: 1 }, 1],
  ])('tries again while the trigger lives, when %s', async (_what, fault, times) => {
    slack.fault('views.open', fault, { times });
    expect(await open()).toBe('open');
  });

  it('gives up when the trigger is dead, or Slack will say the same again', async () => {
    slack.fault('views.open', { kind: 'status', status: 503 }, { times: 100 });
    expect(await open(2000)).toContain('503');
    expect(slack.calls('views.open').length).toBeLessThan(100);
    slack.heal();
    slack.fault('views.open', { kind: 'error', error: 'invalid_arguments' });
    expect(await open()).toContain('invalid_arguments');
    slack.fault('views.open', { kind: 'rate-limited', retryAfterSeconds: 30 });
    expect(await open()).toContain('asks to wait');
  });
});
