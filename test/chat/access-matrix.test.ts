import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDoor, type Newcomers } from '../../src/chat/door.ts';
import { createChatDesk } from '../../src/chat/chat-desk.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { type Actor, actorKey } from '../../src/protocol/actor.ts';
import type { ArticleInput } from '../../src/protocol/article.ts';
import type { Control, ControlKind, PlainControlKind } from '../../src/protocol/decision.ts';
import type { StartRules } from '../../src/protocol/may-start.ts';
import { sha256 } from '../../src/storage/draft-store.ts';
import { Desk } from '../../src/workflows/desk/desk.ts';
import { NO_AUDIT } from '../support/no-audit.ts';
import { channelKey } from '../../src/protocol/thread.ts';
import { TEST_SETTINGS } from '../support/settings.ts';
import { fakeGateway } from './fake-gateway.ts';

const HOME = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const ID = '0123456789abcdef';
const person = (userId: string): Actor => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
  displayName: userId,
  groups: [],
});
const REQUESTER = person('U1');
const APPROVER = person('U2');
const MEMBER = person('U3');
const READER = person('U4');
/** In Telegram, where nothing of Slack is known but who they are there. */
const linked = (actor: Actor): Actor => ({
  platform: 'telegram',
  userId: '7',
  displayName: 'Ann',
  groups: [],
  alsoKnownAs: [actorKey(actor)],
});
const STRANGER: Actor = { ...person('U4'), workspace: 'T2' };
const ADMINISTRATOR = person('U5');
const ADMINISTRATORS = ['slack:T1:U5', 'slack:T2:U5'];
const logger = createLogger({ level: 'silent' });

const ROWS: readonly (readonly [string, Actor, readonly string[]])[] = [
  ['requester', REQUESTER, [actorKey(APPROVER)]],
  ['requester, approvers: requester', REQUESTER, ['requester']],
  ['approver', APPROVER, [actorKey(APPROVER)]],
  ['requester in another chat, linked', linked(REQUESTER), [actorKey(APPROVER)]],
  ['approver in another chat, linked', linked(APPROVER), [actorKey(APPROVER)]],
  ['member', MEMBER, [actorKey(APPROVER)]],
  ['member, approvers: anyone', MEMBER, ['anyone']],
  ['reader', READER, [actorKey(APPROVER)]],
  ['reader, approvers: anyone', READER, ['anyone']],
  ['administrator', ADMINISTRATOR, [actorKey(APPROVER)]],
  ['administrator of another workspace', { ...ADMINISTRATOR, workspace: 'T2' }, [actorKey(APPROVER)]],
  ['stranger', STRANGER, [actorKey(APPROVER)]],
  ['stranger, approvers: anyone', STRANGER, ['anyone']],
];

type Met = Awaited<ReturnType<Newcomers['meet']>>;

/** The real door, in front of a platform that knows one person. */
function doorOf(rules: StartRules, met: Met) {
  const newcomers = { meet: async () => met, hosts: async () => [], isHost: async () => false };
  return createDoor({ rules, administrators: ADMINISTRATORS, newcomers, logger });
}

