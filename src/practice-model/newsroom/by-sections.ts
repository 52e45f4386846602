import type { Brief } from '../brief.ts';
import { normalised, sentencesOf } from '../markdown.ts';
import { type Plan, planArticle } from './plan.ts';
import { templateLine } from './writer.ts';

const PLANNED = ['overview', 'drivers', 'example', 'table', 'closing'] as const;
const HEADING_WORDS = 8;

/** An outline for people: title, angle, and a heading for each section. One that was sent back gains a section for what people want. */
export function headings(brief: Brief): string {
  const plan = planArticle(brief);
  if (brief.outline !== '')
    return [brief.outline, ...brief.comments.flatMap(({ text }) => wanted(text, brief))].join('\n\n');
  const notes = brief.evidence.map(({ id }) => `[${id}]`);
  const sections = PLANNED.map((part, at) => {
    const { heading = '', blocks } = plan.part(part);
    const [shows = ''] = sentencesOf(blocks[0] ?? '');
    return `## ${heading}\n\n${[shows, ...notes.filter((_, note) => note % PLANNED.length === at)].join(' ')}`;
  });
  return [...templateLine(brief), `# ${plan.title}`, plan.lead, ...sections].join('\n\n');
}

function wanted(comment: string, { outline }: Brief): readonly string[] {
  const words = comment
    .replace(/[#*_`\n]/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, HEADING_WORDS)
    .join(' ');
  const heading = words.replace(/[.!?:;,]+$/, '');
  return heading === '' || normalised(outline).includes(normalised(heading))
    ? []
    : [`## ${heading}\n\n${comment.trim()}`];
}

/** The section that it is asked for: the one that it knows under that heading, or what its plan says. */
export function section(brief: Brief): string {
  const plan = planArticle(brief);
  const own = brief.overview.find(({ isYours }) => isYours);
  const blocks = blocksUnder(own?.heading ?? '', plan) ?? [own?.text || plan.say('plain'), plan.say('plain')];
  const cited = brief.evidence.slice(0, 1).map(({ id, quote }) => `${quote.replace(/\.$/, '')} [${id}].`);
  const naming = own?.id === brief.overview.at(-1)?.id ? [`*${plan.phrases.selfNaming}*`] : [];
  return [...blocks, ...cited, ...naming].join('\n\n');
}

/** What stands under the title, and no transitions: its sections begin by themselves. */
export function lead(brief: Brief) {
  return { lead: planArticle(brief).lead, transitions: [] };
}

function blocksUnder(heading: string, plan: Plan): readonly string[] | undefined {
  const part = plan.partOf(heading);
  return part === undefined ? undefined : plan.part(part).blocks;
}
