import type { DiffPart } from './diff-texts.ts';

/** A place where a text changed, with some of what stands around it. */
export interface Hunk {
  readonly parts: readonly DiffPart[];
  /** Something that is the same was left out before it. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

export interface HunkOptions {
  /** Characters shown of what is the same, on either side. */
  readonly contextChars: number;
  /** Characters of all hunks together, about. */
  readonly mostChars: number;
}

export interface Hunks {
  readonly hunks: readonly Hunk[];
  /** Places for which there was no room. */
  readonly more: number;
}

/** The places where a text changed, as many as there is room for. */
export function hunksOf(parts: readonly DiffPart[], { contextChars, mostChars }: HunkOptions): Hunks {
  const hunks: Hunk[] = [];
  let open: DiffPart[] = [];
  let isCutBefore = false;
  const close = (isCutAfter: boolean): void => {
    if (open.some(({ kind }) => kind !== 'same')) hunks.push({ parts: open, isCutBefore, isCutAfter });
    open = [];
  };
  parts.forEach((part, index) => {
    if (part.kind !== 'same') {
      open.push(part);
      return;
    }
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const room = (isFirst ? 0 : contextChars) + (isLast ? 0 : contextChars);
    const endsParagraph = part.text.includes('\n\n');
    if (part.text.length <= room && !endsParagraph) {
      open.push(part);
      return;
    }
    const head = isFirst ? '' : headOf(part.text, contextChars);
    if (head !== '') open.push({ kind: 'same', text: head });
    close(head.length < part.text.trimEnd().length);
    const tail = isLast ? '' : tailOf(part.text, contextChars);
    if (tail !== '') open.push({ kind: 'same', text: tail });
    isCutBefore = tail.length < part.text.length;
  });
  close(false);
  let left = mostChars;
  const fitting = hunks.findIndex((hunk) => (left -= lengthOf(hunk)) < 0);
  const shown = fitting < 0 ? hunks : hunks.slice(0, fitting);
  return { hunks: shown, more: hunks.length - shown.length };
}

function lengthOf({ parts }: Hunk): number {
  return parts.reduce((sum, { text }) => sum + text.length, 0);
}

/** Whole words, within one paragraph. */
function headOf(text: string, chars: number): string {
  const paragraph = text.split('\n\n', 1)[0] ?? '';
  if (paragraph.length <= chars) return paragraph;
  const cut = paragraph.slice(0, chars);
  return cut.slice(0, cut.search(/\s\S*$/u) + 1).trimEnd();
}

function tailOf(text: string, chars: number): string {
  const paragraph = text.slice(text.lastIndexOf('\n\n') + 1).replace(/^\n/, '');
  if (paragraph.length <= chars) return paragraph;
  const cut = paragraph.slice(paragraph.length - chars);
  const space = cut.search(/\s/u);
  return space < 0 ? '' : cut.slice(space).trimStart();
}
