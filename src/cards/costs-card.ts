import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Costs, RecentSpending } from '../storage/cost-store.ts';
import { type Card, line, type Part, type Row, rows } from './card.ts';

/** Ten of them, with what stands around, are one message everywhere. */
const MAX_TOPIC_CHARS = 90;

/** What was spent: by the person, in the channel, by everybody, and on the latest articles. */
export function costsCard({ person, channel, everyone, articles }: Costs, language: InterfaceLanguage): Card {
  const t = messages(language);
  const { costs } = t.chat;
  const sums = (title: string, { today, month }: RecentSpending): readonly Row[] => [
    { ...line(title), kind: 'heading' },
    line(costs.today(today)),
    line(costs.month(month)),
  ];
  return {
    language,
    title: costs.title,
    isLarge: true,
    parts: [
      rows(...sums(costs.person, person)),
      ...(channel === undefined ? [] : [rows(...sums(costs.channel, channel))]),
      ...(everyone === undefined ? [] : [rows(...sums(costs.everyone, everyone))]),
      { kind: 'section', title: costs.latest, ...(articles.length === 0 && { empty: costs.none }) },
      ...articles.map(
        ({ articleId, topic, stage, ...spent }): Part => ({
          kind: 'article',
          articleId,
          topic: shorten(cleanLine(topic), MAX_TOPIC_CHARS),
          detail: costs.detail(stage, spent),
          buttons: [],
        }),
      ),
      { kind: 'small', words: [costs.basis] },
    ],
  };
}
