import type { Brief } from '../brief.ts';
import { dissect } from './anatomy.ts';
import { planArticle } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { isProse, normalised, sentencesOf } from './markdown-document.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { capitalised, fill } from './material.ts';
import { mapBlocks } from './sections.ts';
import { pick } from './seeded.ts';
import { finished } from './writer.ts';

const MAX_LEAD_WORDS = 40;

/** A title and a summary for a text that stays as it is. */
export function title(brief: Brief): { readonly title: string; readonly summary: string } {
  const plan = planArticle(brief);
  const { document } = dissect(brief.draft, plan, brief);
  return { title: document.title ?? plan.topic.title, summary: summaryOf(document, plan) };
}

/** Headings in sentence case, quotation marks and dashes as they should be, a title, a summary. Not a fact is touched. */
export function edit(brief: Brief): { readonly title: string; readonly summary: string; readonly text: string } {
  const plan = planArticle(brief);
  const { document } = dissect(brief.draft, plan, brief);
  const polished = polish({ ...document, title: finalTitle(document.title, plan) }, plan);
  return {
    title: polished.title ?? plan.topic.title,
    summary: summaryOf(polished, plan),
    text: finished(polished, plan),
  };
}

/** A title that only repeats the topic gets a tail; one that somebody thought about stays. */
function finalTitle(current: string | undefined, plan: ArticlePlan): string {
  if (current !== undefined && normalised(current) !== normalised(plan.topic.title)) return current;
  if (/[?:!]/.test(plan.topic.title) || plan.topic.title.length > 60) return plan.topic.title;
  return fill(pick(plan.phrases.editor.titles, plan.seed, 'final title'), plan.slots);
}

function polish(document: MarkdownDocument, plan: ArticlePlan): MarkdownDocument {
  const body = document.sections.flatMap(({ blocks }) => blocks).join('\n');
  const tidied = mapBlocks(document, (block) => (isProse(block) ? typography(block, plan) : block));
  return {
    ...tidied,
    sections: tidied.sections.map((section) => ({
      ...section,
      heading: section.heading && polishedHeading(section.heading, body, plan),
    })),
  };
}

function polishedHeading(heading: string, body: string, plan: ArticlePlan): string {
  const bare = heading.replace(/[.:;,\s]+$/, '');
  if (plan.language !== 'en') return bare;
  // In a heading of ours only the audience may hold a name.
  return sentenceCase(
    bare,
    plan.partOf(heading) === undefined
      ? body
      : `${bare.toLowerCase().replace((plan.slots['audience'] ?? '').toLowerCase(), '')} ${body}`,
  );
}

/** Words of headings that cannot be names. */
const SMALL_WORDS = new Set(
  'a an and as at by for from how if in is it its of off on one or the their them they this to what when where which who why with you your'.split(
    ' ',
  ),
);

/** A name keeps its capital: a word goes to lower case only where the text itself has it so, or where it cannot be a name. */
function sentenceCase(heading: string, body: string): string {
  const lower = new Set(body.match(/(?<![\p{L}])\p{Ll}[\p{L}’'-]*/gu) ?? []);
  const words = heading.split(' ').map((word, index) => {
    const bare = word.replace(/^[“"(]+|[”"),.!?:]+$/g, '');
    const isPlain = /^\p{Lu}[\p{Ll}’'-]*$/u.test(bare) && bare !== 'I';
    return index > 0 && isPlain && (SMALL_WORDS.has(bare.toLowerCase()) || lower.has(bare.toLowerCase()))
      ? word.toLowerCase()
      : word;
  });
  return capitalised(words.join(' '));
}

function typography(block: string, plan: ArticlePlan): string {
  const [open, close] = plan.language === 'ru' ? ['«', '»'] : ['“', '”'];
  // Code and addresses are no prose.
  return block
    .split(/(`[^`]*`|\]\([^)]*\)|https?:\/\/\S+|<[^>]*>)/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replace(/(^|[\s([{—–-])"([^"\n]+)"(?=$|[\s)\]}.,;:!?—–-])/gm, `$1${open}$2${close}`)
            .replace(/(\p{L})'(\p{L})/gu, '$1’$2')
            .replace(/(\S) (?:--?|–) (?=\S)/g, '$1 — ')
            .replace(/(\S) {2,}(?=\S)/g, '$1 '),
    )
    .join('');
}

/** Two sentences: what it says first, and what it goes on to. */
function summaryOf(document: MarkdownDocument, plan: ArticlePlan): string {
  const lead = document.sections.flatMap(({ blocks }) => blocks).find(isProse) ?? '';
  const first = (sentencesOf(lead.replace(/[*_`#>]/g, ''))[0] ?? '').split(' ');
  const sentence = first.length > MAX_LEAD_WORDS ? `${first.slice(0, MAX_LEAD_WORDS).join(' ')} …` : first.join(' ');
  const { editor } = plan.phrases;
  const headings = document.sections
    .flatMap(({ heading }) =>
      heading === undefined || plan.partOf(heading) === 'closing' ? [] : [heading.replace(/[.:]+$/, '')],
    )
    .slice(0, 3)
    .map((heading) => (plan.language === 'ru' ? `«${heading}»` : `“${heading}”`));
  if (headings.length === 0) return sentence === '' ? plan.topic.title : sentence;
  const listed =
    headings.length === 1
      ? (headings[0] ?? '')
      : `${headings.slice(0, -1).join(', ')} ${editor.and} ${headings.at(-1) ?? ''}`;
  return [sentence, fill(editor.covers, { headings: listed })].filter((text) => text !== '').join(' ');
}
