import {
  isList,
  isProse,
  isTable,
  type MarkdownDocument,
  mentions,
  normalised,
  parseMarkdown,
  printMarkdown,
  sentencesOf,
} from '../markdown.ts';
import type { Plan } from './plan.ts';

/** What a draft has and lacks, read from the draft alone. */
export type Anatomy = ReturnType<typeof dissect>;

export function dissect(draft: string | MarkdownDocument, plan: Plan) {
  const document = typeof draft === 'string' ? parseMarkdown(draft) : draft;
  const blocks = document.sections.flatMap((section) => section.blocks);
  const parts = new Set(document.sections.flatMap(({ heading }) => plan.partOf(heading) ?? []));
  const paragraphs = blocks.filter(isProse);
  const sentences = paragraphs.flatMap(sentencesOf);
  const text = printMarkdown(document);
  const flat = normalised(text);
  const cliches = plan.variants('cliche').map(normalised);
  const texts = { document, paragraphs, sentences };
  return {
    ...texts,
    /** Those of ours that it has. */
    parts,
    hasList: blocks.some(isList),
    hasTable: blocks.some(isTable),
    hasExample:
      parts.has('example') || parts.has('secondExample') || /\bfor (?:example|instance)\b|например/i.test(text),
    hasLink: /https?:\/\/\S/.test(text),
    /** It opens with words that say nothing. */
    isVague: flat.includes(normalised(plan.vague.lead)),
    cliches: sentences.filter((sentence) => cliches.includes(normalised(sentence))),
    /** Sentences with a percentage and no source. */
    doubtful: sentences.filter(isDoubtful),
    /** Of what it has to mention. */
    missing: plan.brief.mustMention.filter((item) => !mentions(text, item)),
    namesAudience: flat.includes(normalised(plan.brief.audience ?? '')),
  };
}

/** The whole rule of the practice fact-checker: a percentage that names nobody. */
export function isDoubtful(sentence: string): boolean {
  return /\d\s?%/.test(sentence) && !/https?:|\baccording to the\b|\bsource:|по данным|источник:/i.test(sentence);
}
