import { z } from 'zod';
import { findHeadings } from '../../../document/sections/find-headings.ts';
import { splitSections } from '../../../document/sections/split-sections.ts';
import type { LedgerItem, Supersession } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import { type AnswerFormat, faulty, jsonAnswer } from '../../model/answer-format.ts';
import { type AnswerFault, sectionFaults } from '../../model/reading/article-faults.ts';
import { differencesBetween, faultsOf } from '../../translation/differences.ts';
import { cleanContinuation } from '../../model/reading/clean-answer.ts';
import { partialJson } from '../../model/reading/partial-json.ts';
import { plainCitations } from '../../../protocol/citations.ts';
import { type CitationRules, citationFaults } from '../citation-faults.ts';
import type { AddedSection } from './assemble.ts';
import type { Order } from './orders.ts';
import { supersededShape, supersessions } from './superseded.ts';

/** A section that is to be written, and what its heading has to be like. */
export interface AskedSection {
  readonly id: string;
  readonly heading: string;
  /** 1 for `#`; 0: it has none, and needs none. */
  readonly level: number;
  /** People have approved the heading, and none of them wants another one: it stands to the letter. */
  readonly isFixed?: boolean;
}

/** What the writer says of an order; whether it is true is seen from the draft. */
export interface OrderAnswer {
  /** Id of the order. */
  readonly order: string;
  readonly done: boolean;
  readonly section: string | null;
  readonly quote: string | null;
  readonly why: string | null;
}

export interface WrittenSections {
  readonly texts: readonly { readonly id: string; readonly text: string }[];
  readonly answers: readonly OrderAnswer[];
  readonly superseded: readonly Supersession[];
}

const shape = z.object({
  sections: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
    }),
  ),
  answers: z.array(
    z.object({
      order: z.string(),
      done: z.boolean(),
      section: z.string().nullable(),
      quote: z.string().nullable(),
      why: z.string().nullable(),
    }),
  ),
  superseded: supersededShape.nullable(),
});

/** The level at which a draft is cut into sections. */
export function sectionLevel(draft: readonly Section[]): number {
  const levels = draft.slice(1).flatMap(({ text }) => splitSections(text)[0]?.level ?? []);
  return Math.max(2, Math.min(...levels, 6));
}

export function askedSections(
  draft: readonly Section[],
  rewritten: readonly string[],
  added: readonly AddedSection[],
): readonly AskedSection[] {
  const old = draft
    .filter(({ id }) => rewritten.includes(id))
    .map(({ id, heading, text }) => ({ id, heading, level: splitSections(text)[0]?.level ?? 0 }));
  return [...old, ...added.map(({ id, heading }) => ({ id, heading, level: 2 }))];
}

export interface RevisionScope {
  readonly asked: readonly AskedSection[];
  /** Of the sections of the draft: a heading of this level or above begins another one. */
  readonly level: number;
  readonly orders: readonly Order[];
  readonly kept: readonly LedgerItem[];
  readonly language: string;
  /** Of a translation: what each section is a translation of, by its id. Absent: it is none. */
  readonly originals?: ReadonlyMap<string, string>;
  /** What the sections may cite, link to and quote. */
  readonly citations: CitationRules;
}

/**
 * The sections that were asked for, each with its heading and no other one's, and an answer for each comment. What stands for other
 * sections is never used, whatever becomes of the mending.
 */
export function revisionFormat(scope: RevisionScope): AnswerFormat<WrittenSections> {
  const { asked, orders, kept } = scope;
  const wanted = new Map(asked.map((section) => [section.id, section]));
  const comments = orders.filter(({ kind }) => kind === 'comment');
  return jsonAnswer('revision', shape, (answer) => {
    const superseded = supersessions(answer.superseded ?? [], orders, kept);
    const others = answer.sections.filter(({ id }) => !wanted.has(id));
    const read = asked.flatMap((section) => {
      const given = answer.sections.find(({ id }) => id === section.id);
      return given === undefined ? [] : [readSection(section, plainCitations(cleanContinuation(given.text)), scope)];
    });
    const missing = asked.filter(({ id }) => !answer.sections.some((section) => section.id === id));
    const gone = new Set(superseded.map(({ item }) => item));
    const unanswered = comments.filter(
      ({ id, item }) => !gone.has(item?.id ?? '') && !answer.answers.some(({ order }) => order === id),
    );
    const faults: readonly AnswerFault[] = [
      ...others.map(() => ({
        code: 'touches-others',
        words: 'There is a section that was not asked for. Answer with the sections of <draft> alone.',
      })),
      ...missing.map(({ id }) => ({ code: 'section-missing', place: id, words: 'This section is missing.' })),
      ...read.flatMap((section) => section.faults),
      ...unanswered.map(({ id }) => ({ code: 'unanswered', words: `The order ${id} has no answer.` })),
    ];
    const texts = read.flatMap(({ id, text }) => (text === undefined ? [] : [{ id, text }]));
    const value = { texts, answers: answer.answers, superseded };
    if (faults.length === 0) return { ok: true, value };
    const fault = faulty(faults.slice(0, MAX_FAULTS));
    return texts.length === 0 ? fault : { ...fault, makeshift: value };
  });
}

/** The sections that an answer which is still coming holds, one below the other. */
export function sectionsSoFar(answer: string): string {
  const begun = partialJson(answer);
  const sections = typeof begun === 'object' && begun !== null && 'sections' in begun ? begun.sections : [];
  const texts = z.array(z.looseObject({ text: z.string() }).catch({ text: '' })).safeParse(sections);
  return (texts.data ?? [])
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join('\n\n');
}

/** More are no help to whoever mends them. */
const MAX_FAULTS = 8;

interface ReadSection {
  readonly id: string;
  readonly faults: readonly AnswerFault[];
  /** Undefined: nothing of it can be used. */
  readonly text: string | undefined;
}

function readSection(
  { id, heading, level: own, isFixed = false }: AskedSection,
  given: string,
  { level, language, citations, originals = new Map<string, string>() }: RevisionScope,
): ReadSection {
  const text = given.trim();
  const faults = [...sectionFaults(text, language), ...citationFaults(text, citations)].map((fault) => ({
    ...fault,
    place: id,
  }));
  if (faults.length > 0) return { id, faults, text: undefined };
  const source = originals.get(id);
  const differing = source === undefined ? [] : faultsOf(differencesBetween(source, text));
  const headings = findHeadings(text);
  const [first] = headings;
  const hasOwn = own === 0 || (first?.start === 0 && first.level === own);
  const body = own > 0 && (isFixed || !hasOwn) ? withHeading(text, heading, own) : text;
  const inner = findHeadings(body).slice(own === 0 ? 0 : 1);
  const another = inner.find((one) => one.level <= level);
  return {
    id,
    faults: [
      ...differing.map((fault) => ({ ...fault, place: id })),
      ...(hasOwn
        ? []
        : [{ code: 'heading-lost', place: id, words: `It has to begin with its heading, of level ${own}.` }]),
      ...(another === undefined
        ? []
        : [
            { code: 'several-headings', place: id, words: 'Another section begins in it. Answer with this one alone.' },
          ]),
    ],
    text: another === undefined ? body : body.slice(0, another.start).trim(),
  };
}

/** The section under the heading that it had. */
function withHeading(text: string, heading: string, level: number): string {
  const [first] = findHeadings(text);
  const end = text.indexOf('\n');
  const body = first?.start === 0 ? (end === -1 ? '' : text.slice(end)) : text;
  return `${'#'.repeat(level)} ${heading}\n\n${body.trim()}`;
}
