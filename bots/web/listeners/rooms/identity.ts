import { createMiniAppKeys } from '../../../../src/chat/mini-app-key.ts';
import { createSeal, deriveSecret } from '../../../../src/lib/seal.ts';
import { createMiniAppKeyStore } from '../../../../src/storage/mini-app-key-store.ts';
import type { VouchStore } from '../../../../src/storage/vouch-store.ts';
import { createWebLinkStore, type WebLinkStore } from '../../../../src/storage/web-link-store.ts';
import { bySession } from '../../connect/by-session.ts';
import { byToken } from '../../connect/by-token.ts';
import { type Company, createCompany } from '../../connect/company.ts';
import { createInitDataStore } from '../../connect/init-data-store.ts';
import { keepEndingSessions } from '../../connect/keep-ending-sessions.ts';
import { createOrigins, type Origins } from '../../connect/origins.ts';
import { createSessionStore } from '../../connect/session-store.ts';
import { createTokenStore } from '../../connect/token-store.ts';
import type { Routes } from '../app.ts';
import type { Authenticate } from '../caller.ts';
import { companyRoutes } from '../company-routes.ts';
import { languageRoutes } from '../language-routes.ts';
import { absenceRoutes } from '../absence-routes.ts';
import { linkRoutes } from '../link-routes.ts';
import { miniAppRoutes } from '../mini-app-routes.ts';
import { sessionRoutes } from '../session-routes.ts';
import { asPerson, signInRoutes } from '../sign-in-routes.ts';
import type { House } from './house.ts';

/** Who comes in, and by which way. */
export interface IdentityRoom {
  /** Who may say who they are, in the order in which they are asked. */
  readonly authenticators: readonly Authenticate[];
  readonly origins: Origins;
  readonly links: WebLinkStore;
  /** For views of the page. */
  readonly asPerson: ReturnType<typeof asPerson>;
  readonly routes: readonly Routes[];
}

/** @param vouches what chats say of people */
export function openIdentity(house: House, vouches: VouchStore): IdentityRoom {
  const { config, environment, web, platform, desk, logger } = house;
  const { pool, people } = platform;
  const origins = createOrigins(web.publicUrl);
  const links = createWebLinkStore(pool);
  const sessions = createSessionStore(pool, config.web.sessions);
  void keepEndingSessions({ sessions, logger }, platform.ending);
  const company = openCompany(house);
  const ways = { chats: web.publicUrl !== undefined, ...(company !== undefined && { company: company.name }) };
  const signIn = { sessions, links, origins, ways, mostHours: config.web.sessions.mostHours, logger };
  return {
    authenticators: [
      byToken({ tokens: createTokenStore(pool), logger }),
      bySession({ sessions, vouches, origins, logger }),
    ],
    origins,
    links,
    asPerson: asPerson({ origins, ways }),
    routes: [
      signInRoutes(signIn),
      sessionRoutes(signIn),
      ...(company === undefined ? [] : [companyRoutes({ ...signIn, company, vouches })]),
      miniAppRoutes({
        ...signIn,
        keys: createMiniAppKeys(createMiniAppKeyStore(pool), environment.secret ?? ''),
        used: createInitDataStore(pool),
      }),
      linkRoutes(desk),
      absenceRoutes(desk),
      languageRoutes({ people, logger }),
    ],
  };
}

/** Undefined: no company signs people in. */
function openCompany({ config, environment, web, logger }: House): Company | undefined {
  if (web.oidc === undefined) return undefined;
  return createCompany({
    variables: web.oidc,
    settings: config.web.oidc,
    seal: createSeal([deriveSecret(environment.secret ?? '', 'web company sign-in')]),
    logger,
  });
}
