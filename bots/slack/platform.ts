import type { DoctorSection } from '../../src/doctor/doctor-command.ts';
import type { OpenSlack, OpenSlackOptions } from './dependencies.ts';
import { readSlackVariables } from './variables.ts';

export type { OpenSlack, OpenSlackOptions } from './dependencies.ts';

/** The `platform` of actors and threads in Slack. */
export const PLATFORM = 'slack';
/** What is typed before a verb, in answers that are read anywhere. */
export const PREFIX = '/article ';

/** All that others see of Slack. Its libraries are loaded only when they are needed. */
export const slackPlatform = {
  readVariables: readSlackVariables,
  open: async (options: OpenSlackOptions): Promise<OpenSlack> =>
    await (await import('./dependencies.ts')).openSlack(options),
  doctor: async (): Promise<DoctorSection> => (await import('./doctor/section.ts')).slackSection,
};
