import type { OpenWeb, OpenWebOptions } from './dependencies.ts';
import { readWebVariables } from './variables.ts';

export type { OpenWeb } from './dependencies.ts';
export { DEFAULT_PORT } from './variables.ts';

/** The `platform` of threads of articles that were asked for over HTTP, and of people who are known by the web page alone. */
export const PLATFORM = 'web';

/** All that others see of the web. */
export const webPlatform = {
  readVariables: readWebVariables,
  open: async (options: OpenWebOptions): Promise<OpenWeb> => await (await import('./dependencies.ts')).openWeb(options),
};
