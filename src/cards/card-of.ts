import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanText } from '../lib/clean-text.ts';
import { budgetCard } from './budget-card.ts';
import type { Card } from './card.ts';
import { critiqueCard } from './critique-card.ts';
import { draftCard } from './draft-card.ts';
import { factReportCard } from './fact-report-card.ts';
import { failureCard } from './failure-card.ts';
import { finalCard } from './final-card.ts';
import { noticeCard } from './notice-card.ts';
import { publicationCard } from './publication-card.ts';
import { sourcesCard } from './sources-card.ts';
import { styleRuleCard } from './style-rule-card.ts';
import { type DeliveredAt, statusCard } from './status-card.ts';

/**
 * What a content says. The same for the same content.
 * @param prefix what is typed before a verb where it is read: `/article `, `/`
 * @param at where what was delivered is, for the status card; of a notice about another article, where that is
 */
export function cardOf(content: ChatContent, prefix: string, at?: DeliveredAt): Card {
  switch (content.kind) {
    case 'status':
      return statusCard(content, prefix, at);
    case 'draft':
    case 'gate':
      return draftCard(content, prefix);
    case 'sources':
      return sourcesCard(content);
    case 'critique':
      return critiqueCard(content);
    case 'fact-report':
      return factReportCard(content);
    case 'failure':
      return failureCard(content);
    case 'budget':
      return budgetCard(content);
    case 'notice':
      return noticeCard(content, prefix, at?.article);
    case 'style-rule':
      return styleRuleCard(content);
    case 'publication':
      return publicationCard(content);
    case 'final':
      return finalCard(content);
    default:
      return content satisfies never;
  }
}

/** What a card of the content reads as Markdown, and finds read when a `DocumentReader` was primed with it. */
export function textsToRead(content: ChatContent): readonly string[] {
  if (content.kind === 'final') return [cleanText(content.article.text)];
  return 'text' in content ? [cleanText(content.text.text)] : [];
}
