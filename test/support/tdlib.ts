import { createRequire } from 'node:module';
import * as tdl from 'tdl';

// Its types are those of a schema that is a package of its own.
const execute = tdl.execute as (request: object) => unknown;
const PATH = pathOfLibrary();

/** Whether Telegram's own library is there: npm has it for Linux on x64. Elsewhere nobody judges what we make for Telegram. */
export const HAS_TDLIB = PATH !== undefined;

let isConfigured = false;

/** Asks Telegram's own library, without an account or the network. @throws where it is not there. */
export function executeTdlib(request: { readonly _: string } & Readonly<Record<string, unknown>>): unknown {
  if (PATH === undefined) throw new Error('Telegram’s own library is not there; look at HAS_TDLIB first.');
  if (!isConfigured) tdl.configure({ tdjson: PATH, verbosityLevel: 0 });
  isConfigured = true;
  return execute(request);
}

function pathOfLibrary(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@prebuilt-tdlib/linux-x64-glibc/libtdjson.so');
  } catch {
    return undefined;
  }
}
