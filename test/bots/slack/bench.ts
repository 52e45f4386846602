import { createSlackApp } from '../../../bots/slack/listeners/app.ts';
import { createBackground } from '../../../bots/slack/listeners/background.ts';
import { createBoltLogger } from '../../../bots/slack/connect/bolt-logger.ts';
import { createChannels } from '../../../bots/slack/connect/channels.ts';
import { createSlackMembership } from '../../../bots/slack/connect/membership.ts';
import { createFileDownload } from '../../../bots/slack/listeners/shared-file.ts';
import { createSlackPeople } from '../../../bots/slack/connect/people.ts';
import { createHttpReceiver } from '../../../bots/slack/connect/http-receiver.ts';
import { createSlackClient } from '../../../bots/slack/connect/slack-client.ts';
import { createSingleWorkspace } from '../../../bots/slack/connect/workspaces.ts';
import type { ChatDesk, Listed } from '../../../src/chat/chat-desk.ts';
import { FIRST_LIST } from '../../../src/protocol/list-view.ts';
import type { Alike, NotAccepted } from '../../../src/chat/reply.ts';
import type { ScheduleView } from '../../../src/chat/schedules.ts';
import { handFile, type HandFileOptions, useFile } from '../../../src/chat/hand-file.ts';
import { takeFile } from '../../../src/chat/take-file.ts';
import { textOfFile } from '../../../src/document/word/text-of-file.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import type { Draft } from '../../../src/protocol/draft.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { chatContents } from '../../fixtures/chat-contents.ts';
import { createSlackPerson, type SlackPerson } from '../../emulators/slack/person.ts';
import { createHttpSender, type HttpSender } from '../../emulators/slack/sender.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import type { SlackEmulatorOptions } from '../../emulators/slack/workspace.ts';
import { ORDER_CHOICES } from '../../support/settings.ts';

type Asked = { [K in keyof ChatDesk]: readonly [K, ...Parameters<ChatDesk[K]>] }[keyof ChatDesk];

/** As the form offers them. */
const TEMPLATES = [{ id: 'how-to', words: { en: { name: 'How-to' }, ru: { name: 'Инструкция' } } }];

/** A desk that does what a test says, and remembers what it was asked for. */
export interface PlayedDesk extends ChatDesk {
  readonly asked: Asked[];
  /** Why nothing is taken. Absent: everything counts. */
  refusal: NotAccepted | undefined;
  /** What speaks against any decision before it is made. */
  against: NotAccepted | undefined;
  /** What speaks against starting an article. */
  againstStart: NotAccepted | undefined;
  standing: ArticleStatus | undefined;
  /** Of the draft that is read. */
  text: string;
  /** How long it takes, in milliseconds. */
  takesMs: number;
  /** What is asked before an article begins. */
  alike: Alike | undefined;
  planned: ScheduleView;
  listed: Listed;
  homeTab: Awaited<ReturnType<ChatDesk['home']>>;
}

/** The Slack app in front of a desk that a test plays. */
export interface SlackBench {
  readonly slack: SlackEmulator;
  readonly desk: PlayedDesk;
  readonly sender: HttpSender;
  readonly ann: SlackPerson;
  readonly ben: SlackPerson;
  /** Anybody of {@link SlackEmulatorOptions.people}. */
  person(handle: string): SlackPerson;
  /** Articles by the `ts` of the message that opened their thread. */
  readonly threads: Map<string, string>;
  /** Articles that were begun in a thread that was there before. */
  readonly begunIn: Map<string, string>;
  readonly cards: Map<string, { readonly thread: Thread; readonly channel: string; readonly ts: string }>;
  readonly drafts: Map<string, Draft>;
  readonly languages: Map<string, InterfaceLanguage>;
  /** Ids of people who look after every article. */
  readonly administrators: Set<string>;
  readonly lines: string[];
  /** What people do not want to be reminded of: who, what, of which article. */
  readonly snoozed: (readonly [string, string, string])[];
  /** What the desk was asked for under a name. */
  askedFor<K extends keyof ChatDesk>(what: K): readonly (readonly [K, ...Parameters<ChatDesk[K]>])[];
  close(): Promise<void>;
}

export interface BenchOptions extends SlackEmulatorOptions {
  readonly needsGroups?: boolean;
}

