import { defineConfig } from 'vitest/config';

/** `npm run test:examples`: no part of `npm test`, since the packages take minutes and half a gigabyte. */
export default defineConfig({
  test: {
    pool: 'forks',
    include: ['test/orchestrators/prefect.ts', 'test/orchestrators/airflow.ts'],
    fileParallelism: false,
  },
});
