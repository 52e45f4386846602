import { describe, expect, it } from 'vitest';
import { knownZone } from '../../../../src/protocol/timing.ts';
import type { ZoneStore } from '../../../../src/storage/zone-store.ts';
import { createSlackPeople, slackUser } from '../../../../bots/slack/connect/people.ts';
import type { Workspaces } from '../../../../bots/slack/connect/workspaces.ts';
import { createLogger } from '../../../../src/lib/logger.ts';

/** People of whom Slack tells this. */
function open(user: object | undefined, note: ZoneStore['note'] = async () => undefined) {
  const info = async () => (user === undefined ? await Promise.reject(new Error('Slack is away')) : { user });
  return createSlackPeople({
    workspaces: { clientOf: async () => ({ users: { info } }) } as unknown as Workspaces,
    zones: { note },
    people: { language: async () => undefined, setLanguage: async () => undefined },
    fallback: 'en',
    needsGroups: false,
    logger: createLogger({ level: 'silent' }),
  });
}

describe('a person in Slack', () => {
  it('is known by whose clock they live, once for each that they have', async () => {
    const noted: unknown[] = [];
    const people = open({ team_id: 'T1', tz: 'Asia/Calcutta' }, async (...given) => void noted.push(given));
    for (let act = 0; act < 2; act += 1) await people.actorOf(slackUser('T1', { id: 'U1' }));
    await open({ team_id: 'T1', tz: 'Nowhere/Town' }, async (...given) => void noted.push(given)).actorOf(
      slackUser('T1', { id: 'U2' }),
    );
    expect(noted).toEqual([['slack:T1:U1', knownZone('Asia/Kolkata'), 'platform']]);
  });

  const external = slackUser('T1', { id: 'U1', name: 'zoe', team: 'T2' });

  it.each([
    ['their own, where the payload names it', 'T2', {}],
    ['their own, when Slack does not say who they are', 'T2', undefined],
    ['the one where they act, when their organisation has both', 'T1', { enterprise_user: { teams: ['T1', 'T2'] } }],
    ['their own, when their organisation has not the other', 'T2', { enterprise_user: { teams: ['T2', 'T3'] } }],
  ])('is of a workspace: %s', async (_what, workspace, user) => {
    expect(await open(user).actorOf(external, 'C1')).toMatchObject({
      workspace,
      userId: 'U1',
      channels: ['slack:T1:C1'],
    });
  });

  it('acts in the channel where they are, and nowhere else', async () => {
    const where = { platform: 'slack', workspace: 'T1', channel: 'C1' };
    expect(await open({}).actorOf(external, 'C1')).toMatchObject({ where });
    expect(await open({}).actorOf(external)).not.toHaveProperty('where');
  });

  it.each(['T1', 'E1', undefined, ''])('is of the workspace of the app where a payload says %j', async (team) => {
    const person = slackUser('T1', { id: 'U1', team });
    expect(person).toEqual({ workspaceId: 'T1', userId: 'U1' });
    expect(await open({}).actorOf(person)).toMatchObject({ workspace: 'T1', displayName: 'U1' });
  });

  it('has a name that somebody sees', async () => {
    const profile = { display_name: '\u3164', real_name: ' \u200b' };
    expect(await open({ profile, name: 'zoe' }).actorOf(external)).toMatchObject({ displayName: 'zoe' });
  });
});
