import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Channels, createChannels } from '../../../../bots/slack/connect/channels.ts';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import { tell } from '../../../../bots/slack/listeners/tell.ts';
import { createSlackMessenger } from '../../../../bots/slack/messenger/messenger.ts';
import { sayText } from '../../../../bots/slack/render/reply.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';

let slack: SlackEmulator;
beforeAll(async () => {
  slack = await startSlackEmulator();
});
afterAll(async () => {
  await slack.stop();
});

const clientOf = () => Promise.resolve(createSlackClient(slack.botToken, { apiUrl: slack.apiUrl }));

async function known(channel: string): Promise<Channels> {
  const channels = createChannels({ clientOf });
  expect(await channels.reach(slack.teamId, channel)).toBe('open');
  return channels;
}

describe('what is known of a channel', () => {
  it('is taken for five minutes, and forgotten when Slack does not take a message there', async () => {
    const channel = slack.channel('articles');
    const channels = await known(channel);
    const asked = slack.calls('conversations.info').length;
    expect(await channels.reach(slack.teamId, channel)).toBe('open');
    expect(slack.calls('conversations.info')).toHaveLength(asked);

    slack.fault('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
    slack.fault('conversations.info', { kind: 'error', error: 'channel_not_found' });
    const messenger = createSlackMessenger({
      clientOf,
      onShut: (workspace, where) => channels.forget(workspace, where),
      log: { warn: () => undefined },
    });
    const content = chatContents('en').status;
    const [message] = await messenger.render(content);
    const thread = { platform: 'slack', workspace: slack.teamId, channel };
    const place = { key: '7k3m9x2c4p0qrstv/1/0/card', thread, content, siblings: new Map() };
    await expect(messenger.post(message, place)).rejects.toMatchObject({ failure: 'refused' });
    expect(await channels.reach(slack.teamId, channel)).toBe('closed');
  });

  it('is forgotten when an answer cannot be shown there', async () => {
    const channel = slack.channel('articles');
    const channels = await known(channel);
    slack.fault('chat.postEphemeral', { kind: 'error', error: 'not_in_channel' });
    const asked = slack.calls('conversations.info').length;
    await tell(
      { channels },
      await clientOf(),
      { workspaceId: slack.teamId, userId: slack.user('ann'), channel },
      sayText('Counted.'),
    );
    await channels.reach(slack.teamId, channel);
    expect(slack.calls('conversations.info')).toHaveLength(asked + 1);
  });
});
