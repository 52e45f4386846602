import { describe, expect, it } from 'vitest';
import { renderScheduleList, renderSchedules as renderInSlack } from '../../bots/slack/render/schedules.ts';
import { renderSchedule, renderSchedules as renderInTelegram } from '../../bots/telegram/render/schedules.ts';
import { type Span, wordsOf } from '../../src/cards/card.ts';
import { scheduleButtons, scheduleCard } from '../../src/cards/schedule-card.ts';
import { replyWords, scheduleNewsWords } from '../../src/chat/reply-words.ts';
import type { ScheduleView } from '../../src/chat/schedules.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../src/protocol/article.ts';
import { decodeScheduleButton } from '../../src/protocol/schedule-button.ts';
import type { Timing } from '../../src/protocol/timing.ts';
import type { RunNews, ScheduleNews } from '../../src/storage/schedule-store.ts';

const ID = '9kx7m9q2bd8f3g5h';
const ZONE = 'Europe/Berlin';
const NINE = [{ hour: 9, minute: 0 }];
const MONDAY: ScheduleView = {
  scheduleId: ID,
  topic: 'Market *news* <!channel>',
  timing: { weekdays: [1], times: NINE, zone: ZONE },
  next: [new Date('2026-12-07T08:00:00Z'), new Date('2026-12-14T08:00:00Z')],
  nextSlot: '2026-12-07T09:00',
  last: { at: new Date('2026-11-30T08:00:00Z'), outcome: 'started', articleId: '4kx7m9q2bd8f3g5h' },
  thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  makerName: 'Ann',
  isOwn: true,
};
const { nextSlot: _, ...UNSKIPPABLE } = MONDAY;
const PAUSED: ScheduleView = { ...UNSKIPPABLE, next: [], paused: 'refusals', isOwn: false };

function linesOf(schedule: ScheduleView, language: 'en' | 'ru'): readonly string[] {
  const spans = scheduleCard(schedule, language).parts.flatMap((part): readonly (readonly Span[])[] =>
    part.kind === 'rows' ? part.rows.map((row) => row.spans) : part.kind === 'small' ? [part.words] : [],
  );
  return spans.map(wordsOf);
}

describe('the card of a schedule', () => {
  it('says when, what comes next and what became of it last', () => {
    expect(linesOf(MONDAY, 'en')).toEqual([
      'Every Monday at 9:00 (Europe/Berlin)',
      'Next: Mon 7 Dec, 09:00 · Mon 14 Dec, 09:00',
      'Last: began · Mon 30 Nov, 09:00 · 4kx7m9q2bd8f3g5h',
      ID,
    ]);
    expect(linesOf(MONDAY, 'ru')).toEqual([
      'По понедельникам в 9:00 (Europe/Berlin)',
      'Дальше: пн, 7 дек., 09:00 · пн, 14 дек., 09:00',
      'Последний раз: статья начата · пн, 30 нояб., 09:00 · 4kx7m9q2bd8f3g5h',
      ID,
    ]);
  });

  it('says why nothing comes, and whose it is', () => {
    expect(linesOf(PAUSED, 'en').slice(1)).toEqual([
      'Paused itself, because its article could not begin several times in a row',
      'Last: began · Mon 30 Nov, 09:00 · 4kx7m9q2bd8f3g5h',
      `${ID} · by Ann`,
    ]);
  });

  it('has a button for all that can be done now', () => {
    expect(scheduleButtons(MONDAY).map(({ act }) => act)).toEqual(['pause', 'skip', 'run', 'delete']);
    expect(scheduleButtons(PAUSED).map(({ act }) => act)).toEqual(['resume', 'run', 'delete']);
  });
});

