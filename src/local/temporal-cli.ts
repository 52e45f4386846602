import { stat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from './command.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Environment } from './command.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError } from './local-error.ts';
import { makeTemporalCli, TEMPORAL_CLI_VERSION } from './make-temporal-cli.ts';

/** The server inside CLI 1.5.1 (`temporal --version`); older ones were never measured with our flags. */
const MIN_SERVER: readonly [number, number] = [1, 29];
const MADE_SERVER = MIN_SERVER.join('.');
const VERSION_TIMEOUT_MS = 15_000;
const DOWNLOAD_URL = 'https://temporal.download';
const INSTALL_PAGE = 'https://docs.temporal.io/cli';

export interface FindTemporalCliOptions {
  /** Read for `TEMPORAL_CLI`, `PATH`, `XDG_CACHE_HOME`, `HOME`, `TMPDIR`; handed on to the Go toolchain as it is. */
  readonly env: Environment;
  /** Told what is going on while it takes long; lines without a newline. */
  readonly progress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The only version of the server that will do (`1.29`): the one that made the database. Default: any that is new enough. */
  readonly server?: string | undefined;
  /** Where Temporal's SDKs download their dev server from. Default `https://temporal.download`. */
  readonly downloadUrl?: string | undefined;
}

/** An executable Temporal CLI that is new enough. */
export interface TemporalCli {
  readonly path: string;
  /** What it says of itself: `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`. */
  readonly version: string;
  /** Of the server inside: `1.29`. */
  readonly server: string;
  readonly source: 'TEMPORAL_CLI' | 'PATH' | 'cache' | 'sdk-download' | 'download' | 'build';
}

/**
 * Finds the Temporal CLI, or gets it once for this user: `TEMPORAL_CLI`, then `temporal` on the PATH, the user's cache
 * folder, the SDK's own download, a download into the cache folder, a build with the Go toolchain into the cache folder.
 *
 * @throws LocalError `TEMPORAL_VERSION_DIFFERS` when there is none of the only version that will do, `TEMPORAL_CLI_UNUSABLE` when `TEMPORAL_CLI` names one that does not serve,
 *   `TEMPORAL_CLI_NOT_FOUND` with everything that was tried and what to do
 */
export async function findTemporalCli(options: FindTemporalCliOptions): Promise<TemporalCli> {
  const { env } = options;
  if (env['TEMPORAL_CLI']) return namedByVariable(env['TEMPORAL_CLI'], options);

  const tried: string[] = ['TEMPORAL_CLI: not set'];
  const cached = join(cacheFolder(env), 'bin', `temporal-${TEMPORAL_CLI_VERSION}`);
  const candidates = [
    { source: 'PATH', path: await findOnPath('temporal', env['PATH']), missing: 'temporal on the PATH: not found' },
    { source: 'cache', path: await existing(cached), missing: `${cached}: not there` },
    { source: 'sdk-download', path: await sdkDownload(env), missing: "the Temporal SDK's own download: not there" },
  ] as const;
  for (const { source, path, missing } of candidates) {
    const found = path === undefined ? { fault: missing } : await probe(path, options);
    if ('version' in found && path !== undefined) return { path, ...found, source };
    if ('fault' in found) tried.push(found.fault);
  }

  if (options.server !== undefined && options.server !== MADE_SERVER)
    throw otherVersion(options.server, 'none of that version was found');
  const made = await makeTemporalCli({
    target: cached,
    env,
    progress: options.progress ?? (() => undefined),
    signal: options.signal,
    downloadUrl: options.downloadUrl ?? DOWNLOAD_URL,
  });
  if ('source' in made) {
    const found = await probe(cached, options);
    if ('version' in found) return { path: cached, ...found, source: made.source };
    tried.push(found.fault);
  } else {
    tried.push(...made.faults);
  }
  throw notFound(tried);
}

/**
 * Whether a CLI with that server can be had: it is there, or is made where there is none.
 *
 * @param server `1.29`
 * @throws LocalError `TEMPORAL_CLI_UNUSABLE` when `TEMPORAL_CLI` names one that does not serve
 */
export async function canServe(server: string, env: Environment): Promise<boolean> {
  if (!env['TEMPORAL_CLI'] && server === MADE_SERVER) return true;
  return await findTemporalCli({ env, server }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof LocalError && error.code === 'TEMPORAL_VERSION_DIFFERS') return false;
      throw error;
    },
  );
}

