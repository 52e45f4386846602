import { judgedItem } from '../../../src/delivery/content.ts';
import type { HtmlWords } from '../../../src/document/html/to-html.ts';
import type { Passage } from '../../../src/document/html/mark-passages.ts';
import type { Typesetter } from '../../../src/document/html/typesetter.ts';
import { sectionsOfDraft } from '../../../src/document/sections/sections-of-draft.ts';
import { splitSections } from '../../../src/document/sections/split-sections.ts';
import { placesIn } from '../../../src/lib/quote-in-page.ts';
import { citedSentences, numberCitations, withoutMarks } from '../../../src/protocol/citations.ts';
import type { Critique } from '../../../src/protocol/critique.ts';
import { draftHash } from '../../../src/protocol/draft.ts';
import type { DraftPage } from '../../../src/storage/draft-page-store.ts';
import type { DraftView } from '../listeners/schemas/draft-schema.ts';
import { createSentenceFinder } from './find-sentence.ts';

/** What is said of words of the draft, and where they stand. */
type Placed = Pick<DraftView['ledger'][number], 'at' | 'passage'>;

/** A draft as a page shows it: set as HTML, with what is said of it beside the words that it is said of. */
export async function draftView(
  page: DraftPage,
  { typesetter, words }: { readonly typesetter: Typesetter; readonly words: HtmlWords },
): Promise<DraftView> {
  const { text, notes, lineage } = page;
  const sections = sectionsOfDraft(lineage);
  const pieces = splitSections(text);
  const numbers = numberCitations(notes);
  const linked = sections.map((section) => numbers.link(section.text, citationMark));
  const { passages, placed } = createPlacing(text);
  const beside = {
    ...critiqueIn(page.critique, placed),
    ...factsIn(page, placed),
    ...citationsIn(page, numbers, placed),
    ledger: ledgerIn(page, placed),
  };
  const sources = sections.map(({ id }, at) => ({ text: linked[at] ?? '', prefix: `${id}-`, passages, words }));
  const [html = '', ...ofSections] = await typesetter.html([{ text: linked.join(''), passages, words }, ...sources]);
  return {
    draftId: page.draftId,
    version: page.version,
    hash: draftHash(page.sha256),
    author: page.author,
    authorName: page.authorName,
    ...(page.isOutline && { outline: true as const }),
    createdAt: page.createdAt.toISOString(),
    ...(page.textLanguage !== null && { language: page.textLanguage }),
    title: pieces[0]?.level === 1 ? pieces[0].heading : page.topic,
    markdown: text,
    html,
    sections: sections.map(({ id, heading, text: markdown, hash, author }, at) => ({
      id,
      heading,
      level: pieces[at]?.level ?? 0,
      markdown,
      html: ofSections[at] ?? '',
      sha256: hash,
      author,
    })),
    sources: numbers.pages.map(({ number, title, address, date }) => ({
      number,
      title,
      ...(address !== undefined && { address }),
      ...(date !== undefined && { date }),
    })),
    ...beside,
    ...(page.extras.length > 0 && { extras: [...page.extras] }),
  };
}

function citationMark({ number }: { readonly number: number }): string {
  return `[\\[${number}\\]](#source-${number})`;
}

type Place = (kind: string, quote: string | undefined) => Placed;

/** Finds words in the text, and remembers them as passages to be marked. Citations among them count for nothing. */
function createPlacing(text: string): { readonly passages: readonly Passage[]; readonly placed: Place } {
  const placeOf = placesIn(withoutMarks(text, '`'));
  const passages: Passage[] = [];
  return {
    passages,
    placed(kind, quote) {
      const found = quote === undefined ? undefined : placeOf(quote);
      if (quote === undefined || found === undefined) return {};
      const known = passages.find((one) => one.words === quote && one.id.startsWith(kind));
      const passage = known?.id ?? `${kind}${passages.length + 1}`;
      if (known === undefined) passages.push({ id: passage, words: quote });
      return { at: { start: found.from, end: found.to }, passage };
    },
  };
}

