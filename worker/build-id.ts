import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError } from '../src/config/config-error.ts';
import { reasonOf } from '../src/lib/reason-of.ts';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
/** What a worker runs. Settings are no code: an article has taken its own along. */
const CODE = ['package.json', 'package-lock.json', 'src', 'worker', 'bots'];
const GIT_TIMEOUT_MS = 10_000;

const run = promisify(execFile);

/**
 * Which code this is, for Temporal: what `COPYDESK_BUILD_ID` names, else the commit of this clone (`3f2c9a1b0d4e`). Two builds of different
 * code must never have the same.
 * @param checkout a folder in which git is asked
 * @throws {ConfigError} where neither tells, or where there are changes that no commit has
 */
export async function findBuildId(named: string | undefined, checkout = CHECKOUT): Promise<string> {
  if (named !== undefined) return named;
  let commit: string;
  let changes: string;
  try {
    // An ignored folder in a clone of something else has that one's commit, whatever is in it.
    await git(checkout, 'ls-files', '--error-unmatch', 'package.json');
    commit = await git(checkout, 'rev-parse', '--short=12', 'HEAD');
    changes = await git(checkout, 'status', '--porcelain', '--', ...CODE);
  } catch (error) {
    throw fault(
      'is not set, and git does not tell the commit of this code; set it to one, as the image has it that was built with --build-arg COPYDESK_BUILD_ID=$(git rev-parse --short=12 HEAD)',
      error,
    );
  }
  if (changes !== '')
    throw fault(
      `is not set, and there are changes in this clone that no commit has (${firstLine(changes)}); commit them, or set it to a name for this very code`,
    );
  return commit;
}

async function git(checkout: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', checkout, ...args], { timeout: GIT_TIMEOUT_MS });
  return stdout.trim();
}

function firstLine(changes: string): string {
  const [first = '', ...more] = changes.split('\n');
  const path = first.trim().replace(/^\S+\s+/, '');
  return more.length === 0 ? path : `${path} and ${more.length} more`;
}

function fault(what: string, cause?: unknown): ConfigError {
  const error = new ConfigError([{ where: 'environment COPYDESK_BUILD_ID', what }]);
  if (cause !== undefined) error.cause = new Error(reasonOf(cause));
  return error;
}
