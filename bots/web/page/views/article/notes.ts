import type { Tone } from '../../../../../src/cards/symbols.ts';
import type { Draft } from '../../core/article.ts';
import type { PageWords } from '../../core/words.ts';

export type NoteKind = 'claim' | 'citation' | 'critique' | 'comment';

/** Something that is said of words of a draft, to stand beside them. */
export interface Note {
  readonly id: string;
  readonly kind: NoteKind;
  readonly tone: Tone;
  /** `Supported`, `Ann` */
  readonly label: string;
  readonly text: string;
  /** Why it is judged so, or not done. */
  readonly why?: string;
  /** Words of a source. */
  readonly quote?: string;
  readonly source?: { readonly title: string; readonly address?: string; readonly date?: string };
  /** Id of the words in the HTML of the draft. Absent: it is about no words in particular. */
  readonly passage?: string;
  /** Where the words begin in the Markdown. */
  readonly start?: number;
}

const VERDICT_TONES = { supported: 'good', contradicted: 'bad', 'not-found': 'doubtful' } as const;
const SUPPORT_TONES = { supported: 'good', partly: 'doubtful', not: 'bad' } as const;
const TONES: readonly Tone[] = ['bad', 'doubtful', 'good', 'plain'];

/** All that is said of a draft and belongs beside its words, in the order of the text; what is about no words comes last. */
export function notesOf(
  draft: Draft,
  { words, page, article }: Pick<PageWords, 'words' | 'page' | 'article'>,
): readonly Note[] {
  const claims = (draft.factReport?.claims ?? []).map((claim, at): Note => {
    const { verdict, claim: text, why, quote } = claim;
    return {
      id: `claim-${at}`,
      kind: 'claim',
      tone: VERDICT_TONES[verdict],
      label: claim.verified ? words.verdicts[verdict] : `${words.verdicts[verdict]}, ${page.article.notes.fromMemory}`,
      text,
      ...(why !== '' && { why }),
      ...(quote !== undefined && { quote }),
      ...placeAndSource(claim),
    };
  });
  const citations = (draft.citations ?? []).map((citation, at): Note => {
    const { number, verdict, why, quote } = citation;
    return {
      id: `citation-${at}`,
      kind: 'citation',
      tone: verdict === undefined ? 'plain' : SUPPORT_TONES[verdict],
      label: page.article.notes.citation(number, verdict),
      text: '',
      ...(why !== undefined && why !== '' && { why }),
      ...(quote !== undefined && { quote }),
      ...placeAndSource(citation),
    };
  });
  const { criteria = [], weaknesses = [], suggestions = [] } = draft.critique ?? {};
  const critique = [
    ...criteria.map(({ criterion, score, judgement, ...placed }) => ({
      ...placed,
      words: judgement,
      tone: 'plain' as const,
      label: article.critique.criterion(criterion, score),
    })),
    ...weaknesses.map((finding) => ({ ...finding, tone: 'doubtful' as const, label: page.article.notes.weakness })),
    ...suggestions.map((finding) => ({ ...finding, tone: 'plain' as const, label: page.article.notes.suggestion })),
  ]
    // The others are below the text, with the critique.
    .filter(({ passage }) => passage !== undefined)
    .map((finding, at): Note => {
      const { tone, label, words: text } = finding;
      return { id: `critique-${at}`, kind: 'critique', tone, label, text, ...placeAndSource(finding) };
    });
  const comments = draft.ledger
    .filter(({ kind, passage }) => kind === 'comment' && passage !== undefined)
    .map((item): Note => {
      const { id, done, saidBy, words: text, why } = item;
      return {
        id: `comment-${id}`,
        kind: 'comment',
        tone: done === undefined ? 'plain' : done ? 'good' : 'doubtful',
        label: page.article.notes.comment(saidBy, done),
        text,
        ...(why !== undefined && { why }),
        ...placeAndSource(item),
      };
    });
  const all = [...claims, ...citations, ...critique, ...comments];
  return all.toSorted((one, other) => positionOf(one) - positionOf(other));
}

/** Of each passage, how the worst that is said of it is meant. */
export function tonesOf(notes: readonly Note[]): ReadonlyMap<string, Tone> {
  const tones = new Map<string, Tone>();
  for (const { passage, tone } of notes) {
    if (passage === undefined) continue;
    const before = tones.get(passage);
    if (before === undefined || TONES.indexOf(tone) < TONES.indexOf(before)) tones.set(passage, tone);
  }
  return tones;
}

/**
 * Where notes stand so that none covers another: each beside its words, or below the note before it.
 * @param wanted where each would stand by itself, and how high it is, in pixels, from top to bottom
 */
export function stack(
  wanted: readonly { readonly top: number; readonly height: number }[],
  gap: number,
): readonly number[] {
  let free = 0;
  return wanted.map(({ top, height }) => {
    const at = Math.max(top, free);
    free = at + height + gap;
    return at;
  });
}

function positionOf({ start, passage }: Note): number {
  return passage === undefined ? Number.POSITIVE_INFINITY : (start ?? 0);
}

function placeAndSource({
  passage,
  at,
  title,
  address,
  date,
}: {
  readonly passage?: string;
  readonly at?: { readonly start: number };
  readonly title?: string;
  readonly address?: string;
  readonly date?: string;
}): Pick<Note, 'passage' | 'start' | 'source'> {
  const name = title ?? address;
  return {
    ...(passage !== undefined && { passage }),
    ...(at !== undefined && { start: at.start }),
    ...(name !== undefined && {
      source: { title: name, ...(address !== undefined && { address }), ...(date !== undefined && { date }) },
    }),
  };
}