function critiqueIn(critique: Critique | null, placed: Place): Pick<DraftView, 'critique'> {
  if (critique === null) return {};
  const {
    score,
    strengths,
    weaknesses,
    suggestions,
    places,
    criteria = [],
    unmet = [],
    differs = [],
    factsQuestionable,
  } = critique;
  /** Where a finding is only said to be in a section, the words that the section is judged by are not what it is about. */
  const finding = (text: string, section: string | null | undefined) => {
    const quote = criteria.find(({ judgement, fix }) => judgement === text || fix === text)?.quote;
    return {
      words: text,
      ...(section !== null && section !== undefined && { section }),
      ...(quote !== undefined && { quote }),
      ...placed('w', quote),
    };
  };
  return {
    critique: {
      score,
      criteria: criteria.map(({ section, ...one }) => ({
        ...one,
        ...(section !== null && { section }),
        ...placed('w', one.quote),
      })),
      strengths: [...strengths],
      weaknesses: weaknesses.map((text, at) => finding(text, places?.weaknesses[at])),
      suggestions: suggestions.map((text, at) => finding(text, places?.suggestions[at])),
      unmet: [...unmet],
      differs: differs.map(({ kind, missing, added, section }) => ({
        kind,
        missing: [...missing],
        added: [...added],
        ...(section !== null && { section }),
      })),
      factsQuestionable,
    },
  };
}

function factsIn({ text, factReports }: DraftPage, placed: Place): Pick<DraftView, 'factReport'> {
  if (factReports.length === 0) return {};
  const sentenceOf = createSentenceFinder(text);
  const claims = factReports.flatMap(({ provider, verified, claims: checked }) =>
    checked.map(({ claim, verdict, note, quote, sources: [source] }) => {
      const sentence = sentenceOf(claim);
      return {
        claim,
        verdict,
        why: note,
        ...(quote !== undefined && { quote }),
        ...(source !== undefined && { title: source.title, address: source.url }),
        ...(source?.date !== undefined && { date: source.date }),
        provider,
        verified,
        ...(sentence !== undefined && { sentence }),
        ...placed('f', sentence),
      };
    }),
  );
  return { factReport: { verified: factReports.every(({ verified }) => verified), claims } };
}

function citationsIn(
  { text, notes, citations }: DraftPage,
  numbers: ReturnType<typeof numberCitations>,
  placed: Place,
): Pick<DraftView, 'citations'> {
  if (notes.length === 0) return {};
  const byId = new Map(notes.map((note) => [note.id, note]));
  const judged = new Map(citations?.sentences.map((one) => [one.sentence, one]));
  return {
    citations: citedSentences(text).flatMap(({ sentence, noteIds }) => {
      const verdict = judged.get(sentence);
      return noteIds.map((noteId) => {
        const { quote, title, address, date } = byId.get(noteId) ?? {};
        const number = numbers.numberOf(noteId);
        return {
          sentence,
          noteId,
          ...(number !== undefined && { number }),
          ...(verdict !== undefined && { verdict: verdict.support, why: verdict.note }),
          ...(quote !== undefined && { quote }),
          ...(title !== undefined && { title }),
          ...(address !== undefined && { address }),
          ...(date !== undefined && { date }),
          ...placed('c', sentence),
        };
      });
    }),
  };
}

function ledgerIn({ ledger, critique }: DraftPage, placed: Place): DraftView['ledger'] {
  const judged = critique?.comments ?? [];
  return ledger.map((known) => {
    const { id, kind, byName, text, done, why, section, later } = judgedItem(known, judged);
    const quote = judged.find(({ item }) => item === id)?.quote ?? known.quote;
    return {
      id,
      kind,
      saidBy: byName,
      words: text,
      ...(done !== undefined && { done }),
      ...(why !== undefined && { why }),
      ...(section !== undefined && { section }),
      ...(quote !== undefined && { quote }),
      ...(later !== undefined && { later: { saidBy: later.byName, words: later.text } }),
      ...placed('l', quote),
    };
  });
}
