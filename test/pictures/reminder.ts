import type { DueReminder, ToldItem } from '../../src/storage/reminder-store.ts';
import { renderReminder as renderInSlack } from '../../bots/slack/render/reminder.ts';
import { renderReminder as renderInTelegram } from '../../bots/telegram/render/reminder.ts';
import type { Markup } from './html.ts';
import { drawSlackThread } from './slack/draw-thread.ts';
import { story } from './story.ts';
import { drawTelegramChat } from './telegram/draw-chat.ts';

const HOUR_MS = 3_600_000;
const LANGUAGE = 'en';

const waiting = (articleId: string, more: Pick<ToldItem, 'topic' | 'version' | 'score' | 'waitedMs'>): ToldItem => ({
  articleId,
  gate: 'g1',
  requesterName: story.requester,
  since: '2026-11-27T09:00:00.000Z',
  language: LANGUAGE,
  waitingFor: ['requester'],
  ...more,
});

/** In the morning of somebody of whom three decisions are missing. */
export const REMINDER: DueReminder = {
  person: 'slack:T024BE7LH:U024BE7LH',
  kind: 'reminder',
  occasion: '2026-11-30',
  items: [
    waiting('7k3m9x2c4p0qrstv', { topic: story.topic, version: 2, score: 8.4, waitedMs: 71 * HOUR_MS }),
    waiting('4kx9m2c7pz0qrstv', { topic: 'The tides of six bays', version: 1, score: 8.3, waitedMs: 26 * HOUR_MS }),
    waiting('9m2c7pz4kx0qrstv', { topic: 'What sailors call a neap', version: 3, score: 7.9, waitedMs: 5 * HOUR_MS }),
  ],
};

/** As it comes in a conversation with the app. */
export async function slackReminder(): Promise<Markup> {
  const links = new Map(REMINDER.items.map(({ articleId }) => [articleId, 'https://example.slack.com/archives/C1/p1']));
  const { text, blocks } = renderInSlack(REMINDER, LANGUAGE, links);
  const part = { kind: 'message' as const, name: 'reminder', text, blocks };
  return await drawSlackThread({
    channel: 'Copydesk',
    isDirect: true,
    names: new Map(),
    replies: [{ at: '9:00 AM', part }],
  });
}

/** In a private chat with the bot. */
export function telegramReminder(): Markup {
  const { text, entities = [], markup } = renderInTelegram(REMINDER, LANGUAGE, new Map());
  const bold = entities.flatMap(({ type, offset, length }) => (type === 'bold' ? [{ type, offset, length }] : []));
  const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  const keyboard = {
    inline_keyboard: rows.map((row) => row.map((button) => ({ text: button.text, callback_data: '' }))),
  };
  return drawTelegramChat({
    title: 'Copydesk',
    members: 'bot',
    messages: [
      { author: { name: 'Copydesk' }, at: '9:00', body: { kind: 'text', text: { text, entities: bold }, keyboard } },
    ],
  });
}
