import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

const LONGEST_CHARS = 300;
const NONDETERMINISM = /^\[TMPRL\d+\] Nondeterminism error: /;
/** `HistoryEvent(id: 11, ActivityTaskScheduled)` */
const EVENT = String.raw`HistoryEvent\(id: (\d+), (\w+)\)`;

/** Of a stack, where it came out of our own code. */
const PLACE = /\b(src\/[\w./-]+\.ts:\d+)/;

/** How Temporal says in which way a replay went elsewhere, and how we do. */
const WAYS: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [
    /^Activity type of scheduled event '(.+)' does not match activity type of activity command '(.+)'$/,
    (before, now) => `where it did ${before}, this code does ${now}`,
  ],
  [
    new RegExp(String.raw`^No command scheduled for event ${EVENT}$`),
    (id, type) => `at event ${id} it came to ${type}, and this code comes to nothing`,
  ],
  [
    new RegExp(String.raw`^(\w+)(?: workflow)? machine does not handle this event: ${EVENT}$`),
    (machine, id, type) => `at event ${id} it came to ${type}, and this code to something else (${machine})`,
  ],
];

/**
 * One sentence about a replay that failed; the first two lines of what Temporal says are a page long.
 * @param history what was replayed: for what an event was about
 */
export function whyNot(error: Error, history?: History): string {
  // A failure of Temporal's core, printed: its message is the only part for people.
  const [, quoted = JSON.stringify(error.message)] = /\bmessage: ("(?:[^"\\]|\\.)*")/.exec(error.message) ?? [];
  const said = unquote(quoted);
  const what = said.replace(NONDETERMINISM, '');
  const [, place] = PLACE.exec(error.message) ?? [];
  if (what === said) return short(`this code fails${place === undefined ? '' : ` at ${place}`}: ${said}`);
  for (const [pattern, say] of WAYS) {
    const found = pattern.exec(what);
    if (found !== null) return short(named(say(...found.slice(1)), history));
  }
  return short(`this code goes another way: ${what}`);
}

/** `at event 8 it came to ActivityTaskScheduled (writeDraft), …` */
function named(sentence: string, history: History | undefined): string {
  return sentence.replace(/^at event (\d+) it came to \w+/, (said, id: string) => {
    const name = nameOf(history?.events?.find(({ eventId }) => String(eventId) === id));
    return name ? `${said} (${name})` : said;
  });
}

/** Of a step, a child or a mark. */
function nameOf(event: Event | undefined): string | null | undefined {
  return (
    event?.activityTaskScheduledEventAttributes?.activityType?.name ??
    event?.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType?.name ??
    event?.markerRecordedEventAttributes?.markerName
  );
}

/** As Rust prints a string, which is nearly JSON. */
function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

function short(sentence: string): string {
  const line = sentence.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  return `${line.length > LONGEST_CHARS ? `${line.slice(0, LONGEST_CHARS)}…` : line}.`;
}
