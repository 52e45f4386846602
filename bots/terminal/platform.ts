import type { OpenTerminal, OpenTerminalOptions } from './dependencies.ts';

export type { OpenTerminal, OpenTerminalOptions } from './dependencies.ts';
export { DemoNotStarted } from './listeners/demo.ts';
export type { DemoDecision } from './listeners/demo.ts';

/** The `platform` of actors and threads in the terminal. */
export const PLATFORM = 'terminal';
/** What is typed before a verb. */
export const PREFIX = '/';

/** All that others see of the terminal. */
export const terminalPlatform = {
  open: async (options: OpenTerminalOptions): Promise<OpenTerminal> =>
    await (await import('./dependencies.ts')).openTerminal(options),
};