async function namedByVariable(path: string, options: FindTemporalCliOptions): Promise<TemporalCli> {
  const found = await probe(path, options);
  if ('version' in found) return { path, ...found, source: 'TEMPORAL_CLI' };
  if (found.otherServer !== undefined)
    throw otherVersion(options.server ?? '', `TEMPORAL_CLI names one with server ${found.otherServer}`);
  throw new LocalError(
    'TEMPORAL_CLI_UNUSABLE',
    `Could not use the Temporal CLI that TEMPORAL_CLI names. ${found.fault}. Set TEMPORAL_CLI to a Temporal CLI ${TEMPORAL_CLI_VERSION} or newer (${INSTALL_PAGE}), or unset it.`,
  );
}

/** Asks the executable what it is, and whether its server is new enough. */
async function probe(
  path: string,
  options: FindTemporalCliOptions,
): Promise<Pick<TemporalCli, 'version' | 'server'> | { readonly fault: string; readonly otherServer?: string }> {
  const { env, signal } = options;
  try {
    const { code, output } = await runCommand(path, ['--version'], { env, signal, timeoutMs: VERSION_TIMEOUT_MS });
    const version = output.trim().split('\n')[0] ?? '';
    if (code !== 0) return { fault: `${path}: "--version" ended with exit code ${code}: ${version}` };
    // A CLI built with `go install` calls itself 0.0.0-DEV: the version of the server inside is the one that tells.
    const server = /\(Server (\d+)\.(\d+)\.\d+/.exec(version);
    if (server === null) return { fault: `${path}: not a Temporal CLI, "--version" says: ${version}` };
    if (isOlder([Number(server[1]), Number(server[2])])) {
      return { fault: `${path}: too old (${version}), it needs Server ${MIN_SERVER.join('.')} or newer` };
    }
    const own = `${server[1]}.${server[2]}`;
    if (options.server !== undefined && own !== options.server)
      return { fault: `${path}: has server ${own}, and server ${options.server} made the database`, otherServer: own };
    return { version, server: own };
  } catch (error) {
    signal?.throwIfAborted();
    return { fault: `${path}: cannot be run: ${reasonOf(error)}` };
  }
}

function isOlder([major, minor]: readonly [number, number]): boolean {
  return major < MIN_SERVER[0] || (major === MIN_SERVER[0] && minor < MIN_SERVER[1]);
}

function otherVersion(made: string, why: string): LocalError {
  return new LocalError(
    'TEMPORAL_VERSION_DIFFERS',
    `Could not start Temporal: server ${made} made temporal.db, no other version reads it safely, and ${why}. Nothing in it was touched. ${made === MADE_SERVER ? 'Unset TEMPORAL_CLI, or set it' : 'Set TEMPORAL_CLI'} to a Temporal CLI with server ${made} (https://github.com/temporalio/cli/releases says which), or set COPYDESK_DATA to another folder.`,
  );
}

async function existing(path: string): Promise<string | undefined> {
  return (await isExecutable(path)) ? path : undefined;
}

/**
 * The SDK puts its download into the shared temporary folder, as `temporal-sdk-typescript-<version>`
 * (sdk-core, ephemeral_server/mod.rs). Anyone may write there, so only a file of this user counts.
 */
async function sdkDownload(env: Environment): Promise<string | undefined> {
  const folder = env['TMPDIR'] ?? tmpdir();
  const names = await readdir(folder).catch(() => []);
  const downloads = names.filter((name) => /^temporal-sdk-typescript-[\d.]+$/.test(name)).sort();
  for (const path of downloads.toReversed().map((name) => join(folder, name))) {
    const owner = (await stat(path).catch(() => undefined))?.uid;
    if (owner === process.getuid?.() && (await isExecutable(path))) return path;
  }
  return undefined;
}

function notFound(tried: readonly string[]): LocalError {
  return new LocalError(
    'TEMPORAL_CLI_NOT_FOUND',
    [
      'Could not find, download or build the Temporal CLI, which holds the local Temporal server. Tried:',
      ...tried.map((what) => `  - ${what}`),
      'Any one of these helps:',
      `  - install the Temporal CLI ${TEMPORAL_CLI_VERSION} or newer so that "temporal" is on the PATH (${INSTALL_PAGE})`,
      '  - set TEMPORAL_CLI to the path of one',
      '  - install Go (https://go.dev/dl) and start again: it is then built once, in a few minutes',
      '  - set TEMPORAL_ADDRESS to a Temporal server that is running somewhere',
    ].join('\n'),
  );
}
