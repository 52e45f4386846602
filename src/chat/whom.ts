import { parseApproverRule } from '../messages/approver-rule.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { ArticlePeopleStore, ArticlePerson } from '../storage/article-people-store.ts';
import { type NotAccepted, refused } from './reply.ts';

export interface WhomOptions {
  readonly people: ArticlePeopleStore;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Longer ones are no name. */
export const MAX_WHOM_CHARS = 120;

/**
 * Who is meant by what somebody typed: `@Ben`, of those who have to do with the article, or with articles that they had to do with; or `slack:T024BE7LH:U024BE7LH`; else an id of the
 * platform on which it was typed, which may be nobody's. Rejects with what the store throws.
 */
export async function whom(
  typed: string,
  { by, articleId }: { readonly by: Actor; readonly articleId?: string },
  { people, storeBudgetMs }: WhomOptions,
): Promise<{ readonly kind: 'found'; readonly actor: Actor } | NotAccepted> {
  const said = typed
    .trim()
    .replace(/^[@<]+/, '')
    .replace(/[>.,;!]+$/, '');
  if (said === '' || said.length > MAX_WHOM_CHARS) return refused({ code: 'nobody-called', typed });
  const known = await within(
    storeBudgetMs,
    'PostgreSQL',
    articleId === undefined ? people.around(by) : people.of(articleId),
  );
  const meant = known.filter((person) => isCalled(person, said));
  const [only, ...others] = meant;
  if (others.length > 0) return refused({ code: 'several-called', typed: said, keys: meant.map(({ key }) => key) });
  const key = only?.key ?? keyOf(said, by);
  if (key === undefined) return refused({ code: 'nobody-called', typed: said });
  const name = only?.name ?? (await within(storeBudgetMs, 'PostgreSQL', people.nameOf(key)));
  const person = toActor(key, name);
  return person === undefined ? refused({ code: 'nobody-called', typed: said }) : { kind: 'found', actor: person };
}

/** By their whole name, its first word, their id or their key. */
function isCalled({ key, name }: ArticlePerson, said: string): boolean {
  const wanted = said.toLowerCase();
  const names = name === undefined ? [] : [name, name.split(' ', 1)[0] ?? name];
  return [...names, key.slice(key.lastIndexOf(':') + 1), key].some((one) => one.toLowerCase() === wanted);
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
