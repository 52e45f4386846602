import { defineConfig } from 'vitest/config';
import { filesThatNeedServers } from './test/support/test-files.ts';

/** Each brings up servers of its own, as `npm start` does. One file at a time: they are about who has the usual ports. */
const START_TESTS = 'test/start/**/*.test.ts';
/** The page in a real browser: one for all files, which come one after the other. */
const BROWSER_TESTS = 'test/browser/**/*.test.ts';
const SERVER_TESTS = [...filesThatNeedServers(import.meta.dirname)];

export default defineConfig({
  test: {
    // Temporal's native bridge does not like being loaded in worker threads.
    pool: 'forks',
    // Two cores carry several files and their servers at once.
    expect: { poll: { timeout: 30_000 } },
    execArgv: ['--max-semi-space-size=4'],
    // Files that a process runs one after another share what they import, which takes a fifth of the time otherwise.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...SERVER_TESTS, START_TESTS, BROWSER_TESTS],
          // Properties of hundreds of documents, on a machine that does other things, too.
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'start',
          isolate: true,
          include: [START_TESTS],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // When the others are done.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: SERVER_TESTS,
          exclude: [BROWSER_TESTS],
          // They mostly wait for servers. The default leaves one of two cores to nobody.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [BROWSER_TESTS],
          maxWorkers: 1,
          // When the servers of the others have ended.
          sequence: { groupOrder: 2 },
          globalSetup: ['test/support/global-setup.ts'],
          // A whole article, clicked through.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
