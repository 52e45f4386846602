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

describe('the people of a user group', () => {
  function openGroup(users: readonly string[], answers: () => boolean = () => true) {
    let asked = 0;
    const list = async () => {
      asked += 1;
      return answers() ? { usergroups: [{ id: 'S1', users }] } : await Promise.reject(new Error('missing_scope'));
    };
    const info = async ({ user }: { readonly user: string }) => ({
      user: { team_id: 'T1', deleted: user === 'UGONE', is_bot: user === 'UBOT', tz: 'Asia/Tokyo' },
    });
    const noted: string[] = [];
    const people = createSlackPeople({
      workspaces: { clientOf: async () => ({ users: { info }, usergroups: { list } }) } as unknown as Workspaces,
      zones: { note: async (person) => void noted.push(person) },
      people: { language: async () => undefined, setLanguage: async () => undefined },
      fallback: 'en',
      needsGroups: true,
      logger: createLogger({ level: 'silent' }),
    });
    return { people, noted, asked: () => asked };
  }

  it('are its members, without apps and who is gone, with where they are by the clock', async () => {
    const { people, noted, asked } = openGroup(['U1', 'UBOT', 'U2', 'UGONE']);
    for (let look = 0; look < 3; look += 1)
      expect(await people.membersOf('slack:T1:group:S1')).toEqual(['slack:T1:U1', 'slack:T1:U2']);
    expect(noted).toEqual(['slack:T1:U1', 'slack:T1:U2']);
    expect(asked()).toBe(1);
    expect(await people.membersOf('slack:T1:group:S2')).toEqual([]);
    expect(await people.membersOf('slack:T1:U1')).toEqual([]);
  });

  it('are nobody where they are too many, and where Slack does not say, which is not asked again so soon', async () => {
    const many = Array.from({ length: 51 }, (_, at) => `U${at}`);
    expect(await openGroup(many).people.membersOf('slack:T1:group:S1')).toEqual([]);
    expect(await openGroup(many.slice(1)).people.membersOf('slack:T1:group:S1')).toHaveLength(50);
    const { people, asked } = openGroup(['U1'], () => false);
    for (let look = 0; look < 3; look += 1) expect(await people.membersOf('slack:T1:group:S1')).toEqual([]);
    expect(asked()).toBe(1);
  });
});
