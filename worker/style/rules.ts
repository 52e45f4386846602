import { cleanLine } from '../../src/lib/clean-text.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { AuditLog } from '../../src/storage/audit-log.ts';
import type { StyleStore } from '../../src/storage/style-store.ts';

/** A rule, by the article that it came from and its number there: `7k3m9x2c4p0qrstv/1`. */
export interface RuleName {
  readonly articleId: string;
  readonly number: number;
}

export interface RulesOptions {
  readonly style: Pick<StyleStore, 'adopted' | 'remove'>;
  readonly audit: AuditLog;
  /** Who typed it. */
  readonly by: Actor;
  readonly print: (line: string) => void;
}

export function parseRuleName(typed: string): RuleName | undefined {
  const [, articleId, number] = /^([0-9a-hjkmnp-tv-z]{16})\/([1-9])$/.exec(typed.toLowerCase()) ?? [];
  return articleId === undefined ? undefined : { articleId, number: Number(number) };
}

/** Says which rules hold, a line each. @returns the exit code */
export async function listRules({ style, print }: Pick<RulesOptions, 'style' | 'print'>): Promise<number> {
  const rules = await style.adopted();
  if (rules.length === 0) print('Nobody has adopted a rule.');
  for (const { articleId, number, place, language, ours, others, byName, at } of rules)
    print(
      `${articleId}/${number}  ${place}  ${language}  ${ours}  not ${others.join(', ')}  (${cleanLine(byName)}, ${at})`,
    );
  return 0;
}

/** Takes a rule out of the house style. @returns the exit code */
export async function removeRule({
  style,
  audit,
  by,
  print,
  name: { articleId, number },
}: RulesOptions & { readonly name: RuleName }): Promise<number> {
  const isRemoved = await style.remove(articleId, number);
  if (isRemoved) await audit.note({ act: 'style-remove', by, articleId, about: `rule:${number}` });
  print(
    isRemoved
      ? `${articleId}/${number} holds no more. Texts that are there stay as they are.`
      : `There is no rule ${articleId}/${number} that holds.`,
  );
  return isRemoved ? 0 : 1;
}
