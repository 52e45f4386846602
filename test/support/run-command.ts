import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a `main.ts` as somebody types it, with these variables and no others. @param path from the root of the repository */
export async function runCommand(path: string, args: readonly string[], variables: Readonly<Record<string, string>>) {
  const main = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const options = { env: { PATH: process.env['PATH'] ?? '', ...variables }, maxBuffer: 64 * 1024 * 1024 };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [main, ...args], options)) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error;
    return { code: error.code, stdout: String(error.stdout), stderr: String(error.stderr) };
  }
}