/** The real desk of an article at its gate, behind the real rules of all chats. */
function open(approvers: readonly string[], prepare: (desk: Desk) => void = () => undefined, at?: 'undrafted') {
  const settings = { ...TEST_SETTINGS, approval: { ...TEST_SETTINGS.approval, approvers } };
  const request = { topic: 'How tides work', language: 'en' };
  const input: ArticleInput = {
    articleId: ID,
    traceId: '0'.repeat(32),
    request,
    requester: REQUESTER,
    thread: HOME,
    language: 'en',
    settings,
  };
  const desk = new Desk(input);
  if (at !== 'undrafted') {
    const { version } = desk.addDraft({ draftId: 'd1', hash: '0a1b2c3d' });
    desk.addCritique(version, { critiqueId: 'c1', score: 9, factsQuestionable: false });
    desk.concludeIteration();
  }
  prepare(desk);
  const gateway = fakeGateway({
    status: async (_articleId, actor) => desk.statusFor(actor),
    decide: async (_articleId, decision) => {
      const refusal = desk.refusalOf(decision);
      return refusal === undefined ? { kind: 'counted' } : { kind: 'refused', refusal };
    },
    control: async (_articleId, control) => {
      const refusal = desk.refusalOfControl(control);
      return refusal === undefined ? { kind: 'counted' } : { kind: 'refused', refusal };
    },
    publish: async () => undefined,
  });
  return createChatDesk({
    gateway,
    drafts: {
      storeEdited: async ({ draftId, text }) => ({ draftId, hash: sha256(text).slice(0, 8) }),
      storeCopy: async ({ draftId, of }) => ({ draftId, hash: of.hash }),
    },
    articles: {
      find: async (articleId) =>
        articleId === ID
          ? { articleId, request, requester: REQUESTER, language: 'en', settings, home: HOME }
          : undefined,
    },
    audit: NO_AUDIT,
    door: doorOf({ guests: false, external: false }, { isDirect: false, belonging: 'member' }),
    membership: {
      isMember: async (actor) => [REQUESTER, MEMBER].some((member) => actorKey(member) === actorKey(actor)),
      canRead: async (actor) => actorKey(actor) === actorKey(READER),
    },
    costs: { read: () => Promise.reject(new Error('not asked here')) },
    readings: {
      find: async () => ({ topic: 'How tides work', text: '# Tides' }),
      note: async () => undefined,
      whole: async () => ({ topic: 'How tides work', text: '# Tides', notes: [], critique: null }),
    },
    style: {
      adopt: async () => ({ ours: 'e-mail', others: ['email'], byName: 'Ben', at: '2026-11-23T14:07:00.000Z' }),
    },
    publications: {
      find: async () => ({
        target: { name: 'blog', timeoutSeconds: 30, retry: { firstSeconds: 5, mostSeconds: 60, forMinutes: 60 } },
        state: { status: 'failed', code: 'unauthorized', at: '2026-11-23T14:07:00.000Z' },
      }),
    },
    extras: { edit: async () => ({ kind: 'edited', name: 'seo_title' }) },
    articlePeople: {
      of: async () => [],
      around: async () => [],
      namesOf: async () => new Map<string, string>(),
      nameOf: async () => undefined,
    },
    operators: [],
    articleLanguage: 'auto',
    logger,
  });
}

type Outcome = 'yes' | 'told' | 'hidden';

function outcomeOf(reply: Reply | { readonly kind: 'status' | 'changes' | 'draft' }): Outcome {
  if (reply.kind !== 'refused') return 'yes';
  switch (reply.refusal.code) {
    case 'no-such-article':
      return 'hidden';
    case 'not-a-reviewer':
    case 'not-an-overseer':
      return 'told';
    // Seen, and there is nothing before it.
    case 'first-draft':
    case 'same-draft':
      return 'yes';
    default:
      throw new Error(`Refused for another reason: ${reply.refusal.code}`);
  }
}

const draft = { version: 1, hash: '0a1b2c3d' };
const button = (decision: 'approve' | 'request-changes' | 'edit' | 'reject') =>
  ({ kind: 'decision', articleId: ID, decision, draft }) as const;
/** Somebody else sees to it, whose claim who looks after it may end. */
const claimIn = (desk: Desk): void => void desk.control({ id: 'claimed', kind: 'claim', by: APPROVER }, '');
const only = (outcomes: readonly Outcome[]): string => [...new Set(outcomes)].join(' or ');

async function controls(actor: Actor, approvers: readonly string[], kinds: readonly PlainControlKind[]) {
  const outcomes: Outcome[] = [];
  for (const kind of kinds) {
    const desk = open(approvers, (at) => {
      const by: Actor = { platform: 'operator', userId: 'operator', displayName: 'operator', groups: [] };
      const before: Partial<Record<PlainControlKind, () => void>> = {
        resume: () => void at.control({ id: 'p', kind: 'pause', by } satisfies Control, ''),
        release: () => claimIn(at),
        retry: () => void at.meetTrouble({ step: 'delivering', code: 'delivery-refused', message: 'is_archived' }),
      };
      before[kind]?.();
    });
    outcomes.push(outcomeOf(await desk.control(actor, { id: kind, control: kind, articleId: ID })));
  }
  return outcomes;
}

