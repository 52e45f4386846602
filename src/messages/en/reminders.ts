import { format, words } from './words.ts';
import { waited } from './waited.ts';

/** What somebody is told in person of articles that wait. */
export const reminders = {
  title: (count: number): string =>
    count === 1 ? 'An article waits for your decision' : `${format.number(count)} articles wait for your decision`,
  escalated: (ms: number): string => `Nobody has decided for ${waited(ms)}`,
  /** Why somebody is told who need not be among those who decide. */
  why: 'You are told because the settings name you for this.',
  draft: (version: number, score?: number): string =>
    score === undefined ? words.draft(version) : `${words.draft(version)} · ${format.score(score)}/10`,
  waits: (ms: number): string => `waiting for ${waited(ms)}`,
  more: (count: number): string => `… and ${format.number(count)} more. The list has all of them.`,
  open: 'Open',
  buttons: { snooze: 'Tomorrow', 'not-mine': 'Not mine' },
  zone: {
    set: (zone: string): string => `Reminders come by the clock of ${zone} from now on, within working hours there.`,
    is: (zone: string, command: string): string =>
      `Reminders come by the clock of ${zone}. If you are elsewhere, say where: ${command}`,
    unknown: (typed: string): string =>
      `I do not know the time zone “${typed}”. Zones are called like Europe/Berlin, America/New_York or Asia/Kolkata.`,
  },
  done: {
    snooze: 'You are not reminded of this article before tomorrow.',
    'not-mine': 'You are not reminded of this article again. If your decision is asked for, you may still give it.',
  },
};
