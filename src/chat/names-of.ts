import { shownName } from '../cards/waiting-for.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { parseApproverRule } from '../messages/approver-rule.ts';
import type { ArticlePeopleStore } from '../storage/article-people-store.ts';
import type { Membership } from './access.ts';

export interface NamesOfOptions {
  /** Absent: nobody is known by name. */
  readonly people: ArticlePeopleStore | undefined;
  readonly membership: Pick<Membership, 'personOf'>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/**
 * What people are called whom rules name in person, by those rules. Whom nobody knows is left out. Never rejects.
 * @param options.onlyHeard no platform is asked, so that every chat says the same. Default: the one that the person is asked in is
 */
export type NamesOf = (
  rules: readonly string[],
  options?: { readonly onlyHeard?: true },
) => Promise<Readonly<Record<string, string>>>;

/** A page of an inbox has fewer. */
const MOST_NAMES = 1000;
/** A sentence has no room for more, and each is a call. */
const MOST_ASKED = 20;
/** A person waits for the answer. */
const PLATFORM_BUDGET_MS = 400;

export function createNamesOf({ people, membership, logger, storeBudgetMs }: NamesOfOptions): NamesOf {
  return async (rules, { onlyHeard = false } = {}) => {
    const keys = [...new Set(rules)].filter((rule) => parseApproverRule(rule).kind === 'user').slice(0, MOST_NAMES);
    if (people === undefined || keys.length === 0) return {};
    const known = await inTime(storeBudgetMs, 'PostgreSQL', people.namesOf(keys), new Map<string, string>());
    const unheard = onlyHeard ? [] : keys.filter((key) => !known.has(key)).slice(0, MOST_ASKED);
    const asked = Promise.all(unheard.map(async (key) => [key, await nameAtPlatform(key)] as const));
    const told = await inTime(PLATFORM_BUDGET_MS, 'The platform', asked, []);
    const all = [...known, ...told.flatMap(([key, name]) => (name === undefined ? [] : [[key, name] as const]))];
    return Object.fromEntries(all.map(([key, name]) => [key, shownName(name)]));
  };

  async function inTime<T>(budgetMs: number, who: string, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await within(budgetMs, who, work);
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not find out what people are called');
      return otherwise;
    }
  }

  async function nameAtPlatform(key: string): Promise<string | undefined> {
    const rule = parseApproverRule(key);
    if (rule.kind !== 'user' || membership.personOf === undefined) return undefined;
    const { platform, workspace, id: userId } = rule;
    const named = { platform, userId, displayName: userId, groups: [], ...(workspace !== undefined && { workspace }) };
    const { displayName } = await membership.personOf(named);
    return displayName === userId ? undefined : displayName;
  }
}
