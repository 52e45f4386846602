import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';

/** Pixels of the picture to one of the page: sharp on any screen. */
const SCALE = 2;

/** Takes a picture of the whole page as a PNG. @param page an HTML document @param width in CSS pixels */
export async function screenshot(
  browser: Browser,
  page: string,
  { file, width }: { readonly file: string; readonly width: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-pictures-'));
  const view = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: SCALE });
  try {
    const source = join(folder, 'page.html');
    await writeFile(source, page);
    await view.goto(pathToFileURL(source).href);
    await view.evaluate('document.fonts.ready');
    const png = await view.screenshot({ fullPage: true, omitBackground: true });
    // 256 colours are enough for text and a few pictures, and a third of the size.
    await sharp(png).png({ palette: true, effort: 10, compressionLevel: 9, dither: 0 }).toFile(file);
  } finally {
    await view.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
