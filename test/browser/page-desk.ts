import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type OpenWeb, webPlatform } from '../../bots/web/platform.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { startChromium } from '../support/chromium.ts';
import { type Newsroom, type NewsroomOptions, openNewsroom } from '../support/newsroom.ts';
import { TEST_SETTINGS } from '../support/settings.ts';

/** Clicks are waited for no longer than this, so that a test says what was not there instead of running out of time. */
const PATIENCE_MS = 15_000;

export interface PageDeskOptions {
  readonly newsroom?: NewsroomOptions;
}

/** A whole Copydesk with its web server, and people with a browser each. */
export interface PageDesk {
  readonly newsroom: Newsroom;
  /** Where the page is, also after the server was stopped and started again. */
  readonly url: string;
  /** Opens an address of the page in a browser profile that nobody has used. @param options of a visitor; default: light, English, 1280 × 800 */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Fails when the page has met an error that it did not expect, whatever the tests looked at. */
  close(): Promise<void>;
}

let chromium: Promise<Browser> | undefined;

export async function openPageDesk(options: PageDeskOptions = {}): Promise<PageDesk> {
  chromium ??= startChromium(process.env);
  const [browser, newsroom] = await Promise.all([chromium, openNewsroom(options.newsroom)]);
  const { temporalAddress, namespace, databaseUrl } = newsroom.place;
  const shipped = loadConfig('config');
  const variables = {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    DATABASE_URL: databaseUrl,
    COPYDESK_SECRET: 'a-secret-of-the-tests-for-ids-of-articles',
  };
  const open = async (port: number): Promise<OpenWeb> =>
    await webPlatform.open({
      config: { ...shipped, article: TEST_SETTINGS },
      environment: readEnvironment(variables),
      variables,
      web: webPlatform.readVariables({ ...variables, WEB_PORT: String(port) }),
      logger: createLogger({ level: 'silent' }),
      signal: new AbortController().signal,
    });
  let server: OpenWeb | undefined = await open(0);
  const { url } = server;
  const faults: string[] = [];
  const pages: Page[] = [];

  return {
    newsroom,
    url,
    async visit(path, visitor) {
      const context = await browser.newContext({ baseURL: url, locale: 'en-US', ...visitor });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => faults.push(message));
      pages.push(page);
      await page.goto(path);
      return page;
    },
    async stopServer() {
      await server?.stop();
      server = undefined;
    },
    async startServer() {
      server ??= await open(Number(new URL(url).port));
    },
    async close() {
      await Promise.all(pages.map((page) => page.context().close()));
      await server?.stop();
      await newsroom.close();
      expect(faults).toEqual([]);
    },
  };
}
