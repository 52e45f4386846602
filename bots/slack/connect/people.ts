import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { isSeen } from '../../../src/lib/clean-text.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import type { Belonging } from '../../../src/protocol/may-start.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { channelKey } from '../../../src/protocol/thread.ts';
import { parseApproverRule } from '../../../src/messages/approver-rule.ts';
import { knownZone } from '../../../src/protocol/timing.ts';
import type { Approver } from '../../../src/protocol/settings.ts';
import type { PeopleStore } from '../../../src/storage/people-store.ts';
import type { ZoneStore } from '../../../src/storage/zone-store.ts';
import { inTime, LATE } from './in-time.ts';
import { PLATFORM } from '../platform.ts';
import type { SlackMembership } from './membership.ts';
import type { Workspaces } from './workspaces.ts';

/** Somebody as an event names them. */
export interface SlackUser {
  /** Whose installation of ours the event came to. */
  readonly workspaceId: string;
  /** The workspace that they belong to. Absent: that very one. */
  readonly teamId?: string;
  readonly userId: string;
  /** The name that came with the event, for when Slack does not tell a better one in time. */
  readonly name?: string;
}

/**
 * @param user.team where a payload says that they belong: to another workspace than ours in a channel of several companies, or to an
 * organisation, which says nothing
 */
export function slackUser(
  workspaceId: string,
  { id, name, team }: { readonly id: string; readonly name?: string | undefined; readonly team?: string | undefined },
): SlackUser {
  const isElsewhere = team !== undefined && team.startsWith('T') && team !== workspaceId;
  return { workspaceId, userId: id, ...(name !== undefined && { name }), ...(isElsewhere && { teamId: team }) };
}

export interface SlackPeople {
  /**
   * Takes a second at most, and never rejects.
   * @param channel where they act: that they are a member there is handed on, unless Slack says that they are not
   */
  actorOf(person: SlackUser, channel?: string): Promise<Actor>;
  /** What somebody is in a workspace. Takes less than half a second, and never rejects. */
  belongingOf(workspaceId: string, userId: string): Promise<Belonging>;
  /**
   * By what the rules of an article name somebody who was picked in a form; undefined for an app, and somebody who is gone. Takes less than
   * half a second, and never rejects.
   */
  ruleOf(person: SlackUser): Promise<Approver | undefined>;
  /**
   * `actorKey`s of the people in a user group, by its rule, `slack:T024BE7LH:group:S0614TZR7`; nobody, where Slack does not say, or where
   * they are more than {@link MOST_MEMBERS}: that many are called in the thread. Takes two seconds at most, and never rejects.
   */
  membersOf(group: Approver): Promise<readonly string[]>;
  /** Undefined when Slack does not say in time. */
  nameOf(person: SlackUser): Promise<string | undefined>;
  /** The language that somebody chose, else that of their Slack. Takes less than half a second, and never rejects. */
  languageOf(person: SlackUser): Promise<InterfaceLanguage>;
  /** IANA; undefined when Slack does not say in time. Takes less than half a second, and never rejects. */
  zoneOf(person: SlackUser): Promise<string | undefined>;
  setLanguage(person: SlackUser, language: InterfaceLanguage): Promise<void>;
}

export interface SlackPeopleOptions {
  readonly workspaces: Workspaces;
  readonly people: PeopleStore;
  /** Where it is kept by whose clock people live. */
  readonly zones: Pick<ZoneStore, 'note'>;
  /** For those of whom Slack tells nothing in time. */
  readonly fallback: InterfaceLanguage;
  /** Whether user groups decide about articles; else nobody asks for them. */
  readonly needsGroups: boolean;
  /** Whether members of a channel decide about articles (`anyone`), and who tells; absent: nobody asks who is one. */
  readonly isMember?: SlackMembership['ask'];
  readonly logger: Logger;
}

type SlackProfile = UsersInfoResponse['user'];

/** What Slack knows of a person. */
interface Profile {
  readonly name?: string;
  readonly locale?: string;
  readonly zone?: string;
  readonly belonging: Belonging;
  /** One of their organisation's workspaces is the one that was asked. */
  readonly isOfOrganisation: boolean;
  /** Of whoever is of another company. */
  readonly teamId?: string;
  /** False: an app, or somebody who is gone. */
  readonly isPerson: boolean;
}

