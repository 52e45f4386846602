import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOnPath, isExecutable, runCommand } from './command.ts';
import type { Environment } from './command.ts';
import { tryLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { reasonOf } from '../lib/reason-of.ts';

/** The newest that `go install` takes: from 1.6 on its go.mod has `replace` lines (github.com/temporalio/cli/releases). */
export const TEMPORAL_CLI_VERSION = '1.5.1';

const GO_PACKAGE = `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`;
const DOWNLOAD_INFO_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 600_000;
const PROGRESS_EVERY_MS = 5_000;
const LOCK_POLL_MS = 500;
const MEGABYTE = 1024 * 1024;

export interface MakeTemporalCliOptions {
  /** The file to make, in a folder shared by everything this user runs. */
  readonly target: string;
  readonly env: Environment;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  readonly downloadUrl: string;
}

/** How the file came to be, or why it did not, one sentence for each way tried. */
export type MadeTemporalCli =
  | { readonly source: 'cache' | 'download' | 'build' }
  | { readonly faults: readonly string[] };

/** Downloads the Temporal CLI, or builds it with Go where it cannot be downloaded. Of several at once one works, the others wait. */
export async function makeTemporalCli(options: MakeTemporalCliOptions): Promise<MadeTemporalCli> {
  const folder = dirname(options.target);
  let lock: FileLock;
  let workFolder: string;
  try {
    await mkdir(folder, { recursive: true });
    lock = await waitForLock(join(folder, `.${basename(options.target)}.lock`), options);
  } catch (error) {
    options.signal?.throwIfAborted();
    return { faults: [`${folder}: cannot be written: ${reasonOf(error)}`] };
  }
  try {
    if (await isExecutable(options.target)) return { source: 'cache' };
    workFolder = await mkdtemp(join(folder, '.making-'));
    try {
      return await make(workFolder, options);
    } finally {
      await rm(workFolder, { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}

async function make(workFolder: string, options: MakeTemporalCliOptions): Promise<MadeTemporalCli> {
  const faults: string[] = [];
  for (const [source, way] of [
    ['download', download],
    ['build', build],
  ] as const) {
    try {
      const file = await way(workFolder, options);
      await chmod(file, 0o755);
      await rename(file, options.target);
      return { source };
    } catch (error) {
      options.signal?.throwIfAborted();
      faults.push(reasonOf(error));
    }
  }
  return { faults };
}

async function waitForLock(path: string, { progress, signal }: MakeTemporalCliOptions): Promise<FileLock> {
  for (let said = false; ; said = true) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    if (!said) progress('waiting for another Copydesk that is getting the Temporal CLI');
    await sleep(LOCK_POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** The service that Temporal's SDKs download their dev server from; it answers with where the archive is. */
async function download(workFolder: string, options: MakeTemporalCliOptions): Promise<string> {
  const info = new URL(`/cli/v${TEMPORAL_CLI_VERSION}`, options.downloadUrl);
  info.searchParams.set('arch', arch() === 'x64' ? 'amd64' : arch());
  info.searchParams.set('platform', platform());
  info.searchParams.set('format', 'tar.gz');
  try {
    const { archiveUrl, fileToExtract } = await fetchInfo(info, options.signal);
    const archive = join(workFolder, 'archive.tar.gz');
    await fetchArchive(archiveUrl, archive, options);
    const { code, output } = await runCommand('tar', ['-xzf', archive, '-C', workFolder, fileToExtract], {
      env: options.env,
      signal: options.signal,
    });
    if (code !== 0) throw new Error(`tar: ${output.trim()}`);
    return join(workFolder, fileToExtract);
  } catch (error) {
    throw new Error(`download from ${info.origin}: ${reasonOf(error)}`, { cause: error });
  }
}

async function fetchInfo(
  url: URL,
  signal: AbortSignal | undefined,
): Promise<{ readonly archiveUrl: string; readonly fileToExtract: string }> {
  const response = await fetch(url, { signal: within(DOWNLOAD_INFO_TIMEOUT_MS, signal) });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const info: unknown = await response.json();
  if (
    typeof info !== 'object' ||
    info === null ||
    !('archiveUrl' in info && typeof info.archiveUrl === 'string') ||
    !('fileToExtract' in info && typeof info.fileToExtract === 'string')
  ) {
    throw new Error('answered without archiveUrl and fileToExtract');
  }
  return { archiveUrl: info.archiveUrl, fileToExtract: info.fileToExtract };
}

async function fetchArchive(url: string, file: string, options: MakeTemporalCliOptions): Promise<void> {
  const response = await fetch(url, { signal: within(DOWNLOAD_TIMEOUT_MS, options.signal) });
  if (!response.ok || response.body === null) throw new Error(`${new URL(url).origin} answered ${response.status}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const say = every(PROGRESS_EVERY_MS, options.progress);
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const of = total === 0 ? '' : ` of ${Math.round(total / MEGABYTE)}`;
      say(`downloading the Temporal CLI ${TEMPORAL_CLI_VERSION}: ${Math.round(bytes / MEGABYTE)}${of} MB`);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), counter, createWriteStream(file));
}

async function build(workFolder: string, options: MakeTemporalCliOptions): Promise<string> {
  const { env, signal, progress } = options;
  const go = await findOnPath('go', env['PATH']);
  if (go === undefined) throw new Error('build with the Go toolchain: go is not on the PATH');
  progress(`building the Temporal CLI ${TEMPORAL_CLI_VERSION} with Go: once per user, a few minutes`);
  const started = Date.now();
  const counts = { modules: 0, packages: 0 };
  const say = every(PROGRESS_EVERY_MS, progress);
  const onLine = (line: string): void => {
    if (line.startsWith('go: downloading ')) counts.modules += 1;
    else if (/^[\w.-]+(\/[\w.-]+)*$/.test(line)) counts.packages += 1;
    const seconds = Math.round((Date.now() - started) / 1000);
    say(
      `building the Temporal CLI: ${counts.modules} modules fetched, ${counts.packages} packages compiled, ${seconds} s`,
    );
  };
  // No C compiler is needed: its SQLite is written in Go. Without symbols the file is a third smaller.
  const args = ['install', '-v', '-ldflags=-s -w', GO_PACKAGE];
  const goEnv = { ...env, GOBIN: workFolder, CGO_ENABLED: '0', GOOS: undefined, GOARCH: undefined };
  const { code, output } = await runCommand(go, args, { env: goEnv, cwd: workFolder, signal, onLine });
  if (code === 0) return join(workFolder, 'temporal');
  const lastLines = output.trim().split('\n').slice(-3).join(' / ');
  throw new Error(`build with ${go}: exit code ${code}: ${lastLines}`);
}

function within(ms: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

/** Lets the first line through, and then at most one in that time. */
function every(ms: number, say: (line: string) => void): (line: string) => void {
  let last = 0;
  return (line) => {
    if (Date.now() - last < ms) return;
    last = Date.now();
    say(line);
  };
}
