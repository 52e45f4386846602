/**
 * What the parser takes for its worst cases, measured on 2 cores with Node 24 and 30,000 to 40,000 characters, in nanoseconds. For
 * each pair of them: an underline of a heading and a character of the text · a closing bracket that nothing opened, a comment or an
 * instruction, and a character of its paragraph · two lines that go on with a quote or a list without its mark · two marks of quotes
 * and lists in one block · two calls of notes · two ampersands in one address · two brackets within brackets · two links begun ·
 * two lines of a paragraph.
 */
const NS = {
  underline: 85,
  bracket: 7,
  comment: 25,
  lazyLine: 50,
  mark: 15,
  note: 35,
  ampersand: 370,
  inner: 50,
  link: 40,
  line: 8,
} as const;
/** For each character that may be a mark. */
const NS_A_SIGN = 30_000;
/** Estimated so. An article takes a hundredth. */
const MOST_MS = 400;
/** Several hundred pages. */
const MOST_CHARS = 400_000;

/** A line that opens 64 quotes and lists: 9,000 of them took the parser 26 seconds. */
const HOSTILE_NESTING = /^(?:[ \t]*(?:[-+*>]|\d{1,9}[.)])(?=[ \t>]|$)){64}/m;
/** The same, one step a line. */
const HOSTILE_INDENT = /^ {128}[ ]*(?:[-+*]|\d{1,9}[.)]) /m;

/** Emphasis and links within each other: 6,000 of them took 110 seconds. No writer gets near it. */
const MAX_NESTING = 100;
const NESTING = /\n[ \t]*\n|[[\]]|[*_~]+/g;

/**
 * Whether Markdown of this text can be read and drawn in a time that nobody notices. It cannot of what only hostile text is: nested
 * a hundred deep, or made of thousands of marks that lead nowhere. Such a text is shown as it stands; a person who sends one can be
 * asked for another. Decided by counting, in linear time: the same answer for the same text, always.
 */
export function isDrawable(text: string): boolean {
  if (text.length > MOST_CHARS || HOSTILE_NESTING.test(text) || HOSTILE_INDENT.test(text) || isNestedDeep(text))
    return false;
  return readingMs(text) <= MOST_MS;
}

/** Counts what opens and has not been closed, in each run of lines. */
function isNestedDeep(text: string): boolean {
  let emphasis = 0;
  let links = 0;
  for (const { 0: mark, index } of text.matchAll(NESTING)) {
    if (mark.startsWith('\n')) emphasis = links = 0;
    else if (mark === '[') links += 1;
    else if (mark === ']') links = Math.max(0, links - 1);
    else {
      const opens = /\S/.test(text[index + mark.length] ?? ' ');
      const closes = /\S/.test(text[index - 1] ?? ' ');
      if (opens !== closes) emphasis = Math.max(0, emphasis + (opens ? 1 : -1));
    }
    if (emphasis > MAX_NESTING || links > MAX_NESTING) return true;
  }
  return false;
}

/** An estimate from above, of what grows faster than the text. */
function readingMs(text: string): number {
  let ns = signsIn(text) * NS_A_SIGN;
  let underlines = 0;
  let notes = 0;
  let links = 0;
  let block = newBlock();
  const close = (): void => {
    ns +=
      (block.stray * NS.bracket + block.comments * NS.comment) * block.chars +
      block.marks ** 2 * NS.mark +
      block.inner ** 2 * NS.inner;
    ns += block.lines ** 2 * (block.marks > 0 ? NS.lazyLine : NS.line);
    block = newBlock();
  };
  for (const line of text.split('\n')) {
    if (/^[ \t>]*$/.test(line)) {
      close();
      continue;
    }
    const marks = marksBefore(line);
    block.marks += marks;
    block.chars += line.length + 1;
    if (marks === 0) block.lines += 1;
    if (/^[ \t>]*(?:=+|-+)[ \t]*$/.test(line)) underlines += 1;
    for (const { 0: bracket } of line.matchAll(/\\.|\[\^|\]\(<|<[?!]|[[\]]/g)) {
      if (bracket.startsWith('<')) block.comments += 1;
      if (bracket === '[^') notes += 1;
      if (bracket === '](<') links += 1;
      if (bracket.startsWith('[') && block.open > 0) block.inner += 1;
      if (bracket.startsWith('[')) block.open += 1;
      else if (bracket.startsWith(']') && block.open > 0) block.open -= 1;
      else if (bracket.startsWith(']')) block.stray += 1;
    }
    for (const [address] of line.matchAll(/(?:https?:\/\/|www\.)\S*/gi)) {
      ns += (address.split('&').length - 1) ** 2 * NS.ampersand;
    }
  }
  close();
  return (ns + underlines * text.length * NS.underline + notes ** 2 * NS.note + links ** 2 * NS.link) / 1e6;
}

/** What has a backslash before it is no mark. */
function signsIn(text: string): number {
  let count = 0;
  for (const [sign] of text.matchAll(/\\.|[*_~`|[\]<&]/g)) if (sign.length === 1) count += 1;
  return count;
}

interface BlockCount {
  chars: number;
  open: number;
  stray: number;
  comments: number;
  inner: number;
  lines: number;
  marks: number;
}

function newBlock(): BlockCount {
  return { chars: 0, open: 0, stray: 0, comments: 0, inner: 0, lines: 0, marks: 0 };
}

function marksBefore(line: string): number {
  const mark = /[ \t]*(?:[-+*>]|\d{1,9}[.)])/y;
  let count = 0;
  while (mark.test(line)) count += 1;
  return count;
}
