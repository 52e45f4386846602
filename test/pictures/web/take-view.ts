import type { Browser, BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { loadPage } from '../../../bots/web/page/build.ts';
import { ASSETS, drawShell } from '../../../bots/web/render/shell.ts';
import { answerAt } from './scenes.ts';

const ORIGIN = 'http://copydesk.example';

/** Takes a picture of what the page shows at a path, as the server would serve it. */
export async function takeView(
  browser: Browser,
  path: string,
  { file, ...visitor }: { readonly file: string } & BrowserContextOptions,
): Promise<void> {
  const page = await loadPage();
  const files = new Map(page.files.map((one) => [`${ASSETS}${one.name}`, one]));
  const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light', deviceScaleFactor: 2, ...visitor });
  try {
    // Nothing happens in a picture, and nobody is away.
    await context.addInitScript('window.EventSource = class extends EventTarget { readyState = 1; close() {} };');
    await context.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      const asset = files.get(url.pathname);
      if (asset !== undefined) return await route.fulfill({ contentType: asset.mediaType, body: asset.plain });
      if (route.request().isNavigationRequest())
        return await route.fulfill({
          contentType: 'text/html',
          body: drawShell({ language: 'en', theme: 'light', page, first: [] }),
        });
      const answer = answerAt(url);
      return answer === undefined ? await route.abort() : await route.fulfill({ json: answer });
    });
    const view = await context.newPage();
    await view.goto(`${ORIGIN}${path}`);
    await view.waitForLoadState('networkidle');
    await view.evaluate('document.fonts.ready');
    const png = await view.screenshot();
    await sharp(png).png({ palette: true, effort: 10, compressionLevel: 9, dither: 0 }).toFile(file);
  } finally {
    await context.close();
  }
}
