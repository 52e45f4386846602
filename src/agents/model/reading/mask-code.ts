const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** A fenced block of Markdown, by the numbers of its lines. */
export interface Fence {
  readonly first: number;
  /** Line of the closing fence; undefined: it is never closed. */
  readonly last: number | undefined;
  /** First word behind the opening fence, in lower case: `markdown`. */
  readonly language: string;
}

/** The fenced blocks of a text, in order. */
export function fencesOf(lines: readonly string[]): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { readonly first: number; readonly mark: string; readonly language: string } | undefined;
  lines.forEach((line, at) => {
    const [, mark = '', info = ''] = FENCE.exec(line) ?? [];
    if (mark === '') return;
    if (open === undefined) {
      // CommonMark: the words behind a fence of backticks hold none; else it is code within a line.
      if (mark.startsWith('`') && info.includes('`')) return;
      open = { first: at, mark, language: (info.trim().split(/\s/)[0] ?? '').toLowerCase() };
    } else if (mark.startsWith(open.mark) && info.trim() === '') {
      fences.push({ first: open.first, last: at, language: open.language });
      open = undefined;
    }
  });
  if (open !== undefined) fences.push({ first: open.first, last: undefined, language: open.language });
  return fences;
}

/**
 * The text, of equal length and with equal line breaks, with blanks for whatever is code: what looks like a tag there is shown to the reader.
 * A fence that is never closed masks nothing.
 */
export function maskCode(text: string): string {
  if (!/[`~]/.test(text)) return text;
  const lines = text.split('\n');
  const fenced = new Set<number>();
  for (const { first, last } of fencesOf(lines)) for (let at = first; at <= (last ?? -1); at += 1) fenced.add(at);
  return lines.map((line, at) => (fenced.has(at) ? ' '.repeat(line.length) : maskSpans(line))).join('\n');
}

/** Code within a line: between two runs of equally many backticks. */
function maskSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)].map((run) => ({ from: run.index, to: run.index + run[0].length }));
  let masked = '';
  let done = 0;
  for (let at = 0; at < runs.length; at += 1) {
    const opening = runs[at];
    if (opening === undefined) break;
    const width = opening.to - opening.from;
    const closingAt = runs.findIndex((run, index) => index > at && run.to - run.from === width);
    const closing = runs[closingAt];
    if (closing === undefined) continue;
    masked += line.slice(done, opening.from) + ' '.repeat(closing.to - opening.from);
    done = closing.to;
    at = closingAt;
  }
  return masked + line.slice(done);
}
