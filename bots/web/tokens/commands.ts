import { cleanLine } from '../../../src/lib/clean-text.ts';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import type { AuditLog } from '../../../src/storage/audit-log.ts';
import { makeToken } from '../connect/token.ts';
import type { StoredToken, TokenStore } from '../connect/token-store.ts';
import type { TokenCommand } from './read-arguments.ts';

export interface TokenCommandOptions {
  readonly tokens: Pick<TokenStore, 'create' | 'list' | 'revoke' | 'nameOf'>;
  readonly audit: AuditLog;
  /** Who typed it. */
  readonly by: Actor;
  /** A line for whoever, or whatever, reads what comes out. */
  readonly print: (line: string) => void;
  /** A line for the person who typed it. */
  readonly tell: (line: string) => void;
  readonly now: () => Date;
}

/** Makes a token, which is printed and never again. @returns the exit code */
export async function createToken(
  { person, scopes, name, lifeMs }: Extract<TokenCommand, { readonly kind: 'create' }>,
  { tokens, audit, by, print, tell, now }: TokenCommandOptions,
): Promise<number> {
  const key = actorKey(person);
  const nameless = { ...person, displayName: person.userId, groups: [] };
  const actor = { ...nameless, displayName: name ?? (await tokens.nameOf(nameless)) ?? person.userId };
  const { id, token, hash } = makeToken();
  const expiresAt = lifeMs === undefined ? undefined : new Date(now().getTime() + lifeMs);
  await tokens.create({ id, hash, actor, scopes, ...(expiresAt !== undefined && { expiresAt }) });
  await audit.note({ act: 'token-create', by, about: `token:${id} for ${key}: ${scopes.join(' ')}` });
  tell(`Token ${id} acts as ${cleanLine(actor.displayName)} (${key}): ${scopes.join(', ')}.`);
  tell(`It ${expiresAt === undefined ? 'does not expire' : `expires on ${day(expiresAt)}`}, and is not shown again:`);
  print(token);
  return 0;
}

/** Says which tokens there are, a line each. @returns the exit code */
export async function listTokens({ tokens, print, now }: TokenCommandOptions): Promise<number> {
  const all = await tokens.list();
  if (all.length === 0) print('There is no token. Make one with npm run token -- create.');
  for (const token of all) {
    const { id, actor, scopes, createdAt, usedAt } = token;
    print(
      [
        id,
        `${cleanLine(actor.displayName)} (${actorKey(actor)})`,
        scopes.join(','),
        `made ${day(createdAt)}`,
        standing(token, now()),
        usedAt === undefined ? 'never used' : `used ${usedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      ].join('  '),
    );
  }
  return 0;
}

/** From now on the token is refused. @returns the exit code */
export async function revokeToken(id: string, { tokens, audit, by, print }: TokenCommandOptions): Promise<number> {
  const isRevoked = await tokens.revoke(id);
  if (isRevoked) await audit.note({ act: 'token-revoke', by, about: `token:${id}` });
  print(isRevoked ? `${id} is refused from now on.` : `There is no token ${id}; npm run token -- list has them all.`);
  return isRevoked ? 0 : 1;
}

function standing({ expiresAt, revokedAt }: StoredToken, now: Date): string {
  if (revokedAt !== undefined) return `revoked ${day(revokedAt)}`;
  if (expiresAt === undefined) return 'does not expire';
  return `${expiresAt <= now ? 'expired' : 'expires'} ${day(expiresAt)}`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
