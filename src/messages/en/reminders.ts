import { format, words } from './words.ts';
import { waited } from './waited.ts';

/** What somebody is told in person of articles that wait. */
export const reminders = {
  title: (count: number): string =>
    count === 1 ? 'A decision of yours is missing' : `${format.number(count)} decisions of yours are missing`,
  escalated: (ms: number): string => `Nobody has decided for ${waited(ms)}`,
  /** Why somebody is told who need not be among those who decide. */
  why: 'You are told because the settings name you for this.',
  draft: (version: number, score?: number): string =>
    score === undefined ? words.draft(version) : `${words.draft(version)} · ${format.score(score)}/10`,
  waits: (ms: number): string => `waits for ${waited(ms)}`,
  more: (count: number): string => `… and ${format.number(count)} more. The list has all of them.`,
  open: 'Open',
  buttons: { snooze: 'Not before tomorrow', 'not-mine': 'Not mine' },
  done: {
    snooze: 'You are not reminded of this article before tomorrow.',
    'not-mine': 'You are not reminded of this article again. If your decision is asked for, you may still give it.',
  },
};
