import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import { text as textOf } from '../../../src/practice-model/json.ts';
import { startNative } from '../../compose/native-process.ts';
import { createKillableProcess } from '../../support/killable-process.ts';
import { type Newsroom, openNewsroom } from '../../support/newsroom.ts';
import { step } from '../../support/scripted-model.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';
import { readManifest } from './manifest.ts';
import { eventually } from './slack-desk.ts';

const COMMAND = [process.execPath, 'bots/slack/main.ts'];

let newsroom: Newsroom;
let slack: SlackEmulator;
beforeAll(async () => {
  [newsroom, slack] = await Promise.all([
    openNewsroom(),
    startSlackEmulator({ scopes: readManifest().scopes, channels: ['done', 'not-done'] }),
  ]);
});
afterAll(async () => {
  await Promise.all([newsroom.close(), slack.stop()]);
});

const variables = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  TEMPORAL_ADDRESS: newsroom.place.temporalAddress,
  TEMPORAL_NAMESPACE: newsroom.place.namespace,
  DATABASE_URL: newsroom.place.databaseUrl,
  COPYDESK_SECRET: 'a-secret-of-thirty-two-characters',
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  ...changes,
});

describe('npm run slack', () => {
  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-7210000000000-0000000000000-notthetoken'],
    ['SLACK_APP_TOKEN', 'xapp-1-A0C0PYDESK1-0000000000000-notthetoken'],
  ])('ends with exit code 2 and the way out when %s is wrong', async (name, token) => {
    const bot = startNative(COMMAND, { env: variables({ [name]: token }) });
    try {
      await eventually(() => bot.exitCode(), `end of ${COMMAND.join(' ')}`);
      expect(bot.exitCode()).toBe(2);
      expect(bot.output()).toMatch(new RegExp(`environment ${name}: was refused by Slack \\(\\w+\\): .{20}`));
      expect(bot.output()).not.toContain('notthetoken');
    } finally {
      await bot.stop(0, 'SIGKILL');
    }
  });

  it('posts each message once, also when it is killed while Slack keeps silent', { timeout: 120_000 }, async () => {
    const bot = createKillableProcess({ command: COMMAND, env: variables(), ready: 'The Slack bot is at work' });
    const channels = { done: slack.channel('done'), 'not-done': slack.channel('not-done') };
    for (const [name, channel] of Object.entries(channels))
      slack.fault(
        'chat.postMessage',
        { kind: 'silent', done: name === 'done' },
        { when: (args) => args['channel'] === channel && textOf(args['text']).startsWith('Draft 1') },
      );
    try {
      await bot.start();
      const ordered = Object.entries(channels).map(async ([name, channel]) => {
        const topic = `How kills end when ${name}`;
        newsroom.script(topic, 'critique', step.practice({ score: 9, factsQuestionable: false }));
        return await newsroom.start(
          topic,
          {
            thread: { platform: 'slack', workspace: slack.teamId, channel },
            requester: {
              platform: 'slack',
              workspace: slack.teamId,
              userId: slack.user('ann'),
              displayName: 'Ann',
              groups: [],
            },
          },
          { timeouts: { ...TEST_SETTINGS.timeouts, heartbeatSeconds: 4 } },
        );
      });
      const articles = await Promise.all(ordered);
      const silent = () =>
        slack.calls('chat.postMessage').filter(({ args }) => textOf(args['text']).startsWith('Draft 1')).length;
      await eventually(() => (silent() === 2 ? true : undefined), 'silence of Slack');
      await bot.kill();
      await bot.start();
      for (const article of articles) await article.until('waiting');
      for (const channel of Object.values(channels)) {
        const kinds = async (): Promise<readonly string[]> =>
          (await slack.everything(channel)).map(
            ({ text }) => /^(Article|Draft 1|Critique|Please decide)/.exec(text)?.[0] ?? text,
          );
        await expect.poll(kinds, { timeout: 40_000 }).toEqual(['Article', 'Draft 1', 'Critique', 'Please decide']);
      }
    } finally {
      await bot.kill();
    }
  });
});