describe.each(INTERFACE_LANGUAGES)('schedules in %s', (language) => {
  const t = messages(language);
  const list = { kind: 'schedules', scope: 'mine', schedules: [MONDAY, PAUSED] } as const;

  it('are drawn in Slack with buttons that come back, and mention nobody', () => {
    const { blocks } = renderScheduleList(list, language, '/article ');
    const drawn = JSON.stringify(blocks);
    // As plain text it is words.
    expect(drawn).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/);
    const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons).toHaveLength(7);
    for (const button of buttons)
      expect('value' in button && decodeScheduleButton(button.value ?? '')).toMatchObject({ scheduleId: ID });
    expect(renderInSlack([MONDAY], language, { notice: 'Done.' }).blocks[0]).toMatchObject({ type: 'section' });
    expect(blocks.length).toBeLessThanOrEqual(50);
  });

  it('are drawn in Telegram as a list to tap, one with its buttons', () => {
    expect(renderInTelegram(list, language).text.split(`/schedule_${ID}`)).toHaveLength(3);
    const { text, markup } = renderSchedule(MONDAY, language);
    expect(text).toContain(t.schedules.timing(MONDAY.timing).slice(1));
    const data = JSON.stringify(markup);
    for (const act of ['pause', 'skip', 'run', 'delete'] as const) expect(data).toContain(t.schedules.buttons[act]);
  });

  it('say what can be typed while there is none', () => {
    const none = { ...list, schedules: [] };
    expect(renderScheduleList(none, language, '/article ').text).toContain(`/article ${t.schedules.exampleTopic}`);
    expect(renderInTelegram(none, language).text).toContain(`/article ${t.schedules.exampleTopic}`);
  });

  it('say in whole sentences what became of a moment', () => {
    const news: readonly ScheduleNews[] = [
      { kind: 'started', articleId: ID },
      { kind: 'late' },
      { kind: 'stopped' },
      { kind: 'waiting', articleId: ID, topic: 'Tides' },
      { kind: 'refused', refusal: { code: 'left-place' }, isPaused: true },
      { kind: 'refused', refusal: { code: 'place-shut' }, isPaused: false },
    ];
    const told = news.map((one) => scheduleNewsWords(runOf(one), t, '/article '));
    expect(new Set(told).size).toBe(news.length);
    for (const text of told) {
      expect(text).toContain('Market news');
      expect(text).not.toContain('--length');
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    }
    expect(told[4]).toContain(`/article schedules resume ${ID}`);
  });

  it('say that an article is like another one, and how to start it all the same', () => {
    const other = {
      articleId: ID,
      topic: 'How tides work',
      stage: 'requested',
      requesterName: 'Ben',
      startedAt: new Date(),
    } as const;
    const text = replyWords({ kind: 'alike', orderId: ID, topic: 'Tides', other }, t, '/');
    expect(text).toContain('How tides work');
    expect(text).toContain(`/anyway ${ID}`);
  });
});

function runOf(news: ScheduleNews): RunNews {
  return {
    news,
    slot: '2026-12-07T09:00',
    dueAt: new Date('2026-12-07T08:00:00Z'),
    schedule: {
      scheduleId: ID,
      maker: { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] },
      thread: MONDAY.thread,
      language: 'en',
      request: { topic: 'Market news --length 300' },
      timing: MONDAY.timing,
      skips: [],
      refusals: 0,
      revision: 1,
      madeAt: new Date(),
    },
  };
}

describe('a timing in words', () => {
  const timings: readonly (readonly [Omit<Timing, 'zone'>, string, string])[] = [
    [{ times: NINE }, 'every day at 9:00', 'каждый день в 9:00'],
    [{ weekdays: [1, 2, 3, 4, 5], times: NINE }, 'on weekdays at 9:00', 'по будням в 9:00'],
    [{ weekdays: [0, 6], times: NINE }, 'on weekends at 9:00', 'по выходным в 9:00'],
    [{ weekdays: [0, 3], times: NINE }, 'every Wednesday and Sunday at 9:00', 'по средам и воскресеньям в 9:00'],
    [
      { monthDays: [1, 22], times: NINE },
      'on the 1st and 22nd of the month at 9:00',
      '1-го и 22-го числа каждого месяца в 9:00',
    ],
    [
      { weekdays: [2], ofMonth: 2, times: NINE },
      'on the second Tuesday of the month at 9:00',
      'во второй вторник месяца в 9:00',
    ],
    [
      { weekdays: [3], ofMonth: 3, times: NINE },
      'on the third Wednesday of the month at 9:00',
      'в третью среду месяца в 9:00',
    ],
    [
      { weekdays: [5], weeks: { every: 2, phase: 0 }, times: NINE },
      'every 2 weeks on Friday at 9:00',
      'раз в 2 недели по пятницам в 9:00',
    ],
  ];
  it.each(timings)('%j', (timing, en, ru) => {
    expect(messages('en').schedules.timing({ ...timing, zone: ZONE })).toBe(`${en} (${ZONE})`);
    expect(messages('ru').schedules.timing({ ...timing, zone: ZONE })).toBe(`${ru} (${ZONE})`);
  });
});
