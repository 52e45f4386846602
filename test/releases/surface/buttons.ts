import { ACTIONS } from '../../../bots/slack/listeners/app.ts';
import { choiceIn, replyToFile } from '../../../bots/slack/listeners/file-question.ts';
import { articleButton, readValue, wishButton } from '../../../bots/slack/render/blocks.ts';
import { pageToRead, readButton } from '../../../bots/slack/render/read-button.ts';
import { renderReminder } from '../../../bots/slack/render/reminder.ts';
import { formButton, renderHome, renderList } from '../../../bots/slack/render/reply.ts';
import { renderAlike, renderScheduleList, renderSchedules } from '../../../bots/slack/render/schedules.ts';
import { DETAIL_FIELDS, OWN_WORDS } from '../../../bots/telegram/connect/details.ts';
import { decodeOwnButton, encodeOwnButton, type OwnButton } from '../../../bots/telegram/render/own-button.ts';
import { toCommand } from '../../../src/chat/to-command.ts';
import type { ScheduleView } from '../../../src/chat/schedules.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Json } from '../../../src/practice-model/json.ts';
import { type Button, decodeButton, encodeButton } from '../../../src/protocol/button-codec.ts';
import type { DraftDecisionKind, PlainControlKind } from '../../../src/protocol/decision.ts';
import { decodeReminderButton, encodeReminderButton, REMINDER_ACTS } from '../../../src/protocol/reminder-button.ts';
import { SCHEDULE_ACTS } from '../../../src/protocol/schedule.ts';
import { decodeScheduleButton, encodeScheduleButton } from '../../../src/protocol/schedule-button.ts';
import type { ToldItem } from '../../../src/storage/reminder-store.ts';
import { buttonsOf } from '../../emulators/slack/rendered.ts';

/** A button as it stands in a message, and what it means: it stays there for years, and people press it. */
export interface KnownButton {
  readonly platform: 'slack' | 'telegram';
  /** Slack's `action_id`. */
  readonly action?: string;
  /** Slack's `value`, Telegram's `callback_data`. */
  readonly data: string;
  /** Who takes it, and as what; without it nobody does. */
  readonly meaning: unknown;
}

const ARTICLE = '7k3m9x2c4p0qrstv';
const DRAFT = { version: 3, hash: '9f86d081' };
const DECISIONS = { approve: true, 'request-changes': true, edit: true, reject: true } satisfies Record<
  DraftDecisionKind,
  true
>;
const CONTROLS = {
  pause: true,
  resume: true,
  cancel: true,
  finish: true,
  another: true,
  retry: true,
  raise: true,
  claim: true,
  release: true,
} satisfies Record<PlainControlKind, true>;

/** Some of every kind that there is: a new kind has to have its own here. */
const OF_ARTICLES: { readonly [K in Button['kind']]: readonly Extract<Button, { kind: K }>[] } = {
  decision: Object.keys(DECISIONS).flatMap((decision) => {
    const button = {
      kind: 'decision',
      articleId: ARTICLE,
      decision: decision as DraftDecisionKind,
      draft: DRAFT,
    } as const;
    return [button, { ...button, gate: 'g2' }];
  }),
  control: Object.keys(CONTROLS).map((control) => ({
    kind: 'control',
    articleId: ARTICLE,
    control: control as PlainControlKind,
  })),
  language: ['de', 'pt-BR'].map((language) => ({ kind: 'language', articleId: ARTICLE, language })),
  'bring-back': [{}, { gate: 'g12' }].map((gate) => ({
    kind: 'bring-back',
    articleId: ARTICLE,
    draft: DRAFT,
    ...gate,
    to: { version: 1, hash: '00ff00ff' },
  })),
  'take-over': [{ kind: 'take-over', articleId: ARTICLE, proposal: 14 }],
  changes: [{ kind: 'changes', articleId: ARTICLE, draft: DRAFT }],
  adopt: [{ kind: 'adopt', articleId: ARTICLE, rule: 2 }],
  'publish-again': [{ kind: 'publish-again', articleId: ARTICLE, target: 'our-blog' }],
  translate: [
    { kind: 'translate', articleId: ARTICLE, language: 'de' },
    { kind: 'translate', articleId: ARTICLE, language: 'ru', isAgain: true },
  ],
  original: [{ kind: 'original', articleId: ARTICLE }],
  open: [{ kind: 'open', articleId: ARTICLE }],
};

