import type { Context } from 'hono';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { VouchStore } from '../../../src/storage/vouch-store.ts';
import { type Company, COMPANY_MINUTES, COMPANY_PATH, COMPANY_RETURN_PATH } from '../connect/company.ts';
import { companyCookie, readCompanyCookie } from '../connect/session-cookie.ts';
import type { SignInPage } from '../render/sign-in.ts';
import type { Routes, WebEnv } from './app.ts';
import { originOf } from './guard.ts';
import { problem, wordsFor } from './problem.ts';
import { enter, ownPath, type SignInOptions, signInPage } from './sign-in-routes.ts';

export interface CompanyRoutesOptions extends SignInOptions {
  readonly company: Company;
  readonly vouches: Pick<VouchStore, 'vouch'>;
}

/** The way through a company's own sign-in: there, and back. */
export function companyRoutes(options: CompanyRoutesOptions): Routes {
  const { company, vouches, origins, mostHours, logger } = options;
  const page = (c: Context<WebEnv>, fault: NonNullable<SignInPage['fault']>, status: 400 | 403 | 503) =>
    c.html(signInPage(c, options, { fault, next: '/' }), status);

  return (app) => {
    app.get(COMPANY_PATH, async (c) => {
      const at = originOf(origins, c);
      // No other site begins it, with an image or a redirection: whoever is sent on meant to.
      const site = c.req.header('sec-fetch-site') ?? 'none';
      if (at === undefined || (site !== 'same-origin' && site !== 'none'))
        return problem({ status: 403, code: 'cross-origin', detail: wordsFor(c).web.crossOrigin });
      const begun = await company.begin(at.origin, ownPath(c.req.query('next') ?? '/', at));
      if (begun === 'away') return page(c, 'company-away', 503);
      c.header('set-cookie', companyCookie(begun.kept, at, COMPANY_MINUTES));
      return c.redirect(begun.address, 302);
    });

    app.get(COMPANY_RETURN_PATH, async (c) => {
      const at = originOf(origins, c);
      if (at === undefined) return page(c, 'company', 400);
      const kept = readCompanyCookie(c.req.header('cookie'), at);
      // What was kept counts once, whatever comes of it.
      c.header('set-cookie', companyCookie('', at, 0));
      const { search } = new URL(c.req.url);
      const came = await company.finish(new URL(`${at.origin}${COMPANY_RETURN_PATH}${search}`), kept);
      if (came === 'away') return page(c, 'company-away', 503);
      if (came === 'stranger') return page(c, 'stranger', 403);
      if (came === 'broken') return page(c, 'company', 400);
      try {
        await vouches.vouch(came.person, came.vouched, mostHours * 60);
        await enter(c, at, options, came.person, 'company');
        return c.redirect(ownPath(came.next, at), 303);
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'Could not sign somebody in');
        return page(c, 'away', 503);
      }
    });
  };
}
