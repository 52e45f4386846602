import type { KnownBlock } from '@slack/types';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { messages } from '../../../src/messages/messages.ts';
import { bold } from './blocks.ts';
import { line, pack, point } from './pack.ts';
import { cleanLine } from './text.ts';

/** What the critic says, every point of it. */
export function critiqueBlocks({
  frame,
  version,
  critique,
}: Extract<ChatContent, { readonly kind: 'critique' }>): readonly KnownBlock[] {
  const words = messages(frame.language).article.critique;
  // A block each: Slack keeps some distance between blocks.
  const group = (heading: string, points: readonly string[]): readonly KnownBlock[] =>
    points.length === 0 ? [] : pack([line(bold(heading)), ...points.map((text) => point(cleanLine(text)))]);
  return [
    ...pack([line('🧐 ', bold(words.heading(version, critique.score)))]),
    ...group(`👍 ${words.strengths}`, critique.strengths),
    ...group(`👎 ${words.weaknesses}`, critique.weaknesses),
    ...group(`💡 ${words.suggestions}`, critique.suggestions),
    ...(critique.factsQuestionable ? pack([line(`🔎 ${words.factsQuestionable}`)]) : []),
  ];
}
