import { diffArrays } from 'diff';

/** A piece of the newer text, or one that it lacks. Pieces that are the same or added make up the newer text; same or removed, the older. */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Myers' algorithm takes time with the square of what differs: beyond so much, a piece is shown as replaced whole. */
const MOST_EDITS = 3000;
const MOST_MS = 500;
const LEAST_MS = 1;
/** A word with its accents and inner apostrophes or hyphens, a number with its points and commas, white space, or any other character. */
const WORD = /[\p{L}\p{M}]+(?:['’ʼ-][\p{L}\p{M}]+)*|\p{Nd}+(?:[.,]\p{Nd}+)*|\s+|[^]/gu;
const LINE = /[^\n]*\n|[^\n]+$/g;

/** What changed between two texts, word by word. Bounded in time, whatever the texts are. */
export function diffTexts(before: string, after: string): readonly DiffPart[] {
  const until = performance.now() + MOST_MS;
  const lines = partsOf(before.match(LINE) ?? [], after.match(LINE) ?? [], until);
  const parts: DiffPart[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [part, next] = [lines[at], lines[at + 1]];
    if (part === undefined) break;
    if (part.kind === 'removed' && next?.kind === 'added') {
      parts.push(...partsOf(part.text.match(WORD) ?? [], next.text.match(WORD) ?? [], until));
      at += 1;
    } else parts.push(part);
  }
  return joined(parts);
}

function partsOf(before: readonly string[], after: readonly string[], until: number): readonly DiffPart[] {
  const timeout = Math.max(LEAST_MS, until - performance.now());
  const changes = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS, timeout });
  if (changes === undefined) return replaced(before.join(''), after.join(''));
  return joined(
    inOrder(
      changes.map(({ added, removed, value }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      })),
    ),
  );
}

function replaced(before: string, after: string): readonly DiffPart[] {
  const parts: readonly DiffPart[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** What went before what came; a space alone between two changes belongs to both, so that it reads as one. */
function inOrder(parts: readonly DiffPart[]): readonly DiffPart[] {
  const ordered: DiffPart[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    ordered.push(...replaced(removed, added));
    [removed, added] = ['', ''];
  };
  parts.forEach((part, index) => {
    const isBetween =
      part.kind === 'same' && /^[^\S\n]+$/.test(part.text) && removed + added !== '' && index < parts.length - 1;
    if (part.kind === 'same' && !isBetween) {
      flush();
      ordered.push(part);
      return;
    }
    if (part.kind !== 'added') removed += part.text;
    if (part.kind !== 'removed') added += part.text;
  });
  flush();
  return ordered;
}

function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const result: DiffPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind === part.kind) result[result.length - 1] = { kind: part.kind, text: last.text + part.text };
    else if (part.text !== '') result.push(part);
  }
  return result;
}
