import { parseApproverRule } from '../messages/approver-rule.ts';
import { type Actor, actorKey, keysOf } from '../protocol/actor.ts';
import type { ApprovalRules } from '../protocol/approvers.ts';
import { isOfMany } from '../protocol/voting.ts';
import type { Approver } from '../protocol/settings.ts';
import { MAX_MORE_APPROVERS } from '../protocol/stricter.ts';
import type { ArticlePeopleStore, ArticlePerson } from '../storage/article-people-store.ts';
import { type NotAccepted, refused } from './reply.ts';
import { inStore } from './schedules.ts';
import { isApproverRule } from './to-article-request.ts';

export interface WhomOptions {
  readonly people: ArticlePeopleStore;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Longer ones are no name. */
export const MAX_WHOM_CHARS = 120;

/**
 * Who is meant by what somebody typed: `@Ben`, of those who have to do with the article, or with articles that they had to do with; or `slack:T024BE7LH:U024BE7LH`; else an id of the
 * platform on which it was typed, which may be nobody's. Rejects with a `GatewayError` when the store does not answer in time.
 */
export async function whom(
  typed: string,
  { by, articleId }: { readonly by: Actor; readonly articleId?: string },
  { people, storeBudgetMs }: WhomOptions,
): Promise<{ readonly kind: 'found'; readonly actor: Actor } | NotAccepted> {
  const said = calledIn(typed);
  if (said === '' || said.length > MAX_WHOM_CHARS) return refused({ code: 'nobody-called', typed });
  const known = await inStore(storeBudgetMs, articleId === undefined ? people.around(by) : people.of(articleId));
  const meant = known.filter((person) => isCalled(person, said));
  const [only, ...others] = meant;
  if (others.length > 0) return refused({ code: 'several-called', typed: said, keys: meant.map(({ key }) => key) });
  const key = only?.key ?? keyOf(said, by);
  if (key === undefined) return refused({ code: 'nobody-called', typed: said });
  const name = only?.name ?? (await inStore(storeBudgetMs, people.nameOf(key)));
  const person = toActor(key, name);
  return person === undefined ? refused({ code: 'nobody-called', typed: said }) : { kind: 'found', actor: person };
}

/**
 * Rules for those whom an order wants among its approvers: each one as the settings name people, or by the name of somebody who had to do with
 * the same articles. What names nobody is left as it was typed. Whoever names themselves names the requester. Rejects with a `GatewayError` when the store does not answer in time.
 */
export async function approverRules(
  typed: readonly string[],
  by: Actor,
  { people, storeBudgetMs }: WhomOptions,
): Promise<{ readonly kind: 'found'; readonly rules: readonly Approver[] } | NotAccepted> {
  const isName = (one: string): boolean => !isApproverRule(one) && calledIn(one) !== '';
  const others = typed.some(isName) ? await inStore(storeBudgetMs, people.around(by)) : [];
  const known = [{ key: actorKey(by), name: by.displayName }, ...others];
  const rules: Approver[] = [];
  for (const one of typed.slice(0, MAX_MORE_APPROVERS)) {
    const meant = isName(one) ? known.filter((person) => isCalled(person, calledIn(one))) : [];
    const keys = meant.map(({ key }) => key);
    if (keys.length > 1) return refused({ code: 'several-called', typed: calledIn(one), keys });
    const [rule = one] = keys;
    rules.push(keysOf(by).includes(rule) ? 'requester' : rule);
  }
  return { kind: 'found', rules: [...rules, ...typed.slice(MAX_MORE_APPROVERS)] };
}

/** Whether the rules of an article may let somebody decide, as far as they name people: who is in a group, nobody knows here. */
export function mayBeAsked(
  key: string,
  { approvers, requester, voting }: Pick<ApprovalRules, 'approvers' | 'requester' | 'voting'>,
): boolean {
  const named = [...approvers, ...(voting?.veto ?? [])];
  return named.some((rule) => isOfMany(rule) || (rule === 'requester' ? requester : rule) === key);
}

/** By their whole name, its first word, their id or their key. */
function isCalled({ key, name }: ArticlePerson, said: string): boolean {
  const wanted = said.toLowerCase();
  const names = name === undefined ? [] : [name, name.split(' ', 1)[0] ?? name];
  return [...names, key.slice(key.lastIndexOf(':') + 1), key].some((one) => one.toLowerCase() === wanted);
}

/** What somebody is called in “@Ben,”. */
function calledIn(typed: string): string {
  return typed
    .trim()
    .replace(/^[@<]+/, '')
    .replace(/[>.,;!]+$/, '');
}

function keyOf(said: string, by: Actor): string | undefined {
  if (said.includes(' ')) return undefined;
  return said.includes(':') ? said : actorKey({ ...by, userId: said });
}

function toActor(key: string, name: string | undefined): Actor | undefined {
  const rule = parseApproverRule(key);
  if (rule.kind !== 'user') return undefined;
  const { platform, workspace, id: userId } = rule;
  return {
    platform,
    ...(workspace !== undefined && { workspace }),
    userId,
    displayName: name ?? userId,
    groups: [],
  };
}
