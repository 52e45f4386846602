import type { Messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, heading } from './card.ts';
import { cleanLine } from './inert.ts';
import { type Block, block, line, span } from './rich-text.ts';

/** What the critic says of a draft. */
export function renderCritiqueCard({ version, critique }: Content<'critique'>, t: Messages): Card {
  const words = t.article.critique;
  return {
    blocks: [
      heading('🧐', words.heading(version, critique.score)),
      ...part('💪', words.strengths, critique.strengths),
      ...part('🩹', words.weaknesses, critique.weaknesses),
      ...part('💡', words.suggestions, critique.suggestions),
      ...(critique.factsQuestionable ? [block('🔎 ', words.factsQuestionable)] : []),
    ],
  };
}

function part(emoji: string, name: string, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  return [
    { ...block(`${emoji} `, span(name, { bold: true })), keepWithNext: true },
    ...items.map((item) => line(`• ${cleanLine(item)}`)),
  ];
}