/** Somebody who may be asked to decide. */
function deciderOf([rule]: readonly string[]): Actor {
  return rule === 'requester' ? REQUESTER : rule === 'anyone' ? MEMBER : APPROVER;
}

async function rowOf(actor: Actor, approvers: readonly string[]): Promise<readonly string[]> {
  const desk = open(approvers);
  const changes = { kind: 'changes', articleId: ID, draft } as const;
  const seen = [
    outcomeOf(await desk.status(actor, ID)),
    outcomeOf(await desk.changes(actor, changes)),
    outcomeOf(await desk.read(actor, { articleId: ID, draft })),
  ];
  const moved = await desk.move(actor, { id: 'm', articleId: ID, thread: { ...HOME, channel: 'C9' } });
  const early = open(approvers, undefined, 'undrafted');
  const added = await early.addSource(actor, { id: 's', articleId: ID, file: { id: 'f', name: 'tides.pdf' } });
  const steered = [
    ...(await controls(actor, approvers, ['pause', 'resume', 'cancel', 'retry'])),
    outcomeOf(moved),
    outcomeOf(await desk.assign(actor, { id: 'a', articleId: ID, whom: actorKey(deciderOf(approvers)) })),
    outcomeOf(await early.setLanguage(actor, { id: 'l', articleId: ID, language: 'de' })),
    outcomeOf(await desk.publishAgain(actor, { kind: 'publish-again', articleId: ID, target: 'blog' })),
    outcomeOf(added),
  ];
  const decided = [
    outcomeOf(await desk.decide(actor, { kind: 'approve', button: button('approve') })),
    outcomeOf(
      await desk.decide(actor, { kind: 'request-changes', comment: 'Shorter', button: button('request-changes') }),
    ),
    outcomeOf(await desk.decide(actor, { kind: 'edit', text: '# Tides\n\nThey rise.', button: button('edit') })),
    outcomeOf(await desk.decide(actor, { kind: 'reject', reason: 'No', button: button('reject') })),
    outcomeOf(await desk.bringBack(actor, { kind: 'bring-back', articleId: ID, draft, to: draft })),
    outcomeOf(await desk.adopt(actor, { kind: 'adopt', articleId: ID, rule: 1 })),
    outcomeOf(await desk.editExtra(actor, { said: 'seo_title: Tides', articleId: ID })),
    ...(await controls(actor, approvers, ['finish', 'another', 'claim'])),
  ];
  const over = { scope: 'article', capUsd: 2, spentUsd: 2.1, unpriced: 0, raiseByUsd: 1, seq: 3 } as const;
  const spent = open(approvers, (at) => at.stopForBudget(over));
  const raised = outcomeOf(await spent.control(actor, { id: 'r', control: 'raise', articleId: ID }));
  const stepped = outcomeOf(await desk.stepIn(actor, { id: 'i', articleId: ID, reason: 'Ben is ill' }));
  return [only(seen), only(steered), only(decided), raised, stepped];
}

const IN_SLACK: StartRules = { guests: false, external: false };
const NAMING: StartRules = { ...IN_SLACK, people: [actorKey(MEMBER)] };
const IN_TELEGRAM: StartRules = { people: ['telegram:7', 'telegram:-5'], guests: true, external: true };
const meeting = (belonging: Met['belonging'], more: Partial<Met> = {}): Partial<Met> => ({ belonging, ...more });
const inTelegram = (userId: string): Actor => ({ platform: 'telegram', userId, displayName: userId, groups: [] });

/** Who · with which rules about people · what the platform says of them. */
const STARTERS: readonly (readonly [string, Actor, StartRules, Partial<Met>])[] = [
  ['Slack: member of the workspace', MEMBER, IN_SLACK, {}],
  ['Slack: guest', MEMBER, IN_SLACK, meeting('guest')],
  ['Slack: guest, `guests: true`', MEMBER, { ...IN_SLACK, guests: true }, meeting('guest')],
  ['Slack: of another company', MEMBER, IN_SLACK, meeting('external')],
  ['Slack: of another company, `external_people: true`', MEMBER, { ...IN_SLACK, external: true }, meeting('external')],
  ['Slack: named, also a guest', MEMBER, NAMING, meeting('guest')],
  ['Slack: not named, where others are', READER, NAMING, {}],
  ['Slack: administrator', ADMINISTRATOR, NAMING, {}],
  ['Slack: nobody knows whether a guest', MEMBER, IN_SLACK, meeting('unknown')],
  ['Telegram: anybody, practice model', inTelegram('1'), { guests: true, external: true }, {}],
  ['Telegram: anybody', inTelegram('1'), IN_TELEGRAM, {}],
  ['Telegram: owner, or invited', inTelegram('1'), IN_TELEGRAM, { isLetIn: true }],
  ['Telegram: named', inTelegram('7'), IN_TELEGRAM, {}],
  ['Telegram: member of a group that is named', inTelegram('1'), IN_TELEGRAM, { groups: ['telegram:-5'] }],
];

