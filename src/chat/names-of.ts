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

/** What people are called whom rules name in person, by those rules. Whom nobody knows is left out. Never rejects. */
export type NamesOf = (rules: readonly string[]) => Promise<Readonly<Record<string, string>>>;

/** A sentence has no room for more. */
const MOST_NAMES = 20;

export function createNamesOf({ people, membership, logger, storeBudgetMs }: NamesOfOptions): NamesOf {
  return async (rules) => {
    const keys = [...new Set(rules)].filter((rule) => parseApproverRule(rule).kind === 'user').slice(0, MOST_NAMES);
    if (people === undefined || keys.length === 0) return {};
    try {
      const known = await within(storeBudgetMs, 'PostgreSQL', people.namesOf(keys));
      const others = await Promise.all(
        keys.filter((key) => !known.has(key)).map(async (key) => [key, await nameAtPlatform(key)] as const),
      );
      const all = [...known, ...others.flatMap(([key, name]) => (name === undefined ? [] : [[key, name] as const]))];
      return Object.fromEntries(all.map(([key, name]) => [key, shownName(name)]));
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, 'Could not find out what people are called');
      return {};
    }
  };

  async function nameAtPlatform(key: string): Promise<string | undefined> {
    const rule = parseApproverRule(key);
    if (rule.kind !== 'user' || membership.personOf === undefined) return undefined;
    const { platform, workspace, id: userId } = rule;
    const named = { platform, userId, displayName: userId, groups: [], ...(workspace !== undefined && { workspace }) };
    const { displayName } = await membership.personOf(named);
    return displayName === userId ? undefined : displayName;
  }
}
