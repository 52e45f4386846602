import { citedIds, plainCitations } from '../../protocol/citations.ts';
import type { ArticleRequest } from '../../protocol/article.ts';
import type { FactReport } from '../../protocol/fact-report.ts';
import type { Comment, WriterEvidence } from '../agent.ts';
import { type AnswerFormat, articleText, faulty, markdownText, type Reading } from '../model/answer-format.ts';
import { addressesIn, type CitationRules, citationFaults } from './citation-faults.ts';
import { orderOf } from './order.ts';

/** What an article and its outline are held to. */
export interface CitedOrder {
  readonly request: ArticleRequest;
  readonly comments?: readonly Comment[] | undefined;
  readonly evidence?: WriterEvidence | undefined;
}

/** The article that was ordered, citing what there is and nothing else. */
export function citedArticle(order: CitedOrder): AnswerFormat<string> {
  return withCitations(articleText(orderOf(order)), citationRulesOf(order));
}

/** A plan that names what each section rests on, where there is something. A plan helps; a model that makes none still writes. */
export function citedOutline(order: CitedOrder): AnswerFormat<string> {
  // It is for nobody's eyes: what it quotes is looked up when it is written.
  const format = withCitations(markdownText, { ...citationRulesOf(order), quotable: undefined });
  return {
    read(answer, instructions) {
      const reading = format.read(answer, instructions);
      if (!reading.ok)
        return reading.code === 'refusal' || reading.code === 'cut' ? reading : { ...reading, makeshift: '' };
      if (order.evidence === undefined || citedIds(reading.value).length > 0) return reading;
      const words = 'No section names a note. Name those that each rests on, such as [e1].';
      return { ...faulty([{ code: 'no-evidence', words }]), makeshift: reading.value };
    },
  };
}

function withCitations(format: AnswerFormat<string>, rules: CitationRules): AnswerFormat<string> {
  return {
    read(answer, instructions) {
      const reading = format.read(answer, instructions);
      if (!reading.ok) return withoutInventions(reading, rules);
      const text = plainCitations(reading.value);
      const faults = citationFaults(text, rules);
      return faults.length === 0 ? { ok: true, value: text } : faulty(faults);
    },
  };
}

/** What is taken for want of a better answer is held to the same. */
function withoutInventions(
  { makeshift, ...fault }: Extract<Reading<string>, { readonly ok: false }>,
  rules: CitationRules,
): Reading<string> {
  if (makeshift === undefined) return fault;
  const text = plainCitations(makeshift);
  return citationFaults(text, rules).length === 0 ? { ...fault, makeshift: text } : fault;
}

export function citationRulesOf({ request, comments = [], evidence }: CitedOrder): CitationRules {
  return citationRules({ request, theirs: comments.map(({ text }) => text), evidence });
}

/**
 * What a text may cite, link to and quote.
 * @param order.theirs what people said, and the draft: it went through this before, or is a person's, who answers for it
 */
export function citationRules({
  request,
  theirs,
  factReports = [],
  evidence,
}: Pick<CitedOrder, 'request' | 'evidence'> & {
  readonly theirs: readonly string[];
  readonly factReports?: readonly FactReport[] | undefined;
}): CitationRules {
  const given = [request.topic, request.audience ?? '', ...(request.mustMention ?? []), ...theirs];
  const { notes = [], pages = {} } = evidence ?? {};
  const verified = factReports.filter((report) => report.verified).flatMap(({ claims }) => claims);
  return {
    notes,
    addresses: [
      ...notes.flatMap(({ address }) => address ?? []),
      ...verified.flatMap(({ sources }) => sources.map(({ url }) => url)),
      ...given.flatMap((text) => addressesIn(text).map(({ address }) => address)),
    ],
    ...(notes.length > 0 && {
      quotable: { pages, others: [...given, request.pasted ?? '', ...verified.map(({ quote = '' }) => quote)] },
    }),
  };
}
