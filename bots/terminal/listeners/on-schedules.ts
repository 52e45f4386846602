import { randomUUID } from 'node:crypto';
import { scheduleCard } from '../../../src/cards/schedule-card.ts';
import { scheduleNewsWords } from '../../../src/chat/reply-words.ts';
import type { ScheduleView } from '../../../src/chat/schedules.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { drawCard } from '../render/draw-card.ts';
import type { Chat } from './chat.ts';
import { handOver, say, sayReply } from './hand-over.ts';
import type { TerminalCommand } from './to-terminal-command.ts';

type Of<Kind extends TerminalCommand['kind']> = Extract<TerminalCommand, { readonly kind: Kind }>;

export async function onSchedule(chat: Chat, { timing, topic }: Of<'schedule'>): Promise<void> {
  const { desk, actor, language } = chat;
  const thread = { platform: PLATFORM, channel: actor.userId };
  const made = await handOver(chat, () =>
    desk.schedule(actor, { eventKey: newEventKey(chat), timing, request: { topic }, thread, language }),
  );
  if (made !== undefined) sayReply(chat, made);
}

/** Shows schedules, and what can be typed about them. */
export async function onSchedules(chat: Chat, ask: Of<'schedules'>): Promise<void> {
  const { desk, actor, t } = chat;
  const listed = await handOver(chat, () => desk.schedules(actor, ask));
  if (listed?.kind !== 'schedules') return listed && sayReply(chat, listed);
  const { schedules } = listed;
  if (schedules.length === 0) return say(chat, t.schedules.none(`${PREFIX}article ${t.schedules.exampleTopic}`));
  for (const schedule of schedules) show(chat, schedule);
  const verbs = ['pause', 'resume', 'skip', 'run', 'delete'].map((verb) => `${PREFIX}schedules ${verb}`);
  say(chat, verbs.join(' · '));
}

export async function onScheduleAct(chat: Chat, ask: Of<'schedule-act'>): Promise<void> {
  const changed = await handOver(chat, () =>
    chat.desk.scheduleAct(chat.actor, { ...ask, eventKey: newEventKey(chat) }),
  );
  if (changed !== undefined) sayReply(chat, changed);
}

/** Says what has become of the person's schedules since they were asked something last. What cannot be read now is said later. */
export async function tellNews(chat: Chat): Promise<void> {
  try {
    for (const news of await chat.schedules.takeNews(PLATFORM, chat.actor)) {
      say(chat, scheduleNewsWords(news, chat.t, PREFIX));
      await chat.schedules.told({ scheduleId: news.schedule.scheduleId, slot: news.slot });
    }
  } catch {
    // The next command says that the database is away, if it still is.
  }
}

/** What is typed comes once. */
function newEventKey({ actor }: Chat): string {
  return `${PLATFORM}:${actor.userId}:${randomUUID()}`;
}

function show({ screen, language }: Chat, schedule: ScheduleView): void {
  screen.print('', ...drawCard(scheduleCard(schedule, language), screen.look()));
}
