import { languageOfLocale } from '../../../src/messages/language-of-locale.ts';
import { drawShell } from '../render/shell.ts';
import type { Routes } from './app.ts';

/** The page, whose script finds out by the address what to show. */
export const pageRoutes: Routes = (app) => {
  app.get('/', (c) =>
    c.html(
      drawShell({
        language: c.var.caller?.language ?? languageOfLocale(c.req.header('accept-language')),
        title: 'Copydesk',
        script: '/assets/page.js',
        style: '/assets/page.css',
      }),
    ),
  );
};
