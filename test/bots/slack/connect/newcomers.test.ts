import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackNewcomers } from '../../../../bots/slack/connect/newcomers.ts';
import { createSlackPeople } from '../../../../bots/slack/connect/people.ts';
import { createSlackClient } from '../../../../bots/slack/connect/slack-client.ts';
import { createSingleWorkspace } from '../../../../bots/slack/connect/workspaces.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { type SlackEmulator, startSlackEmulator } from '../../../emulators/slack/web-api.ts';

const logger = createLogger({ level: 'silent' });

describe('who asks for an article in Slack', () => {
  let slack: SlackEmulator;

  beforeAll(async () => {
    slack = await startSlackEmulator({
      people: {
        ann: { realName: 'Ann' },
        gil: { realName: 'Gil', is: 'guest' },
        eve: { realName: 'Eve', is: 'external' },
      },
    });
  });
  afterAll(() => slack.stop());

  function open() {
    const workspaces = createSingleWorkspace(
      createSlackClient(slack.botToken, { apiUrl: slack.apiUrl, logger }),
      slack.botToken,
    );
    const people = createSlackPeople({
      workspaces,
      zones: { note: async () => undefined },
      people: { language: async () => undefined, setLanguage: async () => undefined },
      fallback: 'en',
      needsGroups: false,
      logger,
    });
    const newcomers = createSlackNewcomers(people);
    const meet = async (handle: string, channel = 'C1', workspace = slack.teamId) =>
      await newcomers.meet(await people.actorOf({ workspaceId: workspace, userId: slack.user(handle) }), {
        platform: 'slack',
        workspace: slack.teamId,
        channel,
      });
    return { newcomers, meet };
  }

  it('is a member, a guest, or of another company, as Slack says', async () => {
    const { meet } = open();
    expect(await meet('ann')).toEqual({ isDirect: false, belonging: 'member' });
    expect(await meet('gil')).toMatchObject({ belonging: 'guest' });
    expect(await meet('eve')).toMatchObject({ belonging: 'external' });
    expect(await meet('ann', 'D1')).toEqual({ isDirect: true, belonging: 'member' });
  });

  it('is of another company where they act as somebody of another workspace', async () => {
    expect(await open().meet('ann', 'C1', 'T0OTHER0001')).toMatchObject({ belonging: 'external' });
  });

  it('is unknown when Slack does not say', async () => {
    const { meet } = open();
    slack.fault('users.info', { kind: 'silent' });
    expect(await meet('gil')).toMatchObject({ belonging: 'unknown' });
  });

  it('is told the names of those whom to ask', async () => {
    const { newcomers } = open();
    const ann = `slack:${slack.teamId}:${slack.user('ann')}`;
    expect(await newcomers.hosts([ann, `slack:${slack.teamId}:group:S1`])).toEqual([
      'Ann',
      `slack:${slack.teamId}:group:S1`,
    ]);
  });
});
