import { createRequire } from 'node:module';

/** Copydesk's own: `0.2.0`. */
export const { version: COPYDESK_VERSION } = createRequire(import.meta.url)('../../package.json') as {
  readonly version: string;
};