export async function openSlackBench({ needsGroups = false, ...options }: BenchOptions = {}): Promise<SlackBench> {
  const slack = await startSlackEmulator(options);
  const desk = playDesk();
  const lines: string[] = [];
  const logger = createLogger({
    level: 'debug',
    destination: { write: (line: string) => lines.push(line) > 0 } as unknown as NodeJS.WritableStream,
  });
  const boltLogger = createBoltLogger(logger);
  const client = createSlackClient(slack.botToken, { apiUrl: slack.apiUrl, logger });
  const workspaces = createSingleWorkspace(client, slack.botToken);
  const threads = new Map<string, string>();
  const begunIn = new Map<string, string>();
  const cards: SlackBench['cards'] = new Map();
  const drafts = new Map<string, Draft>();
  const languages = new Map<string, InterfaceLanguage>();
  const administrators = new Set<string>();
  const snoozed: (readonly [string, string, string])[] = [];
  const background = createBackground(logger);
  const receiver = createHttpReceiver({
    signingSecret: slack.signingSecret,
    port: 0,
    host: '127.0.0.1',
    boltLogger,
    logger,
    isHealthy: () => true,
  });
  const channels = createChannels(workspaces);
  const membership = createSlackMembership({
    workspaces,
    channels,
    belongingOf: async () => 'member' as const,
    logger,
  });
  await createSlackApp({
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: boltLogger },
    boltLogger,
    logger,
    workspaces,
    desk,
    templates: TEMPLATES,
    choices: ORDER_CHOICES,
    threads: {
      articleOf: (_platform, { ts }) => Promise.resolve(threads.get(String(ts))),
      articleIn: ({ thread }) => Promise.resolve(begunIn.get(thread ?? '')),
      cardsOf: (ids) =>
        Promise.resolve(
          new Map(
            ids.flatMap((id) => {
              const card = cards.get(id);
              return card === undefined
                ? []
                : [[id, { thread: card.thread, ref: { channel: card.channel, ts: card.ts } }]];
            }),
          ),
        ),
      latestDraftCard: (id) => {
        const card = cards.get(id);
        return Promise.resolve(card === undefined ? undefined : { channel: card.channel, ts: card.ts });
      },
    },
    drafts: { findByHash: (articleId, hash) => Promise.resolve(drafts.get(`${articleId}:${hash}`)) },
    people: createSlackPeople({
      workspaces,
      zones: { note: async () => undefined },
      people: {
        language: ({ userId }) => Promise.resolve(languages.get(userId)),
        setLanguage: ({ userId }, language) => {
          languages.set(userId, language);
          return Promise.resolve();
        },
      },
      fallback: 'en',
      needsGroups,
      logger,
    }),
    channels,
    membership,
    door: { isAdministrator: ({ userId }) => Promise.resolve(administrators.has(userId)) },
    download: createFileDownload(slack.apiUrl),
    snooze: async (actor, button) => {
      snoozed.push([actorKey(actor), button.act, button.articleId]);
      return 'done';
    },
    later: (what, work) => background.later(what, work),
    onRemoved: ({ teamId = '' }) => {
      lines.push(`removed from ${teamId}`);
      return Promise.resolve();
    },
  });
  const ending = new AbortController();
  const listening = Promise.withResolvers<void>();
  const running = receiver.run(ending.signal, listening.resolve);
  await Promise.race([listening.promise, running]);
  const sender = createHttpSender({
    url: `http://127.0.0.1:${receiver.port?.()}/slack/events`,
    signingSecret: slack.signingSecret,
  });
  const world = { slack, transport: sender };
  return {
    slack,
    desk,
    sender,
    ann: createSlackPerson(world, 'ann'),
    ben: createSlackPerson(world, 'ben'),
    person: (handle) => createSlackPerson(world, handle),
    threads,
    begunIn,
    cards,
    drafts,
    languages,
    snoozed,
    administrators,
    lines,
    // What is asked for under a name has the arguments of that name.
    askedFor: <K extends keyof ChatDesk>(what: K) =>
      desk.asked.filter((one) => one[0] === what) as unknown as readonly (readonly [K, ...Parameters<ChatDesk[K]>])[],
    async close() {
      ending.abort();
      await running;
      await background.settle();
      await slack.stop();
    },
  };
}

const MAX_FILE_BYTES = 20_000;
const { critique: CRITIQUE } = chatContents('en').critique;
export const PAGE_LINK = `https://copydesk.example.com/sign-in#${'c'.repeat(32)}`;
const NOTHING = { calls: 0, unpriced: 0, usd: 0 };

const PLANNED: ScheduleView = {
  scheduleId: '9kx7m9q2bd8f3g5h',
  topic: 'Market news',
  timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }], zone: 'Europe/Berlin' },
  next: [new Date('2026-12-07T08:00:00Z')],
  nextSlot: '2026-12-07T09:00',
  thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  makerName: 'Ann',
  isOwn: true,
};

