import { createSlackMessenger } from '../../bots/slack/messenger/messenger.ts';
import { createSlackClient } from '../../bots/slack/connect/slack-client.ts';
import { dangersOf } from '../emulators/slack/rendered.ts';
import { startSlackEmulator } from '../emulators/slack/web-api.ts';
import { messengerContract } from './messenger.ts';

messengerContract('Slack', async () => {
  const slack = await startSlackEmulator();
  const channel = slack.channel('articles');
  const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl });

  return {
    messenger: createSlackMessenger({
      clientOf: () => Promise.resolve(client),
      log: { warn: () => undefined },
    }),
    unknownRef: { channel, ts: '1700000000.000001' },
    loseNextAnswer: () => slack.fault('chat.postMessage', { kind: 'lost-response' }),

    openThread: async () => {
      const thread = await slack.say(slack.user('ann'), channel, { text: 'An article, please' });
      const replies = async () => (await slack.thread(channel, thread)).filter(({ ts }) => ts !== thread);
      return {
        thread: { platform: 'slack', workspace: slack.teamId, channel, thread },
        shown: async () => (await replies()).map(({ shown }) => shown),
        dangers: async () => (await replies()).flatMap(dangersOf),
      };
    },

    close: () => slack.stop(),
  };
});
