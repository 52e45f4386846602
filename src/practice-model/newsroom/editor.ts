import type { Brief } from '../brief.ts';
import { isProse, mapBlocks, type MarkdownDocument, normalised, parseMarkdown, sentencesOf } from '../markdown.ts';
import { type Plan, planArticle } from './plan.ts';
import { finished } from './writer.ts';

const MAX_LEAD_WORDS = 40;
const MAX_TOPIC_CHARS = 60;

/** A title and a summary for a text that stays as it is. */
export function title(brief: Brief): { readonly title: string; readonly summary: string } {
  const plan = planArticle(brief);
  const document = parseMarkdown(brief.draft);
  return { title: document.title ?? plan.title, summary: summaryOf(document, plan) };
}

/** Headings in sentence case, apostrophes and dashes as they should be, a title, a summary. Not a fact is touched. */
export function edit(brief: Brief): { readonly title: string; readonly summary: string; readonly text: string } {
  const plan = planArticle(brief);
  const document = parseMarkdown(brief.draft);
  const body = document.sections.flatMap(({ blocks }) => blocks).join('\n');
  const sections = mapBlocks(document, polished).sections.map((section) => ({
    ...section,
    heading: section.heading && polishedHeading(section.heading, body, plan),
  }));
  const edited = { title: finalTitle(document.title, plan), sections };
  return { title: edited.title, summary: summaryOf(edited, plan), text: finished(edited, plan) };
}

/** A title that only repeats the topic gets a tail; one that somebody thought about stays. */
function finalTitle(current: string | undefined, plan: Plan): string {
  if (current !== undefined && normalised(current) !== normalised(plan.title)) return current;
  return /[?:!]/.test(plan.title) || plan.title.length > MAX_TOPIC_CHARS ? plan.title : plan.say('finalTitle');
}

/** A name keeps its capital: a word goes to lower case only where the text itself has it so, or in a heading of ours. */
function polishedHeading(heading: string, body: string, plan: Plan): string {
  const bare = heading.replace(/[.:;,\s]+$/, '');
  if (plan.brief.language !== 'en') return bare;
  // Only the audience may hold a name there.
  const ours = plan.partOf(heading) === undefined ? '' : bare.replace(plan.brief.audience ?? '', '').toLowerCase();
  const lower = new Set(`${ours} ${body}`.match(/(?<!\p{L})\p{Ll}[\p{L}’'-]*/gu) ?? []);
  return bare.replace(/(?<=\s[“"(]*)\p{Lu}[\p{Ll}’'-]*(?![\p{L}\d])/gu, (word) =>
    lower.has(word.toLowerCase()) && word !== 'I' ? word.toLowerCase() : word,
  );
}

/** Code, addresses and tables are no prose. */
function polished(block: string): string {
  if (!isProse(block) || /[`<]|https?:/.test(block)) return block;
  return block.replace(/(\p{L})'(\p{L})/gu, '$1’$2').replace(/(\S) (?:--?|–) (?=\S)/g, '$1 — ');
}

/** Two sentences: what it says first, and what it goes on to. */
function summaryOf({ sections }: MarkdownDocument, plan: Plan): string {
  const lead = sections.flatMap(({ blocks }) => blocks).find(isProse) ?? '';
  const first = (sentencesOf(lead.replace(/[*_`#>]/g, ''))[0] ?? '').split(' ');
  const sentence = first.length > MAX_LEAD_WORDS ? `${first.slice(0, MAX_LEAD_WORDS).join(' ')} …` : first.join(' ');
  const headings = sections
    .filter(({ heading = '' }) => heading !== '' && plan.partOf(heading) !== 'closing')
    .slice(0, 3);
  if (headings.length === 0) return sentence === '' ? plan.title : sentence;
  const quoted = headings.map(({ heading = '' }) =>
    plan.phrases.topic.quoted.replace('{title}', () => heading.replace(/[.:]+$/, '')),
  );
  const listed = [quoted.slice(0, -1).join(', '), quoted.at(-1) ?? ''].filter((part) => part !== '');
  return `${sentence} ${plan.say('covers', { headings: listed.join(` ${plan.phrases.and} `) })}`.trim();
}
