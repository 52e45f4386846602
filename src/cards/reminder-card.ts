import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { DueReminder, ToldItem } from '../storage/reminder-store.ts';
import { bold, type Card, line, rows } from './card.ts';
import { waitingFor } from './waiting-for.ts';

/** What fits a message on every platform, with its buttons. */
const MOST_SHOWN = 8;

/** One message to one person about all that waits. */
export interface Reminding {
  readonly title: string;
  /** What waits longest first. Plain, on one line each. */
  readonly items: readonly { readonly articleId: string; readonly topic: string; readonly detail: string }[];
  /** Below. */
  readonly small: readonly string[];
}

export function remindingOf({ kind, items }: DueReminder, language: InterfaceLanguage): Reminding {
  const t = messages(language);
  const isEscalation = kind === 'escalation';
  const left = items.length - MOST_SHOWN;
  const detail = (item: ToldItem): string =>
    [
      t.reminders.draft(item.version, item.score),
      isEscalation ? waitingFor(item.waitingFor, item, t) : t.reminders.waits(item.waitedMs),
    ].join(' · ');
  return {
    title: isEscalation ? t.reminders.escalated(items[0]?.waitedMs ?? 0) : t.reminders.title(items.length),
    items: items
      .slice(0, MOST_SHOWN)
      .map((item) => ({ articleId: item.articleId, topic: cleanLine(item.topic), detail: detail(item) })),
    small: [...(left > 0 ? [t.reminders.more(left)] : []), ...(isEscalation ? [t.reminders.why] : [])],
  };
}

/** One of what waits. */
export function reminderCard({ topic, detail }: Reminding['items'][number], language: InterfaceLanguage): Card {
  return { language, parts: [rows(line(bold(topic)), line(detail))] };
}