/** Where, as the column has it. */
const PLACES: readonly (readonly [string, Partial<StartRules>, Partial<Met>])[] = [
  ['anywhere', {}, {}],
  ['in a channel or chat of the list', { places: ['C1'] }, {}],
  ['in another one', { places: ['C2', 'direct'] }, {}],
  ['alone with the bot, `direct` in the list', { places: ['direct'] }, { isDirect: true }],
  ['alone with the bot, not in the list', { places: ['C1'] }, { isDirect: true }],
  ['in a workspace that is not in the list', { workspaces: ['T3'] }, {}],
];

async function startsOf(actor: Actor, rules: StartRules, met: Partial<Met>): Promise<readonly string[]> {
  const { workspace } = actor;
  const thread = { platform: actor.platform, channel: 'C1', ...(workspace !== undefined && { workspace }) };
  return await Promise.all(
    PLACES.map(async ([, where, there]) => {
      if (workspace === undefined && where.workspaces !== undefined) return '–';
      const door = doorOf({ ...rules, ...where }, { isDirect: false, belonging: 'member', ...met, ...there });
      return (await door.whyNot(actor, thread)) === undefined ? 'yes' : 'told';
    }),
  );
}

const ELSEWHERE = { ...HOME, channel: 'C9' };
const AT_BOTH: Actor = { ...APPROVER, channels: [channelKey(ELSEWHERE)] };

/** States of an article, as somebody meets them who may do everything. */
const STATES: readonly (readonly [string, (desk: Desk) => void, 'undrafted'?])[] = [
  ['no draft yet', () => undefined, 'undrafted'],
  ['waiting at its gate', () => undefined],
  ['paused', (desk) => void desk.control({ id: 'p', kind: 'pause', by: APPROVER }, '')],
  ['stuck', (desk) => desk.fail({ step: 'writing', code: 'model-refused', message: 'no' })],
  [
    'beyond its budget',
    (desk) => desk.stopForBudget({ scope: 'article', capUsd: 2, spentUsd: 2.1, unpriced: 0, raiseByUsd: 1, seq: 3 }),
  ],
  ['approved, being finished', (desk) => void desk.control({ id: 'f', kind: 'finish', by: APPROVER }, '')],
  ['cancelled', (desk) => void desk.control({ id: 'c', kind: 'cancel', by: APPROVER }, '')],
];

type Chat = ReturnType<typeof open>;
type Act = (chat: Chat) => Promise<Reply | { readonly kind: 'status' }>;

const plain =
  (control: PlainControlKind): Act =>
  async (chat) =>
    await chat.control(APPROVER, { id: control, control, articleId: ID });

