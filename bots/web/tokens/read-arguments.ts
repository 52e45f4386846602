import { parseArgs } from 'node:util';
import { parseApproverRule } from '../../../src/messages/approver-rule.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { SCOPES, type Scope } from '../listeners/caller.ts';
import { looksLikeToken } from '../connect/token.ts';

export const USAGE = `npm run token -- create --for PERSON --scope SCOPES [--name NAME] [--expires 90d]
npm run token -- list
npm run token -- revoke ID

Tokens of the HTTP API. Whoever sends one acts as its person, and may no more than that person may.
  --for       slack:T024BE7LH:U024BE7LH, telegram:123456789, terminal:ann or web:ann
  --scope     ${SCOPES.join(', ')} or all; several are separated by commas
  --name      what others read where it acts. Default: as the person was called last
  --expires   12h, 90d, 2w or never. Default: 90d
The token is printed once, alone on standard output; what is kept is a hash of it.

Ends with 0 when it was done, 1 when there is no such token or the database did not answer, 2 when something has to be put right first.`;

export type TokenCommand =
  | {
      readonly kind: 'create';
      readonly person: Pick<Actor, 'platform' | 'workspace' | 'userId'>;
      readonly scopes: readonly Scope[];
      readonly name?: string;
      /** Absent: never. */
      readonly lifeMs?: number;
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'revoke'; readonly id: string }
  | { readonly kind: 'help' };

const HOUR_MS = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS };
const MOST_DAYS = 3650;
const MAX_NAME_CHARS = 80;

/** What was typed behind `npm run token --`. @throws {TypeError} with what to type instead. */
export function readTokenArguments(args: readonly string[]): TokenCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      for: { type: 'string' },
      scope: { type: 'string', multiple: true },
      name: { type: 'string' },
      expires: { type: 'string', default: '90d' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [verb = 'list', typed, ...more] = positionals;
  if (verb === 'list' && typed === undefined) return { kind: 'list' };
  if (verb === 'revoke' && typed !== undefined && more.length === 0) return { kind: 'revoke', id: toId(typed) };
  if (verb !== 'create' || typed !== undefined)
    throw new TypeError('Say create, list, or revoke and the id of a token as the list has it.');
  const lifeMs = toLife(values.expires);
  return {
    kind: 'create',
    person: toPerson(values.for),
    scopes: toScopes(values.scope ?? []),
    ...(values.name !== undefined && { name: toName(values.name) }),
    ...(lifeMs !== undefined && { lifeMs }),
  };
}

/** A token itself names its id, too. */
function toId(typed: string): string {
  return looksLikeToken(typed) ? (typed.split('_')[1] ?? '') : typed;
}

function toPerson(typed: string | undefined): Pick<Actor, 'platform' | 'workspace' | 'userId'> {
  const rule = parseApproverRule(typed ?? '');
  const isWhole = rule.kind === 'user' && (rule.platform === 'slack') === (rule.workspace !== undefined);
  if (rule.kind !== 'user' || !isWhole)
    throw new TypeError(
      `--for must name a person: slack:T024BE7LH:U024BE7LH, telegram:123456789, terminal:ann or web:ann${typed === undefined ? '' : `, is ${typed}`}.`,
    );
  const { platform, workspace, id } = rule;
  return { platform, userId: id, ...(workspace !== undefined && { workspace }) };
}

function toScopes(typed: readonly string[]): readonly Scope[] {
  const names = typed.flatMap((one) => one.split(',')).map((one) => one.trim());
  const unknown = names.find((name) => name !== 'all' && !SCOPES.some((scope) => scope === name));
  if (names.length === 0 || unknown !== undefined)
    throw new TypeError(
      `--scope must be of ${SCOPES.join(', ')} or all${unknown === undefined ? '' : `, is ${unknown}`}.`,
    );
  return SCOPES.filter((scope) => names.includes('all') || names.includes(scope));
}

function toName(typed: string): string {
  const name = typed.trim();
  if (name === '' || name.length > MAX_NAME_CHARS)
    throw new TypeError(`--name must have 1 to ${MAX_NAME_CHARS} letters.`);
  return name;
}

function toLife(typed: string): number | undefined {
  if (typed === 'never') return undefined;
  const [, count, unit = ''] = /^(\d{1,5})([hdw])$/.exec(typed) ?? [];
  const lifeMs = Number(count) * (UNITS[unit] ?? 0);
  if (!(lifeMs > 0 && lifeMs <= MOST_DAYS * 24 * HOUR_MS))
    throw new TypeError(`--expires must be 12h, 90d, 2w or never, at most ${MOST_DAYS}d, is ${typed}.`);
  return lifeMs;
}