const OWN: Readonly<Record<OwnButton['kind'], readonly OwnButton[]>> = {
  start: [{ kind: 'start' }],
  change: [{ kind: 'change' }],
  answer: [{ kind: 'answer' }],
  confirm: [{ kind: 'confirm' }],
  'never-mind': [{ kind: 'never-mind' }],
  'file-draft': [{ kind: 'file-draft' }],
  'file-source': [{ kind: 'file-source' }],
  'file-ignore': [{ kind: 'file-ignore' }],
  details: [{ kind: 'details' }],
  detail: DETAIL_FIELDS.map((field) => ({ kind: 'detail', field })),
  choose: DETAIL_FIELDS.map((field) => ({ kind: 'choose', field, at: 3 })),
  'own-words': OWN_WORDS.map((field) => ({ kind: 'own-words', field })),
  example: [{ kind: 'example' }],
  language: [
    { kind: 'language', language: 'en' },
    { kind: 'language', language: 'ru' },
  ],
};

const SCHEDULE: ScheduleView = {
  scheduleId: '9kx7m9q2bd8f3g5h',
  topic: 'Market news',
  timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }], zone: 'Europe/Berlin' },
  next: [new Date('2026-12-07T08:00:00Z')],
  nextSlot: '2026-12-07T09:00',
  thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  makerName: 'Ann',
  isOwn: true,
};
const OTHER = {
  articleId: ARTICLE,
  topic: 'Tides',
  stage: 'waiting',
  requesterName: 'Ann',
  startedAt: new Date('2026-12-06T08:00:00Z'),
} as const;
const REMINDED: ToldItem = {
  articleId: ARTICLE,
  gate: 'g1',
  topic: 'Tides',
  requesterName: 'Ann',
  since: '2026-12-06T08:00:00Z',
  waitedMs: 1000,
  language: 'en',
  version: 3,
  waitingFor: [],
};
const ALIKE = { orderId: '0kx7m9q2bd8f3g5z', topic: 'Tides' };

/** All that this code puts into messages. */
export function buttonsOfToday(): readonly KnownButton[] {
  return [...inSlack(), ...inTelegram()].map((button) => ({ ...button, meaning: meaningOf(button) }));
}

/** What this code makes of a button, whoever made it: nothing where nobody takes it. */
export function meaningOf({ platform, action = '', data }: Pick<KnownButton, 'platform' | 'action' | 'data'>): unknown {
  if (platform === 'telegram')
    // In this order, as whoever taps is answered.
    return decodeOwnButton(data) ?? decodeScheduleButton(data) ?? decodeReminderButton(data) ?? decodeButton(data);
  const takers = (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).filter((name) => fits(ACTIONS[name], action));
  const read = takers.map((name) => ({ by: name, as: READERS[name](data, action) }));
  return read.length === 1 && read[0]?.as !== undefined ? read[0] : undefined;
}

function fits(wanted: string | RegExp, action: string): boolean {
  return typeof wanted === 'string' ? wanted === action : wanted.test(action);
}

/** What a listener reads of a click. */
const READERS: Readonly<Record<keyof typeof ACTIONS, (data: string, action: string) => unknown>> = {
  article(data) {
    const { meaning, words } = readValue(data);
    const button = decodeButton(meaning);
    return button && { button, words };
  },
  read: pageToRead,
  file: choiceIn,
  form: (topic) => ({ topic }),
  list: toCommand,
  schedule(data, action) {
    const button = decodeScheduleButton(data);
    return button && { button, isListed: action.startsWith('schedules:') };
  },
  held: decodeScheduleButton,
  reminder: decodeReminderButton,
  homePage: Number,
  refresh: () => ({}),
  link: () => ({}),
};

