import { articleFacts, type Standing } from '../../../src/chat/article-facts.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Look } from './look.ts';
import { rule } from './rule.ts';
import { cleanLine, wrap } from './text.ts';

export function renderCard(standing: Standing & { readonly topic: string }, t: Messages, look: Look): string[] {
  return [
    rule(t.article.card.title(standing.topic), undefined, look),
    ...articleFacts(standing, t).flatMap((fact) => wrap(cleanLine(fact), look.columns)),
  ];
}
