import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import { vi } from 'vitest';
import { findOnPath, runCommand } from '../../src/local/command.ts';
import { accepts, pickPort } from '../../src/local/ports.ts';
import { SEARCH_ATTRIBUTES } from '../../src/protocol/names.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { CACHE_FOLDER, MAY_MAKE, waitForLock } from './heavy.ts';

/** A server of Temporal's own, in Java, that skips the time in which nothing happens. */
const VERSION = '1.32.1';
const FOLDER = join(CACHE_FOLDER, `temporal-test-server-${VERSION}`);
const LIBRARIES = join(FOLDER, 'lib');
const MAKE_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 100_000;

const POM = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>copydesk</groupId>
  <artifactId>skipping-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

/** A script that starts it, given a port. Undefined: it was not made yet, or there is no Java. */
export async function findSkippingServer(): Promise<string | undefined> {
  const java = await findOnPath('java', process.env['PATH']);
  if (java === undefined) return undefined;
  if (!existsSync(LIBRARIES) && !(MAY_MAKE && (await make()))) return undefined;
  const script = join(FOLDER, 'start.sh');
  await writeFile(
    script,
    `#!/bin/sh\nexec '${java}' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '${LIBRARIES}/*' io.temporal.testserver.TestServer "$1"\n`,
  );
  await chmod(script, 0o755);
  return script;
}

export interface SkippingServer {
  /** Its time is ahead of ours from the first skip on. */
  readonly skipping: TestWorkflowEnvironment;
  stop(): Promise<void>;
}

export async function startSkippingServer(script: string): Promise<SkippingServer> {
  const port = await pickPort();
  const server = spawn(script, [String(port)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('close', resolve));
  await vi.waitUntil(() => accepts(port), { timeout: START_TIMEOUT_MS, interval: 100 });
  const skipping = await TestWorkflowEnvironment.createTimeSkipping({
    // What it starts has to answer within five seconds, in which a busy machine starts no Java: it starts something that waits beside it.
    server: { executable: { type: 'existing-path', path: '/bin/sleep' }, port },
  });
  return {
    skipping,
    async stop() {
      await skipping.teardown();
      server.kill();
      await ended;
    },
  };
}

/** The workflows, with an attribute that the server knows in place of ours: others cannot be made there. */
export async function bundleToSkip(): Promise<WorkflowBundle> {
  const bundle = await buildWorkflowBundle();
  if (!('code' in bundle)) throw new Error('The bundle is in a file');
  return { code: bundle.code.replaceAll(SEARCH_ATTRIBUTES.stage, 'CustomKeywordField') };
}

/** Has Maven fetch it, 33 MB. @returns false: there is no Maven */
async function make(): Promise<boolean> {
  const maven = await findOnPath('mvn', process.env['PATH']);
  if (maven === undefined) return false;
  await mkdir(FOLDER, { recursive: true });
  const lock = await waitForLock(join(FOLDER, '.lock'));
  try {
    if (existsSync(LIBRARIES)) return true;
    const pom = join(FOLDER, 'pom.xml');
    const fetched = `${LIBRARIES}.new`;
    await rm(fetched, { recursive: true, force: true });
    await writeFile(pom, POM);
    const args = ['-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`];
    const { code, output } = await runCommand(maven, args, { env: process.env, timeoutMs: MAKE_TIMEOUT_MS });
    if (code !== 0) throw new Error(`Could not fetch Temporal's time-skipping server: ${output}`);
    await rename(fetched, LIBRARIES);
    return true;
  } finally {
    lock.release();
  }
}
