import type { DoctorSection } from '../../src/doctor/doctor-command.ts';
import type { OpenTelegram, OpenTelegramOptions } from './dependencies.ts';
import { readTelegramVariables } from './variables.ts';

export type { OpenTelegram, OpenTelegramOptions, TelegramTuning } from './dependencies.ts';

/** The `platform` of actors and threads in Telegram. */
export const PLATFORM = 'telegram';
/** What is typed before a verb. */
export const PREFIX = '/';

/** All that others see of Telegram. Its libraries are loaded only when they are needed. */
export const telegramPlatform = {
  readVariables: readTelegramVariables,
  open: async (options: OpenTelegramOptions): Promise<OpenTelegram> =>
    await (await import('./dependencies.ts')).openTelegram(options),
  doctor: async (): Promise<DoctorSection> => (await import('./doctor/dependencies.ts')).telegramSection,
};
