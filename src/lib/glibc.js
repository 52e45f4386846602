/// <reference types="node" />
// Plain JavaScript that Node 18 runs: the scripts ask before there is a Node that reads TypeScript.

/**
 * Why Copydesk cannot run on this machine, as far as that is its C library.
 *
 * @returns {string | undefined} a sentence with the way out; undefined where it can
 */
export function faultOfLibc() {
  if (process.platform !== 'linux' || hasGlibc()) return undefined;
  return 'Copydesk does not run on musl (Alpine Linux): the SDK of Temporal and the PostgreSQL that it brings are made for glibc only. Run it on Debian, Ubuntu or Fedora, in a container on node:24-slim instead of node:24-alpine.';
}

/** Of the Node that runs this; one for musl says nothing there. */
function hasGlibc() {
  // Names of every open connection would be looked up otherwise.
  process.report.excludeNetwork = true;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime !== undefined;
}
