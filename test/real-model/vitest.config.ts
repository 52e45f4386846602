import { defineConfig } from 'vitest/config';

/** `npm run test:real-model`: no part of `npm test`, since it takes minutes and 220 MB. */
export default defineConfig({
  test: {
    pool: 'forks',
    include: ['test/real-model/real-model.ts'],
    globalSetup: ['test/support/global-setup.ts'],
  },
});
