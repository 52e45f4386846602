import type { OpenTerminal, OpenTerminalOptions } from './dependencies.ts';

export type { OpenTerminal, OpenTerminalOptions } from './dependencies.ts';
export type { DemoDecision } from './listeners/demo.ts';

/** The `platform` of actors and threads in the terminal. */
export const PLATFORM = 'terminal';
/** What is typed before a verb. */
export const PREFIX = '/';

/** A demo that the desk did not take. Its message is what a person would be told. */
export class DemoNotStarted extends Error {
  override readonly name = 'DemoNotStarted';
}

/** All that others see of the terminal. */
export const terminalPlatform = {
  open: async (options: OpenTerminalOptions): Promise<OpenTerminal> =>
    await (await import('./dependencies.ts')).openTerminal(options),
};