function inSlack(): readonly Omit<KnownButton, 'meaning'>[] {
  const t = messages('en');
  const page = { articleId: ARTICLE, ...DRAFT, pageChars: 12_000, page: 2 };
  const drafts = (['read', 'on', 'previous', 'next'] as const).map((what) => readButton(what, page, t));
  const articles = Object.values(OF_ARTICLES).flat();
  const blocks = [
    {
      type: 'actions',
      elements: [
        ...articles.map((button) => articleButton(button, t)),
        ...drafts,
        formButton(t),
        formButton(t, 'Tides'),
      ],
    },
    { type: 'actions', elements: [wishButton(ARTICLE, { ...DRAFT, gate: 'g2' }, 'Shorter,\nplease', t)] },
    ...(['mine', 'waiting'] as const).flatMap(
      (scope) =>
        renderList({ kind: 'list', view: { scope, page: 2 }, articles: [], hasMore: true }, new Map(), 'en').blocks,
    ),
    ...renderHome({
      home: {
        waitingForMe: { articles: [], total: 0, isMore: false },
        askedByMe: [],
        running: [],
        finishedLastWeek: [],
      },
      links: new Map(),
      waiting: new Map(),
      page: 2,
      hasMore: true,
      language: 'en',
    }).blocks,
    ...renderSchedules([SCHEDULE, { ...SCHEDULE, paused: 'person' }], 'en').blocks,
    ...renderScheduleList({ kind: 'schedules', scope: 'mine', schedules: [SCHEDULE] }, 'en', '/article ').blocks,
    ...renderAlike({ kind: 'alike', ...ALIKE, other: OTHER }, 'https://example.com/', t, '/article ').blocks,
    ...renderReminder(
      {
        person: 'slack:T1:U1',
        kind: 'reminder',
        occasion: '2026-12-07',
        items: [REMINDED],
      },
      'en',
      new Map(),
    ).blocks,
    ...replyToFile(
      {
        kind: 'which-use',
        articleId: ARTICLE,
        file: { id: 'f1', name: 'tides.md' },
        subject: { kind: 'draft', ...DRAFT, gate: 'g1' },
        uses: ['draft', 'source'],
        next: 4,
      },
      { asked: 'U1', t, prefix: '/article ' },
    ).blocks,
  ];
  const drawn = buttonsOf(JSON.parse(JSON.stringify(blocks)) as Json[]).map(({ actionId, value }) => ({
    action: actionId,
    data: value,
  }));
  // What ends an article stands in a menu, under the name of that menu.
  const inMenu = OF_ARTICLES.control.map((button) => ({ action: 'article:menu', data: encodeButton(button) }));
  return [...drawn, ...inMenu].map((button) => ({ platform: 'slack', ...button }));
}

function inTelegram(): readonly Omit<KnownButton, 'meaning'>[] {
  const { scheduleId, nextSlot } = SCHEDULE;
  const data = [
    ...Object.values(OF_ARTICLES).flat().map(encodeButton),
    ...Object.values(OWN).flat().map(encodeOwnButton),
    ...SCHEDULE_ACTS.map((act) =>
      encodeScheduleButton({ kind: 'schedule', scheduleId, act, ...(act === 'skip' && { slot: nextSlot }) }),
    ),
    encodeScheduleButton({ kind: 'start-held', orderId: ALIKE.orderId }),
    ...REMINDER_ACTS.map((act) => encodeReminderButton({ act, articleId: ARTICLE })),
  ];
  return data.map((one) => ({ platform: 'telegram', data: one }));
}
