const LONGEST_CHARS = 300;
const NONDETERMINISM = /^\[TMPRL\d+\] Nondeterminism error: /;
/** `HistoryEvent(id: 11, ActivityTaskScheduled)` */
const EVENT = String.raw`HistoryEvent\(id: (\d+), (\w+)\)`;

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

/** One sentence about a replay that failed; the first two lines of what Temporal says are a page long. */
export function whyNot(error: Error): string {
  // A failure of Temporal's core, printed: its message is the only part for people.
  const [, quoted = JSON.stringify(error.message)] = /\bmessage: ("(?:[^"\\]|\\.)*")/.exec(error.message) ?? [];
  const said = unquote(quoted);
  const what = said.replace(NONDETERMINISM, '');
  if (what === said) return short(`this code fails: ${said}`);
  for (const [pattern, say] of WAYS) {
    const found = pattern.exec(what);
    if (found !== null) return short(say(...found.slice(1)));
  }
  return short(`this code goes another way: ${what}`);
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
