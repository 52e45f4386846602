import { reasonOf } from '../lib/reason-of.ts';
import type { Logger } from '../lib/logger.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { type ApprovalRules, isAnyone, mayDecide, maySee } from '../protocol/approvers.ts';
import { placesOf } from '../protocol/following.ts';
import { channelKey, type Thread } from '../protocol/thread.ts';
import { messages } from '../messages/messages.ts';
import type { Absent, DelegationStore } from '../storage/delegation-store.ts';
import type { ArticleStore } from '../storage/article-store.ts';
import type { Door } from './door.ts';

/** What a platform knows of who is where. Neither rejects: what it cannot tell in a second is no. */
export interface Membership {
  /** Whether somebody is a member of the channel, group or conversation of a thread. */
  isMember(actor: Actor, thread: Thread): Promise<boolean>;
  /** Whether somebody who is no member can read there all the same: a public channel of their own workspace. */
  canRead(actor: Actor, thread: Thread): Promise<boolean>;
  /** What the platform says of somebody whom another one named: their name, and their groups. Absent: it says nothing. */
  personOf?(actor: Actor): Promise<Actor>;
  /** Whether somebody has gone from there for certain: the platform says that they are no member, and others cannot read. Absent: nobody goes. */
  hasLeft?(actor: Actor, thread: Thread): Promise<boolean>;
}

/** Who acts, with what the platform vouches for, and what the rules of one article are for them. */
export interface Admission {
  /** With the article's channel among their channels when they are a member there, and known as an administrator. */
  readonly actor: Actor;
  readonly rules: ApprovalRules;
  readonly isSeen: boolean;
  /** `channelKey` of where they can read it without being a member, which is all that lets them see it: where it lives, or is shown, too. */
  readonly readsAt?: string;
  /** When its texts were deleted, because they were kept for long enough. Absent: they are there. */
  readonly textsGoneAt?: Date;
}

export interface AccessOptions {
  readonly articles: ArticleStore;
  readonly membership: Membership;
  readonly door: Pick<Door, 'isAdministrator'>;
  /** Absent: nobody stands for anybody. */
  readonly delegations?: Pick<DelegationStore, 'absentFor'>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** What one article is to one person. `missing`: there is none. Undefined: the database does not answer. Never rejects. */
export type Admit = (actor: Actor, articleId: string) => Promise<Admission | 'missing' | undefined>;

/** Who may know of an article, and with which rights they act on it. */
export function createAdmit({ articles, membership, door, delegations, logger, storeBudgetMs }: AccessOptions): Admit {
  return async (actor, articleId) => {
    let article: Awaited<ReturnType<ArticleStore['find']>>;
    try {
      article = await within(storeBudgetMs, 'PostgreSQL', articles.find(articleId));
    } catch (error) {
      logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read who decides about an article');
      return undefined;
    }
    if (article === undefined) return 'missing';
    const { settings, requester, home, language, inCharge, followings } = article;
    const gone = article.textsGoneAt ? { textsGoneAt: article.textsGoneAt } : {};
    const places: readonly Thread[] = [home, ...(followings ?? []).map(({ thread }) => thread)];
    const rules = {
      ...settings.approval,
      requester: actorKey(requester),
      requesterName: requester.displayName,
      ...(inCharge && { inCharge }),
      home: channelKey(home),
      ...(followings && { places: placesOf(followings) }),
    };
    // Nobody is an administrator for somebody else.
    const isAdministrator = isNear(actor, home) ? door.isAdministrator(actor) : Promise.resolve(false);
    const own = { ...(await admitAs(actor, isAdministrator, places, rules)), ...gone };
    if (own.isSeen && mayDecide(own.actor, rules)) return own;
    // Only who may not decide themselves do so for somebody else: nobody has two votes.
    for (const { key, name, alsoKnownAs } of await absentFor(actor)) {
      const displayName = messages(language).words.standsFor(actor.displayName, name);
      const keys = [...(actor.alsoKnownAs ?? []), key, ...alsoKnownAs];
      const substitute = { ...actor, displayName, alsoKnownAs: keys, standsFor: key };
      if (mayDecide(substitute, rules))
        return { ...(await admitAs(substitute, isAdministrator, places, rules)), ...gone };
    }
    return own;
  };

  /** @param places where it lives, first, and where it is shown */
  async function admitAs(
    actor: Actor,
    vouched: Promise<boolean>,
    places: readonly Thread[],
    rules: ApprovalRules,
  ): Promise<Admission> {
    const [inPlaces, isAdministrator] = await Promise.all([withPlaces(actor, places, rules), vouched]);
    const known: Actor = { ...inPlaces, ...(isAdministrator && { isAdministrator }) };
    if (maySee(known, rules)) return { actor: known, rules, isSeen: true };
    const readable = await Promise.all(places.map((place) => membership.canRead(known, place)));
    const readAt = places.find((_, index) => readable[index] === true);
    return { actor: known, rules, isSeen: readAt !== undefined, ...(readAt && { readsAt: channelKey(readAt) }) };
  }

  async function absentFor(actor: Actor): Promise<readonly Absent[]> {
    if (delegations === undefined || actor.standsFor !== undefined) return [];
    try {
      return await within(storeBudgetMs, 'PostgreSQL', delegations.absentFor(actor));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not look for whom somebody decides');
      return [];
    }
  }

  /** Asks the platform only where it matters, and hands on no other channels: what is known of them may be long. */
  async function withPlaces(actor: Actor, places: readonly Thread[], rules: ApprovalRules): Promise<Actor> {
    const { channels = [], ...person } = actor;
    const keys = places.map(channelKey);
    const known = keys.filter((key) => channels.includes(key));
    const here = known.length === 0 ? person : { ...person, channels: known };
    const wantsAnyone = rules.approvers.includes('anyone') || rules.raisers?.includes('anyone') === true;
    if (isAnyone(here, rules) || (!wantsAnyone && maySee(here, rules))) return here;
    const asked = await Promise.all(
      places.map(async (place) => known.includes(channelKey(place)) || (await membership.isMember(actor, place))),
    );
    const member = keys.filter((_, index) => asked[index] === true);
    return member.length === 0 ? person : { ...person, channels: member };
  }
}

/** Nobody looks after what lives elsewhere. */
function isNear({ platform, workspace }: Actor, home: Thread): boolean {
  return platform === home.platform && workspace === home.workspace;
}
