import type { Brief } from '../brief.ts';
import { planArticle } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { fitLength } from './fit-length.ts';
import { heedWishes } from './heed-wishes.ts';
import { aimOf } from './length-aim.ts';
import { printMarkdown } from './markdown-document.ts';
import type { MarkdownDocument } from './markdown-document.ts';
import { wishesOf } from './wishes.ts';

/** A plan for an article, as a Markdown list. */
export function outline(brief: Brief): string {
  const plan = planArticle(brief);
  const parts = (['overview', 'drivers', 'example', 'table', 'closing'] as const).map(
    (id) => plan.part(id, 'full').heading ?? '',
  );
  return [plan.topic.title, ...parts, ...brief.mustMention].map((line) => `- ${line.replace(/\.$/, '')}`).join('\n');
}

/** The first draft: short, vague, with a cliché and a figure from nowhere. Good enough to be improved. */
export function firstDraft(brief: Brief): string {
  const plan = planArticle(brief);
  const wishes = wishesOf(brief.comments);
  const aim = aimOf(brief, plan, wishes);
  return finished(fitLength(heedWishes(vagueDocument(plan), plan, wishes), plan, aim.ceiling, wishes), plan);
}

/** Before any wish. */
function vagueDocument(plan: ArticlePlan): MarkdownDocument {
  const { vague, doubtful } = plan;
  return {
    title: plan.topic.title,
    sections: [
      { heading: undefined, level: 2, blocks: [vague.lead] },
      {
        heading: plan.part('overview', 'full').heading,
        level: 2,
        blocks: [`${vague.body} ${doubtful.claim} ${vague.cliche}`, vague.closing],
      },
    ],
  };
}

/** As Markdown, with the line in which the practice model names itself at the end. */
export function finished(document: MarkdownDocument, plan: ArticlePlan): string {
  return `${printMarkdown(document)}\n*${plan.phrases.selfNaming}*\n`;
}
