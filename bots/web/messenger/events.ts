/** What an article shows to one kind of reader. */
export interface Shown {
  readonly revision: number;
  /** Number of the latest entry. */
  readonly said: number;
  /** Of the text that is being written. */
  readonly words?: number;
  /** What is being written. */
  readonly writing?: ShownWriting;
  /** JSON, but for the words. */
  readonly state: Readonly<Record<string, unknown>>;
  /** In order. */
  readonly entries: readonly ShownEntry[];
}

export interface ShownWriting {
  readonly work: string;
  readonly text: string;
  /** UTF-16 units at its beginning that whoever has seen as many has seen like this. */
  readonly same: number;
}

export interface ShownEntry {
  readonly seq: number;
  readonly isLive: boolean;
  readonly digest: string;
  /** JSON. */
  readonly data: string;
}

/** What a reader has seen: `id` of the latest event that they got says it. */
export interface Known {
  readonly revision: number;
  readonly said: number;
  readonly words?: number | undefined;
  /** How much of what is being written, UTF-16 units. */
  readonly writing?: { readonly work: string; readonly chars: number };
  /** Digests of the entries that might have changed since, by their numbers. */
  readonly live: ReadonlyMap<number, string>;
}

export const NOTHING_KNOWN: Known = { revision: -1, said: 0, live: new Map() };

/** Of a work with another name, who breaks off gets the text from its beginning. */
const WORK = /^[\w-]{1,40}$/;
/** Of more entries that may change nobody has heard. */
const MOST_ID_CHARS = 20_000;
const ID = /^(-?\d{1,9})\.(\d{1,9})\.(\d{0,9})\.((?:[\w-]{1,40}~\d{1,9})?)\.((?:\d{1,9}-[0-9a-f]{8}(?:_|$))*)$/;

/** `12.7.340.s3~1200.6-0a1b2c3d_7-4e5f6a7b`: revision, entries, words, text, and what may still change. */
export function idOf({ revision, said, words, writing, live }: Known): string {
  const text = writing !== undefined && WORK.test(writing.work) ? `${writing.work}~${writing.chars}` : '';
  return `${revision}.${said}.${words ?? ''}.${text}.${[...live].map(([seq, digest]) => `${seq}-${digest}`).join('_')}`;
}

/** What a reader says that they have seen; of what is no id of ours, nothing. */
export function readId(id: string | undefined): Known {
  const [, revision, said, words, text = '', live] =
    (id !== undefined && id.length <= MOST_ID_CHARS && ID.exec(id)) || [];
  if (revision === undefined) return NOTHING_KNOWN;
  const pairs = (live ?? '').split('_').filter((pair) => pair !== '');
  return {
    revision: Number(revision),
    said: Number(said),
    ...(words !== undefined && words !== '' && { words: Number(words) }),
    ...(text !== '' && { writing: { work: text.split('~')[0] ?? '', chars: Number(text.split('~')[1]) } }),
    live: new Map(pairs.map((pair): [number, string] => [Number(pair.split('-')[0]), pair.split('-')[1] ?? ''])),
  };
}

/**
 * What a reader has not seen, as events: new entries and those that say something else, in order, then how the article stands, and what is being written. Each has
 * the id of what they have seen with it, so that who breaks off anywhere misses nothing and gets nothing twice.
 */
export function eventsSince(before: Known, shown: Shown): { readonly events: string; readonly known: Known } {
  const events: string[] = [];
  // An entry that a lost step had said is taken back.
  let known: Known = { ...before, said: Math.min(before.said, shown.said) };
  for (const { seq, isLive, digest, data } of shown.entries) {
    const isNew = seq > known.said;
    const seen = known.live.get(seq);
    if (!isNew && (seen === undefined || seen === digest)) continue;
    const live = new Map(known.live);
    if (isLive) live.set(seq, digest);
    else live.delete(seq);
    known = { ...known, said: Math.max(known.said, seq), live };
    events.push(`event: entry\nid: ${idOf(known)}\ndata: ${data}\n\n`);
  }
  const { revision, said, words, writing } = shown;
  const isSame = before.revision === revision && before.said === said && before.words === words;
  if (!isSame) {
    // What may change is said anew with each revision.
    const live = new Map(shown.entries.filter((entry) => entry.isLive).map(({ seq, digest }) => [seq, digest]));
    known = { ...known, revision, said, words, live };
    const state = { ...shown.state, said, ...(words !== undefined && { wordsSoFar: words }) };
    events.push(`event: state\nid: ${idOf(known)}\ndata: ${JSON.stringify(state)}\n\n`);
  }
  const text = writing === undefined ? undefined : textSince(before.writing, writing);
  if (text !== undefined) {
    known = { ...known, writing: { work: text.work, chars: text.at + text.text.length } };
    events.push(`event: text\nid: ${idOf(known)}\ndata: ${JSON.stringify(text)}\n\n`);
  }
  return events.length === 0 ? { events: '', known: before } : { events: events.join(''), known };
}

/** What stands from `at` on: what was there is replaced by it. Undefined: they have seen it. */
function textSince(before: Known['writing'], { work, text, same }: ShownWriting) {
  const at = before?.work === work ? Math.min(before.chars, same, text.length) : 0;
  if (before?.work === work && before.chars === text.length && same >= text.length) return undefined;
  return { work, at, text: text.slice(at) };
}
