import type { MiddlewareHandler } from 'hono';
import { drawShell } from '../render/shell.ts';
import type { Routes, WebEnv } from './app.ts';
import { languageFor } from './problem.ts';

/** The page, whose script finds out by the address what to show. @param asPerson shows who is not signed in how to come in */
export function pageRoutes(asPerson: MiddlewareHandler<WebEnv>): Routes {
  return (app) => {
    app.get('/', asPerson, (c) =>
      c.html(
        drawShell({
          language: languageFor(c),
          title: 'Copydesk',
          script: '/assets/page.js',
          style: '/assets/page.css',
        }),
      ),
    );
  };
}