function playDesk(): PlayedDesk {
  const asked: Asked[] = [];
  const kept = new Map<string, Uint8Array>();
  const files = {
    keep: async ({ id, bytes }: { readonly id: string; readonly bytes: Uint8Array }) => void kept.set(id, bytes),
    find: async (id: string) => kept.get(id),
  };
  const silent = createLogger({ level: 'silent' });
  const handing = (): HandFileOptions => ({
    desk,
    files,
    textOfFile,
    reviser: async (actor) =>
      desk.standing?.controls.length === 0 && desk.standing.decidable.length === 0 && desk.standing.stage === 'waiting'
        ? { kind: 'refused', refusal: { code: 'not-a-reviewer', reviewers: ['requester'] } }
        : actor,
    readsSources: true,
    maxBytes: MAX_FILE_BYTES,
    logger: silent,
  });
  const desk: PlayedDesk = {
    asked,
    refusal: undefined,
    against: undefined,
    againstStart: undefined,
    standing: undefined,
    text: '',
    takesMs: 0,
    alike: undefined,
    planned: PLANNED,
    listed: { kind: 'list', view: FIRST_LIST, articles: [], hasMore: false },
    homeTab: {
      kind: 'home',
      home: {
        waitingForMe: { articles: [], total: 0, isMore: false },
        askedByMe: [],
        running: [],
        finishedLastWeek: [],
      },
    },
    start: (actor, order) =>
      play(
        ['start', actor, order],
        () => desk.refusal ?? desk.alike ?? { kind: 'started', articleId: ARTICLE, topic: order.request.topic },
      ),
    startHeld: (...args) =>
      play(
        ['startHeld', ...args],
        () => desk.refusal ?? { kind: 'started', articleId: ARTICLE, topic: 'How tides work' },
      ),
    schedule: (...args) =>
      play(['schedule', ...args], () => desk.refusal ?? { kind: 'scheduled', schedule: desk.planned }),
    schedules: (...args) =>
      play(
        ['schedules', ...args],
        () => desk.refusal ?? { kind: 'schedules', scope: 'mine', schedules: [desk.planned] },
      ),
    scheduleAct: (actor, ask) =>
      play(
        ['scheduleAct', actor, ask],
        () => desk.refusal ?? { kind: 'schedule-changed', act: ask.act, schedule: desk.planned },
      ),
    startScheduled: () => Promise.reject(new Error('Nothing is due here')),
    list: (...args) => play(['list', ...args], () => desk.listed),
    status: (...args) =>
      play(['status', ...args], () =>
        desk.standing === undefined
          ? (desk.refusal ?? { kind: 'away', what: 'desk' })
          : { kind: 'status', status: desk.standing },
      ),
    control: (actor, ask) =>
      play(['control', actor, ask], () => desk.refusal ?? { kind: 'counted', asked: ask.control }),
    openPage: (...args) =>
      play(['openPage', ...args], () => desk.refusal ?? { kind: 'page-link', address: PAGE_LINK, minutes: 10 }),
    setLanguage: (...args) =>
      play(['setLanguage', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'language' }),
    people: () => Promise.resolve({ kind: 'people', people: [] }),
    delegate: (...args) => play(['delegate', ...args], () => desk.refusal ?? { kind: 'delegated', zone: 'UTC' }),
    stepIn: (...args) => play(['stepIn', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'step-in' }),
    assign: (...args) => play(['assign', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'assign' }),
    follow: (...args) => play(['follow', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'follow' }),
    unfollow: (...args) => play(['unfollow', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'unfollow' }),
    move: (...args) => play(['move', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'move' }),
    revise: (actor, ask) =>
      play(
        ['revise', actor, ask],
        () => desk.refusal ?? { kind: 'revising', articleId: ARTICLE, edition: 2, topic: 'Tides', section: 'The Moon' },
      ),
    translate: (...args) =>
      play(
        ['translate', ...args],
        () => desk.refusal ?? { kind: 'translating', articleId: ARTICLE, topic: 'Tides', language: 'de' },
      ),
    original: (...args) =>
      play(
        ['original', ...args],
        () =>
          desk.refusal ?? {
            kind: 'original',
            original: {
              articleId: ARTICLE,
              edition: 2,
              language: 'ru',
              title: 'Отчего бывают приливы',
              text: desk.text,
              sections: [],
            },
          },
      ),
    translations: (...args) => play(['translations', ...args], () => ({ kind: 'away', what: 'desk' })),
    takeOver: (actor, ask) =>
      play(
        ['takeOver', actor, ask],
        () => desk.refusal ?? { kind: 'revising', articleId: ARTICLE, edition: 2, topic: 'Tides' },
      ),
    bringBack: (actor, ask) =>
      play(['bringBack', actor, ask], () => desk.refusal ?? { kind: 'counted', asked: 'bring-back' }),
    decide: (actor, ask) => play(['decide', actor, ask], () => desk.refusal ?? { kind: 'counted', asked: ask.kind }),
    costs: (...args) =>
      play(['costs', ...args], () => ({
        kind: 'costs',
        costs: { person: { today: NOTHING, month: NOTHING }, articles: [] },
      })),
    stats: (...args) => play(['stats', ...args], () => ({ kind: 'away', what: 'desk' })),
    approvalRoom: () => Promise.resolve({ approvals: 1, most: 2 }),
    orderFault: () => Promise.resolve(desk.refusal),
    objectionToStart: () => Promise.resolve(desk.againstStart),
    objection: (...args) => play(['objection', ...args], () => desk.against),
    takeFile: (actor, ask) =>
      play(['takeFile', actor, ask], () => undefined).then(
        async () => desk.refusal ?? (await takeFile(ask.file, { files, maxBytes: MAX_FILE_BYTES, logger: silent })),
      ),
    handFile: (actor, ask) =>
      play(['handFile', actor, ask], () => undefined).then(async () => await handFile(actor, ask, handing())),
    useFile: (actor, ask) =>
      play(['useFile', actor, ask], () => undefined).then(
        async () => desk.refusal ?? (await useFile(actor, ask, handing())),
      ),
    addSource: (...args) =>
      play(['addSource', ...args], () => desk.refusal ?? { kind: 'counted', asked: 'add-source' }),
    editExtra: (...args) =>
      play(['editExtra', ...args], () => desk.refusal ?? { kind: 'extra-replaced', name: 'seo_title' }),
    publishAgain: (...args) =>
      play(['publishAgain', ...args], () => desk.refusal ?? { kind: 'publishing-again', title: 'Our blog' }),
    adopt: (...args) =>
      play(['adopt', ...args], () => desk.refusal ?? { kind: 'adopted', ours: 'e-mail', byName: 'Ann' }),
    changes: (...args) =>
      play(
        ['changes', ...args],
        () =>
          desk.refusal ?? {
            kind: 'changes',
            articleId: ARTICLE,
            topic: 'How tides work',
            version: 2,
            text: 'The tide falls.',
            earlier: { version: 1, text: 'The tide rises.', isOwn: true },
          },
      ),
    link: (...args) =>
      play(['link', ...args], () => desk.refusal ?? { kind: 'link-offered', code: '7K3M-9X2C', minutes: 10 }),
    unlink: (...args) => play(['unlink', ...args], () => desk.refusal ?? { kind: 'unlinked' }),
    zone: (...args) =>
      play(
        ['zone', ...args],
        () => desk.refusal ?? { kind: 'zone', zone: args[1] ?? 'UTC', isSet: args[1] !== undefined },
      ),
    read: (actor, ask) =>
      play(
        ['read', actor, ask],
        () => desk.refusal ?? { kind: 'draft', topic: 'How tides work', text: desk.text, critique: CRITIQUE },
      ),
    home: (...args) => play(['home', ...args], () => desk.homeTab),
    // Only the web asks.
    comments: (...args) => play(['comments', ...args], () => ({ kind: 'away', what: 'desk' })),
    comment: (...args) => play(['comment', ...args], () => ({ kind: 'away', what: 'desk' })),
    replyToComment: (...args) => play(['replyToComment', ...args], () => ({ kind: 'away', what: 'desk' })),
    settleComment: (...args) => play(['settleComment', ...args], () => ({ kind: 'away', what: 'desk' })),
    search: (...args) => play(['search', ...args], () => ({ kind: 'away', what: 'desk' })),
    admission: (...args) => play(['admission', ...args], () => ({ kind: 'away', what: 'desk' })),
  };
  async function play<T>(what: Asked, answer: () => T): Promise<T> {
    asked.push(what);
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, desk.takesMs);
    await promise;
    return answer();
  }
  return desk;
}

export const ARTICLE = '4kx7m9q2bd8f3g5h';

/** Where an article stands, unless a test says otherwise: at its gate with draft 2. */
export function statusOf(changes: Partial<ArticleStatus> = {}): ArticleStatus {
  const current = { version: 2, hash: 'abcdef01', draftId: `${ARTICLE}/2`, author: 'agent' } as const;
  return {
    articleId: ARTICLE,
    topic: 'How tides work',
    requesterName: 'Ann',
    stage: 'waiting',
    iteration: 2,
    maxIterations: 4,
    scores: [6.1, 8.2],
    drafts: [{ version: 1, hash: '01234567', draftId: `${ARTICLE}/1`, author: 'agent' }, current],
    current,
    decidable: [{ kind: 'draft', version: 2, hash: current.hash, gate: 'final-2' }],
    waitingFor: ['requester'],
    controls: ['pause', 'cancel'],
    ...changes,
  };
}
