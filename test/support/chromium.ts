import { access, constants, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packaged, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const PACKAGED_LIBRARIES = new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'));

/** The environment, or what of it says where a browser is: `CHROMIUM` and `PATH`. */
export type WhereChromiumIs = Readonly<Record<string, string | undefined>>;

/** A browser on this machine. */
export interface FoundChromium {
  readonly path: string;
  /** What it needs besides in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds Chromium or Chrome: `CHROMIUM` → one on the `PATH` → that of a Mac → the one of an npm package, which is unpacked into the
 * temporary folder with the libraries and fonts that it needs.
 * @throws Error when `CHROMIUM` names no program
 */
export async function findChromium({ CHROMIUM: named, PATH: path = '' }: WhereChromiumIs): Promise<FoundChromium> {
  if (named !== undefined && named !== '') {
    if (await isProgram(named)) return { path: named, env: {} };
    throw new Error(`Could not start ${named}, which CHROMIUM names: it is no program. Unset it, or correct it.`);
  }
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ON_A_MAC];
  for (const candidate of candidates) {
    if (await isProgram(candidate)) return { path: candidate, env: {} };
  }
  const libraries = await inflate(fileURLToPath(PACKAGED_LIBRARIES));
  return {
    path: await packaged.executablePath(),
    env: { LD_LIBRARY_PATH: join(libraries, 'lib'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') },
  };
}

/** Starts a browser without a window; the caller closes it. @throws Error as {@link findChromium} */
export async function startChromium(where: WhereChromiumIs): Promise<Browser> {
  const { path, env } = await findChromium(where);
  return await chromium.launch({
    executablePath: path,
    env: { ...where, ...env },
    args: [
      // Pictures are made of files that load others.
      '--allow-file-access-from-files',
      '--font-render-hinting=none',
      // That of the npm package finds nothing to fork from otherwise.
      '--no-zygote',
    ],
    // Root has none, and neither have containers; what is shown is our own.
    chromiumSandbox: false,
  });
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
