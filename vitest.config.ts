import { defineConfig } from 'vitest/config';

/** Folders of `test/` whose tests need the Temporal server and the PostgreSQL of `test/support/global-setup.ts`. */
const SERVER_FOLDERS = [
  'integration',
  'contracts',
  'gateway',
  'storage',
  'delivery',
  'activities',
  'worker',
  'bots',
  'doctor/database',
  'doctor/temporal',
  'compose/commands',
];
/** Each brings up servers of its own, as `npm start` does. One file at a time: they are about who has the usual ports. */
const START_TESTS = 'test/start/**/*.test.ts';
const serverTests = SERVER_FOLDERS.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    // Temporal's native bridge does not like being loaded in worker threads.
    pool: 'forks',
    // Two cores carry several files and their servers at once.
    expect: { poll: { timeout: 15_000 } },
    execArgv: ['--max-semi-space-size=4'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...serverTests, START_TESTS],
          testTimeout: 10_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'start',
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
          include: serverTests,
          // They mostly wait for servers. The default leaves one of two cores to nobody.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          isolate: false,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