/** Every control that there is: its name on the page, what somebody does who may, and what was done before, where it was possible. */
const CONTROLS: Readonly<Record<ControlKind, readonly [string, Act, ((desk: Desk) => void)?]>> = {
  pause: ['pause', plain('pause')],
  resume: ['resume', plain('resume')],
  retry: ['retry', plain('retry')],
  raise: ['raise', plain('raise')],
  cancel: ['cancel', plain('cancel')],
  finish: ['finish', plain('finish')],
  another: ['another', plain('another')],
  claim: ['claim', plain('claim')],
  release: ['release, where somebody has claimed it', plain('release'), claimIn],
  assign: ['assign', (chat) => chat.assign(APPROVER, { id: 'assign', articleId: ID, whom: actorKey(APPROVER) })],
  'step-in': [
    'take over',
    (chat) => chat.stepIn(ADMINISTRATOR, { id: 'step-in', articleId: ID, reason: 'Ben is ill' }),
  ],
  language: ['language', (chat) => chat.setLanguage(APPROVER, { id: 'language', articleId: ID, language: 'de' })],
  move: ['move', (chat) => chat.move(APPROVER, { id: 'move', articleId: ID, thread: ELSEWHERE })],
  follow: [
    'show elsewhere, too',
    (chat) => chat.follow(AT_BOTH, { id: 'follow', articleId: ID, thread: ELSEWHERE, role: 'decides' }),
  ],
  unfollow: [
    'show there no more',
    (chat) => chat.unfollow(APPROVER, { id: 'unfollow', articleId: ID, thread: ELSEWHERE }),
    (desk) =>
      void desk.control({ id: 'followed', kind: 'follow', by: AT_BOTH, thread: ELSEWHERE, role: 'decides' }, ''),
  ],
  'add-source': [
    'add a source',
    (chat) => chat.addSource(APPROVER, { id: 'source', articleId: ID, file: { id: 'f', name: 'a.pdf' } }),
  ],
};

const ACTS: readonly (readonly [string, Act, ((desk: Desk) => void)?])[] = [
  ['see', (chat) => chat.status(APPROVER, ID)],
  ...Object.values(CONTROLS),
  ['approve', (chat) => chat.decide(APPROVER, { kind: 'approve', button: button('approve') })],
  [
    'ask for changes',
    (chat) => chat.decide(APPROVER, { kind: 'request-changes', comment: 'Shorter', button: button('request-changes') }),
  ],
  ['edit', (chat) => chat.decide(APPROVER, { kind: 'edit', text: '# Tides\n\nThey rise.', button: button('edit') })],
  ['reject', (chat) => chat.decide(APPROVER, { kind: 'reject', reason: 'No', button: button('reject') })],
];

async function momentsOf(act: Act, before: (desk: Desk) => void = () => undefined): Promise<readonly string[]> {
  return await Promise.all(
    STATES.map(async ([, prepare, at]) => {
      const chat = open(
        [actorKey(APPROVER)],
        (desk) => {
          before(desk);
          prepare(desk);
        },
        at,
      );
      const reply = await act(chat);
      if (reply.kind === 'away') throw new Error('Nobody is away here');
      return reply.kind === 'refused' ? 'no' : 'yes';
    }),
  );
}

/** A table of the page, by the comment before it. */
function tableAfter(comment: string): readonly string[] {
  const [, after = ''] = readFileSync('docs/access.md', 'utf8').split(`<!-- ${comment}`);
  const [table = ''] = after.split('\n\n');
  return table.split('\n').filter((line) => line.startsWith('|'));
}

const drawn = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [['', ...heads], ['', ...heads].map(() => '---'), ...rows].map((cells) =>
    cells[0] === '---' ? `|${cells.join('|')}|` : `| ${cells.join(' | ')} |`.replace('|  |', '| |'),
  );

describe('docs/access.md', () => {
  it.each(ROWS)('says what happens to %s', async (who, actor, approvers) => {
    const page = readFileSync('docs/access.md', 'utf8');
    const line = page.split('\n').find((row) => row.startsWith(`| ${who} |`));
    expect(line).toBe(`| ${[who, ...(await rowOf(actor, approvers))].join(' | ')} |`);
  });

  it('has a row for each, and no other', () => {
    const rows = tableAfter('test/chat/access-matrix.test.ts').slice(2);
    expect(rows.map((row) => row.split(' | ')[0]?.slice(2))).toEqual(ROWS.map(([who]) => who));
  });

  it('says who starts articles where', async () => {
    const rows = await Promise.all(
      STARTERS.map(async ([who, actor, rules, met]) => [who, ...(await startsOf(actor, rules, met))]),
    );
    expect(tableAfter('who starts where')).toEqual(
      drawn(
        PLACES.map(([where]) => where),
        rows,
      ),
    );
  });

  it('says what counts in which state', async () => {
    const rows = await Promise.all(ACTS.map(async ([what, act, before]) => [what, ...(await momentsOf(act, before))]));
    expect(tableAfter('what counts when')).toEqual(
      drawn(
        STATES.map(([state]) => state),
        rows,
      ),
    );
  });
});