/** Slack itself, which it does not call a bot. */
const SLACKBOT = 'USLACKBOT';

const REMEMBERED_PEOPLE = 10_000;
/** A changed name or language is noticed after this. */
const PROFILE_MS = 10 * 60_000;
/** Whoever leaves a group decides for so long still. */
const GROUPS_MS = 5 * 60_000;
/** Whoever is one of so many is not waited for in person. */
const MOST_MEMBERS = 50;
const PROFILE_BUDGET_MS = 400;
/** Without their groups a person may not be let decide: worth waiting for a little longer. */
const GROUPS_BUDGET_MS = 1000;

export function createSlackPeople({
  workspaces,
  people,
  zones,
  fallback,
  needsGroups,
  isMember,
  logger,
}: SlackPeopleOptions): SlackPeople {
  const profiles = new LRUCache<string, Promise<Profile>>({ max: REMEMBERED_PEOPLE, ttl: PROFILE_MS });
  const chosen = new LRUCache<string, Promise<{ readonly language?: InterfaceLanguage }>>({
    max: REMEMBERED_PEOPLE,
    ttl: PROFILE_MS,
  });
  const noted = new LRUCache<string, string>({ max: REMEMBERED_PEOPLE });
  const groups = new LRUCache<string, Promise<ReadonlyMap<string, readonly string[]>>>({ max: 100, ttl: GROUPS_MS });

  /** Workspaces that did not say who is in their groups: those who look all the time do not ask again so soon. */
  const silent = new LRUCache<string, true>({ max: 100, ttl: GROUPS_MS });

  async function readProfile({ workspaceId, userId }: SlackUser): Promise<Profile> {
    const client = await workspaces.clientOf(workspaceId);
    const { user } = await client.users.info({ user: userId, include_locale: true });
    const name = [user?.profile?.display_name, user?.profile?.real_name, user?.real_name, user?.name].find(
      (one) => one !== undefined && isSeen(one),
    );
    const zone = user?.tz === undefined ? undefined : knownZone(user.tz);
    return {
      ...(name !== undefined && { name }),
      ...(user?.locale !== undefined && { locale: user.locale }),
      ...(zone !== undefined && { zone }),
      belonging: belongingIn(workspaceId, user),
      isOfOrganisation: user?.enterprise_user?.teams?.includes(workspaceId) === true,
      ...(user?.team_id !== undefined && { teamId: user.team_id }),
      isPerson: user?.is_bot !== true && user?.deleted !== true && userId !== SLACKBOT,
    };
  }

  /** Nobody waits for it: it is of use when they are waited for, hours later. */
  function noteZone(person: string, zone: string): void {
    if (noted.get(person) === zone) return;
    noted.set(person, zone);
    zones.note(person, zone, 'platform').catch((error: unknown) => {
      noted.delete(person);
      logger.debug({ reason: reasonOf(error) }, 'Could not note where somebody is by the clock');
    });
  }

  async function readChosen(userId: string): Promise<{ readonly language?: InterfaceLanguage }> {
    const language = await people.language({ platform: PLATFORM, userId });
    return language === undefined ? {} : { language };
  }

  async function groupsOf({ workspaceId, teamId, userId }: SlackUser): Promise<readonly string[]> {
    // Rules name a group by the workspace of its members.
    if (!needsGroups || teamId !== undefined) return [];
    const members = await membersIn(workspaceId);
    return [...(members ?? [])].filter(([, users]) => users.includes(userId)).map(([group]) => group);
  }

  /** Of each user group of a workspace. */
  async function membersIn(workspaceId: string): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    const read = async (): Promise<ReadonlyMap<string, readonly string[]>> =>
      await membersByGroup(await workspaces.clientOf(workspaceId));
    return await remembered(groups, workspaceId, read, GROUPS_BUDGET_MS, 'who is in which user group');
  }

  /** By what rules name somebody; undefined for an app, and somebody who is gone. */
  async function keyOf(person: SlackUser): Promise<string | undefined> {
    const profile = await profileOf(person);
    if (profile?.isPerson === false) return undefined;
    const { workspaceId, userId } = person;
    const workspace = profile?.isOfOrganisation === true ? workspaceId : (profile?.teamId ?? workspaceId);
    const key = actorKey({ platform: PLATFORM, workspace, userId });
    if (profile?.zone !== undefined) noteZone(key, profile.zone);
    return key;
  }

  /** Undefined when it takes too long or fails; what comes later is there for the next time. */
  async function remembered<T extends object>(
    cache: LRUCache<string, Promise<T>>,
    key: string,
    read: () => Promise<T>,
    budgetMs: number,
    what: string,
  ): Promise<T | undefined> {
    let known = cache.get(key);
    if (known === undefined) {
      known = read();
      cache.set(key, known);
      const asked = known;
      asked.catch((error: unknown) => {
        if (cache.peek(key) === asked) cache.delete(key);
        logger.warn({ reason: error instanceof Error ? error.message : String(error) }, `Could not find out ${what}`);
      });
    }
    try {
      const found = await inTime(known, budgetMs);
      return found === LATE ? undefined : found;
    } catch {
      return undefined;
    }
  }

  const profileOf = (person: SlackUser): Promise<Profile | undefined> =>
    remembered(
      profiles,
      `${person.workspaceId}:${person.userId}`,
      () => readProfile(person),
      PROFILE_BUDGET_MS,
      'who somebody is',
    );

  async function languageOf(person: SlackUser): Promise<InterfaceLanguage> {
    const { userId } = person;
    const [profile, choice] = await Promise.all([
      profileOf(person),
      remembered(chosen, userId, () => readChosen(userId), PROFILE_BUDGET_MS, 'which language somebody chose'),
    ]);
    return choice?.language ?? (profile?.locale === undefined ? fallback : languageOfLocale(profile.locale));
  }

  return {
    async actorOf(person, channel) {
      const { workspaceId, teamId = workspaceId, userId } = person;
      const [profile, inGroups, member] = await Promise.all([
        profileOf(person),
        groupsOf(person),
        channel === undefined ? false : isMember?.(workspaceId, channel, userId),
      ]);
      const displayName = profile?.name ?? person.name ?? userId;
      const where = channel === undefined ? undefined : { platform: PLATFORM, workspace: workspaceId, channel };
      // Of several workspaces of an organisation they act in this one.
      const who = {
        platform: PLATFORM,
        workspace: profile?.isOfOrganisation === true ? workspaceId : teamId,
        userId,
      };
      if (profile?.zone !== undefined) noteZone(actorKey(who), profile.zone);
      return {
        ...who,
        displayName,
        groups: inGroups,
        ...(where !== undefined && member !== false && { channels: [channelKey(where)] }),
        ...(where !== undefined && { where }),
      };
    },

    belongingOf: async (workspaceId, userId) => (await profileOf({ workspaceId, userId }))?.belonging ?? 'unknown',
    ruleOf: keyOf,
    async membersOf(rule) {
      const named = parseApproverRule(rule);
      if (!needsGroups || named.kind !== 'group' || named.workspace === undefined) return [];
      const { workspace, id } = named;
      if (silent.has(workspace)) return [];
      const members = await membersIn(workspace);
      if (members === undefined) silent.set(workspace, true);
      const users = members?.get(id) ?? [];
      if (users.length > MOST_MEMBERS) return [];
      const keys = await Promise.all(users.map((userId) => keyOf({ workspaceId: workspace, userId })));
      return keys.flatMap((key) => key ?? []);
    },

    nameOf: async (person) => (await profileOf(person))?.name,
    languageOf,
    zoneOf: async (person) => (await profileOf(person))?.zone,

    async setLanguage({ userId }, language) {
      await people.setLanguage({ platform: PLATFORM, userId }, language);
      chosen.delete(userId);
    },
  };
}

/** Whoever shares a channel with us from another workspace is no stranger to Slack, and belongs to another team. */
function belongingIn(workspaceId: string, user: SlackProfile): Belonging {
  const teams = [user?.team_id ?? workspaceId, ...(user?.enterprise_user?.teams ?? [])];
  if (user?.is_stranger === true || !teams.includes(workspaceId)) return 'external';
  return user?.is_restricted === true || user?.is_ultra_restricted === true ? 'guest' : 'member';
}

async function membersByGroup(client: WebClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const { usergroups = [] } = await client.usergroups.list({ include_users: true });
  return new Map(usergroups.flatMap(({ id, users }) => (id === undefined ? [] : [[id, users ?? []] as const])));
}
