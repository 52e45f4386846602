// Plain JavaScript that Node 18 runs: this comes before the pinned Node and every dependency is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultOfLibc } from '../src/lib/glibc.js';
import { withInstallLock } from './install-lock.js';
import { findFault } from './installed.js';

const OLDEST_NODE = 18;
const TICK_MS = 1000;
const KEPT_LINES = 12;

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/** Node keeps there what it compiled: a process then starts with half the work. Where it may not write, it does without. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node') };

/**
 * Installs the dependencies when the lock file changed since the last time, or when what is installed is broken or for
 * another platform. Of several at once, one installs and the others wait.
 *
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, say?: (text: string) => void }} [options]
 * @returns {Promise<boolean>} whether something was installed
 * @throws {Error} with a message that is complete
 */
export async function ensure({ root = ROOT, env = process.env, say = sayOnStderr } = {}) {
  checkMachine();
  if (isCurrent(root)) return false;
  mkdirSync(join(root, '.copydesk'), { recursive: true });
  return withInstallLock(join(root, '.copydesk', 'install.lock'), say, async () => {
    if (isCurrent(root)) return false;
    if (findFault(root) !== undefined) await install(root, env, say);
    const fault = findFault(root);
    if (fault !== undefined) throw new Error(`The dependencies were installed, but ${fault}`);
    writeFileSync(markerFile(root), fingerprint(root));
    return true;
  });
}

/** Runs `ensure`; when it fails, says why and ends this process with exit code 1. */
export async function ensureOrExit() {
  try {
    await ensure();
  } catch (error) {
    sayOnStderr(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function checkMachine() {
  if (process.platform === 'win32') {
    throw new Error('Copydesk does not run on Windows itself. Run it in WSL: https://learn.microsoft.com/windows/wsl');
  }
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(
      `Node ${process.versions.node} is too old to install Copydesk, which then brings its own. It takes Node ${OLDEST_NODE} or newer: https://nodejs.org`,
    );
  }
  const fault = faultOfLibc();
  if (fault !== undefined) throw new Error(fault);
}

function isCurrent(root) {
  const marker = markerFile(root);
  return existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint(root) && findFault(root) === undefined;
}

// Inside node_modules: `npm ci` removes it with everything else, so an install that was cut short leaves none.
function markerFile(root) {
  return join(root, 'node_modules', '.copydesk-installed');
}

function fingerprint(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform} ${process.arch}\n`;
}

async function install(root, env, say) {
  const started = Date.now();
  const line = 'Installing the dependencies: about a minute, only when they changed';
  say(`${line}${process.stderr.isTTY ? '' : '\n'}`);
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const ticking = process.stderr.isTTY ? setInterval(() => say(`\r${line} ${seconds()} s`), TICK_MS) : undefined;
  try {
    const { code, output } = await npmCi(root, env);
    if (process.stderr.isTTY) say('\n');
    if (code !== 0) throw new Error(explain(code, output));
    say(`Installed in ${seconds()} s\n`);
  } finally {
    clearInterval(ticking);
  }
}

function npmCi(root, env) {
  // The Node that runs npm must not be the one that npm is about to remove.
  const path = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith(`node_modules${sep}.bin`))
    .join(delimiter);
  // `error`: hides EBADENGINE, which is about the machine's Node and not about the one that will run Copydesk.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args, '--engine-strict=false'], {
      cwd: root,
      env: { ...env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Ctrl-C reaches npm by itself; a SIGTERM for us alone must not leave it installing behind our back.
    process.once('SIGTERM', () => {
      child.kill('SIGTERM');
      process.exit(143);
    });
    let output = '';
    const hear = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (cause) => {
      reject(new Error(`Could not run npm: ${cause.message}. Install Node with npm: https://nodejs.org`, { cause }));
    });
    child.once('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

const WAYS_OUT = [
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET/,
    'The npm registry cannot be reached. Check the internet connection, or the proxy and registry of npm (npm config get registry).',
  ],
  [/EUSAGE|in sync/, 'package.json and package-lock.json do not belong together. Run npm install and try again.'],
  [/ENOSPC/, 'The disk is full: the dependencies take 750 MB.'],
  [
    /EACCES|EPERM/,
    'Some files of node_modules belong to another user. Remove node_modules as that user and try again.',
  ],
];

function explain(code, output) {
  const said = output.trim().split('\n').slice(-KEPT_LINES).join('\n');
  const way = WAYS_OUT.find(([pattern]) => pattern.test(output))?.[1] ?? 'What npm said above tells why.';
  return `Could not install the dependencies: npm ci ended with ${code}.\n${said}\n${way}`;
}

function sayOnStderr(text) {
  process.stderr.write(text);
}
