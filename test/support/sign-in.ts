import type { Pool } from 'pg';
import type { BrowserContext } from 'playwright-core';
import { sessionCookie } from '../../bots/web/connect/session-cookie.ts';
import { createSessionStore } from '../../bots/web/connect/session-store.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Actor } from '../../src/protocol/actor.ts';

/** Signs somebody in to a browser profile, with all rights that they have here. @param url where the page is, on this machine */
export async function signIn(
  context: BrowserContext,
  person: Actor,
  { pool, url }: { readonly pool: Pool; readonly url: string },
): Promise<void> {
  const secret = await createSessionStore(pool, loadConfig('config').web.sessions).begin(person, 'machine');
  const cookie = sessionCookie(secret, { origin: url, isSecure: false, isLoopback: true }, 1);
  const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(cookie) ?? [];
  await context.addCookies([{ name, value, url }]);
}
