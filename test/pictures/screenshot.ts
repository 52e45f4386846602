import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
/** Pixels of the picture to one of the page: sharp on any screen. */
const SCALE = 2;
/** Virtual milliseconds for fonts to load; they pass at once. */
const FONT_BUDGET_MS = 5000;
const TIMEOUT_MS = 60_000;

/** The page says how high it is, so that the picture ends where it does. */
const MEASURE = `<script>
  document.fonts.ready.then(() => {
    document.body.dataset.height = Math.ceil(document.body.getBoundingClientRect().height);
  });
</script>`;

/** Finds Chromium or Chrome. @throws Error when there is none, with the way out */
export async function findChromium(path: string | undefined): Promise<string> {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ON_A_MAC];
  for (const candidate of candidates) {
    if (await isProgram(candidate)) return candidate;
  }
  throw new Error(
    'Could not find Chromium to take the pictures with. Install chromium or google-chrome, so that it is on the PATH.',
  );
}

/** Takes a picture of the whole page as a PNG. @param page an HTML document @param width in CSS pixels */
export async function screenshot(
  chromium: string,
  page: string,
  { file, width }: { readonly file: string; readonly width: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'copydesk-pictures-'));
  try {
    const source = join(folder, 'page.html');
    await writeFile(source, page.replace('</body>', `${MEASURE}</body>`));
    const browse = async (...args: readonly string[]): Promise<string> => {
      const { stdout } = await run(
        chromium,
        [
          '--headless',
          // Root has no sandbox; the page is our own.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--disable-gpu',
          '--hide-scrollbars',
          '--allow-file-access-from-files',
          '--default-background-color=00000000',
          `--user-data-dir=${join(folder, 'profile')}`,
          `--force-device-scale-factor=${SCALE}`,
          `--virtual-time-budget=${FONT_BUDGET_MS}`,
          ...args,
          pathToFileURL(source).href,
        ],
        { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 },
      );
      return stdout;
    };
    const measured = await browse('--dump-dom', `--window-size=${width},600`);
    const height = /data-height="(\d+)"/.exec(measured)?.[1];
    if (height === undefined)
      throw new Error(`Could not take the picture ${file}: the page did not say how high it is.`);
    const taken = join(folder, 'page.png');
    await browse(`--screenshot=${taken}`, `--window-size=${width},${height}`);
    // 256 colours are enough for text and a few pictures, and a third of the size.
    await sharp(taken).png({ palette: true, effort: 10, compressionLevel: 9, dither: 0 }).toFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
