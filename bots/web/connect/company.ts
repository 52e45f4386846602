import * as client from 'openid-client';
import { z } from 'zod';
import type { OidcConfig } from '../../../src/config/oidc-schema.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Seal } from '../../../src/lib/seal.ts';
import type { Vouched } from '../../../src/storage/vouch-store.ts';
import type { Person } from '../../../src/storage/web-link-store.ts';
import { PLATFORM } from '../platform.ts';
import type { OidcVariables } from '../variables.ts';

/** Somebody whom the company signed in, with what it says of them. */
export interface Colleague {
  readonly person: Person;
  readonly vouched: Vouched;
  /** Where they wanted to go. */
  readonly next: string;
}

/**
 * Why nobody came in. `away`: the company's server · `stranger`: whoever it is may not come in here · `broken`: what came back belongs to no
 * sign-in that was begun here, or is no proof
 */
export type CompanyFault = 'away' | 'stranger' | 'broken';

/** The company's own sign-in: OpenID Connect, authorization code with PKCE. Neither rejects. */
export interface Company {
  /** Of the button. */
  readonly name: string;
  /** Where the browser is sent, and what it keeps until it comes back. @param origin where it comes back to */
  begin(origin: string, next: string): Promise<{ readonly address: string; readonly kept: string } | 'away'>;
  /** @param came the address with which it came back @param kept as `begin` gave it */
  finish(came: URL, kept: string | undefined): Promise<Colleague | CompanyFault>;
}

export interface CompanyOptions {
  readonly variables: OidcVariables;
  readonly settings: OidcConfig;
  /** Keeps what the browser keeps from being read or changed. */
  readonly seal: Seal;
  readonly logger: Logger;
  readonly now?: () => number;
}

export const COMPANY_PATH = '/sign-in/company';
export const COMPANY_RETURN_PATH = `${COMPANY_PATH}/callback`;
/** Whoever types a password and a second factor takes a while. */
export const COMPANY_MINUTES = 10;
const TIMEOUT_SECONDS = 5;
const LABEL = 'web company sign-in';
const SCOPE = 'openid profile email';
/** Of all that the browser keeps. */
const MOST_KEPT_CHARS = 3000;
const MOST_GROUPS = 50;

const keptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  origin: z.string(),
  next: z.string(),
  until: z.number(),
});

const words = z.union([z.string(), z.array(z.unknown())]);
const claimsSchema = z
  .object({
    sub: z.string().min(1).max(255),
    email: z.string().max(320).optional(),
    email_verified: z.union([z.boolean(), z.string()]).optional(),
    name: z.string().optional(),
    preferred_username: z.string().optional(),
  })
  .loose();
type Claims = z.output<typeof claimsSchema>;

export function createCompany({ variables, settings, seal, logger, now = Date.now }: CompanyOptions): Company {
  const { issuer, clientId, clientSecret } = variables;
  let known: Promise<client.Configuration> | undefined;

  /** Asked once; a server that was away is asked again. */
  async function configuration(): Promise<client.Configuration> {
    const isInClear = issuer.protocol === 'http:';
    known ??= client.discovery(issuer, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      // Only of this very machine: variables.ts sees to that.
      // oxlint-disable-next-line typescript/no-deprecated -- It is deprecated so that it is noticed.
      ...(isInClear && { execute: [client.allowInsecureRequests] }),
    });
    const asked = known;
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    return await asked;
  }

  return {
    name: settings.name ?? issuer.host,

    async begin(origin, next) {
      try {
        const config = await configuration();
        const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
        const address = client.buildAuthorizationUrl(config, {
          redirect_uri: `${origin}${COMPANY_RETURN_PATH}`,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        const kept = { state, nonce, verifier, origin, next, until: now() + COMPANY_MINUTES * 60_000 };
        return { address: address.href, kept: seal.close(JSON.stringify(kept), LABEL).toString('base64url') };
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'The company’s sign-in could not be begun');
        return 'away';
      }
    },

    async finish(came, kept) {
      const begun = kept === undefined ? undefined : open(kept);
      if (begun === undefined || begun.origin !== came.origin) return 'broken';
      let config: client.Configuration;
      try {
        config = await configuration();
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'The company’s sign-in could not be finished');
        return 'away';
      }
      try {
        const tokens = await client.authorizationCodeGrant(config, came, {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        const claims = claimsSchema.safeParse(tokens.claims());
        if (!claims.success) return 'broken';
        const colleague = toColleague(claims.data, settings);
        if (colleague === undefined) {
          logger.info({ sub: claims.data.sub }, 'The company signed somebody in who may not come in here');
          return 'stranger';
        }
        return { ...colleague, next: begun.next };
      } catch (error) {
        // Neither code nor token is in it.
        logger.warn({ reason: reasonOf(error) }, 'The company’s sign-in was refused');
        return 'broken';
      }
    },
  };

  function open(kept: string): z.output<typeof keptSchema> | undefined {
    if (kept.length > MOST_KEPT_CHARS) return undefined;
    try {
      const begun = keptSchema.parse(JSON.parse(seal.open(Buffer.from(kept, 'base64url'), LABEL)));
      return begun.until > now() ? begun : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Undefined: the settings let somebody like that not in. */
export function toColleague(claims: Claims, settings: OidcConfig): Omit<Colleague, 'next'> | undefined {
  const { sub, email: typed, name, preferred_username: username } = claims;
  // Some say so in words.
  const isVerified = claims.email_verified === true || claims.email_verified === 'true';
  const email =
    isVerified && typed !== undefined && /^[^\s@:]+@[^\s@:]+$/.test(typed) ? typed.toLowerCase() : undefined;
  const domain = email?.slice(email.indexOf('@') + 1);
  if (settings.domains.length > 0 && (domain === undefined || !settings.domains.includes(domain))) return undefined;
  if (!hasAll(claims, settings.require)) return undefined;
  const userId = settings.knownBy === 'email' ? email : sub;
  if (userId === undefined) return undefined;
  return {
    person: { platform: PLATFORM, userId, displayName: name || username || email || sub },
    vouched: {
      channels: [],
      readable: [],
      groups: settings.groupsClaim === undefined ? [] : groupsIn(claims[settings.groupsClaim]),
      isAdministrator: Object.keys(settings.administrators).length > 0 && hasAll(claims, settings.administrators),
      mayStart: true,
    },
  };
}

/** Whether of each claim at least one of the values is there. */
function hasAll(claims: Claims, wanted: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(wanted).every(([claim, values]) =>
    wordsIn(claims[claim]).some((word) => values.includes(word)),
  );
}

function wordsIn(claim: unknown): readonly string[] {
  const parsed = words.safeParse(claim);
  return parsed.success ? [parsed.data].flat().filter((word) => typeof word === 'string') : [];
}

/** As a rule can name them: `web:group:editors`. */
function groupsIn(claim: unknown): readonly string[] {
  return wordsIn(claim)
    .filter((group) => /^[^\s:]{1,200}$/.test(group))
    .slice(0, MOST_GROUPS);
}
