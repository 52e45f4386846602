import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OpenWeb } from '../../bots/web/platform.ts';
import { pickPort } from '../../src/local/ports.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import { startChromium } from '../support/chromium.ts';
import { createKillableProcess } from '../support/killable-process.ts';
import { signIn } from '../support/sign-in.ts';
import { openWebDesk, type WebDesk, type WebDeskOptions } from '../support/web-desk.ts';

/** Clicks are waited for no longer than this, so that a test says what was not there instead of running out of time. */
const PATIENCE_MS = 15_000;

/** A whole Copydesk with its web server, and people with a browser each. */
export interface PageDesk extends Omit<WebDesk, 'openAnother' | 'web'> {
  /**
   * Opens an address of the page in a browser profile that nobody has used.
   * @param person who is signed in there; undefined: nobody
   * @param visitor what the browser says of itself; default: light, English, 1280 × 720
   */
  visit(person: Actor | undefined, path: string, visitor?: BrowserContextOptions): Promise<Page>;
  /** Until {@link startServer}, nobody answers. */
  stopServer(): Promise<void>;
  /** Another process at the same address. */
  startServer(): Promise<void>;
  /** Fails when the page has met an error that it did not expect, whatever the tests looked at. */
  close(): Promise<void>;
}

export interface PageDeskOptions extends WebDeskOptions {
  /** The server is a process of its own with the shipped settings, and is stopped with `kill -9`. Default: it is in ours, and stops in order. */
  readonly isKilled?: boolean;
}

/** What serves the page. */
interface PageServer {
  start(): Promise<void>;
  stop(): Promise<void>;
}

let chromium: Promise<Browser> | undefined;

export async function openPageDesk({ isKilled = false, ...options }: PageDeskOptions = {}): Promise<PageDesk> {
  chromium ??= startChromium(process.env);
  const port = await pickPort();
  const [browser, desk] = await Promise.all([
    chromium,
    openWebDesk({ ...options, variables: { WEB_PORT: String(port), ...options.variables } }),
  ]);
  const faults: string[] = [];
  const pages: Page[] = [];
  const server = isKilled ? await ownProcess(desk) : inOurs(desk);

  return {
    ...desk,
    async visit(person, path, visitor) {
      const context = await browser.newContext({ baseURL: desk.url, locale: 'en-US', ...visitor });
      context.setDefaultTimeout(PATIENCE_MS);
      if (person !== undefined) await signIn(context, person, { pool: desk.newsroom.pool, url: desk.url });
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => faults.push(message));
      pages.push(page);
      await page.goto(path);
      return page;
    },
    stopServer: () => server.stop(),
    startServer: () => server.start(),
    async close() {
      await Promise.all(pages.map((page) => page.context().close()));
      if (isKilled) await server.stop();
      await desk.close();
      expect(faults).toEqual([]);
    },
  };
}

function inOurs(desk: WebDesk): PageServer {
  let server: OpenWeb | undefined = desk.web;
  return {
    async start() {
      server ??= await desk.openAnother();
    },
    async stop() {
      await server?.stop();
      server = undefined;
    },
  };
}

async function ownProcess({ web, variables }: WebDesk): Promise<PageServer> {
  await web.stop();
  const server = createKillableProcess({
    command: [process.execPath, 'bots/web/main.ts'],
    env: { ...variables, LOG_LEVEL: 'info' },
    ready: 'The web server is at work',
  });
  await server.start();
  return { start: () => server.start(), stop: () => server.kill() };
}
