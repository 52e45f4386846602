import fc from 'fast-check';
import { type Actor, actorKey, OPERATOR } from '../../../src/protocol/actor.ts';
import type { PatienceRules } from '../../../src/protocol/patience.ts';
import type { Approver, VotingRules } from '../../../src/protocol/settings.ts';
import { channelKey, type Thread } from '../../../src/protocol/thread.ts';

/*
 * What people, clocks and machines may do to an article, as it is drawn by chance.
 */

/** Where the article lives. */
export const HOME: Thread = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const SHOWN: Thread = { ...HOME, channel: 'C2' };
const SHOWN_FAR: Thread = { platform: 'telegram', channel: '-100' };
/** Where it may be shown, too. */
export const PLACES = [SHOWN, SHOWN_FAR] as const;

const slack = (userId: string, ...places: readonly Thread[]): Actor => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
  displayName: userId,
  groups: [],
  channels: places.map(channelKey),
});

/** The first asks for the article; the sixth approves nothing in person and may have a veto; the seventh looks after the workspace. */
export const ACCOUNTS: readonly Actor[] = [
  slack('UA', SHOWN),
  slack('UB', HOME),
  slack('UC', SHOWN),
  slack('UD', SHOWN),
  { platform: 'telegram', userId: '7', displayName: 'UB elsewhere', groups: [], channels: [channelKey(SHOWN_FAR)] },
  slack('UX', HOME),
  { ...slack('UZ'), isAdministrator: true },
  OPERATOR,
];
export const REQUESTER = 0;
export const BEN = 1;
const OUTSIDER = 5;
const FIRST_WHO_APPROVE_NOTHING = OUTSIDER;
export const OVERSEERS: readonly number[] = [6, 7];
export const GROUP = 'G';
const GROUP_RULE = `slack:T1:group:${GROUP}`;

/** @param account its number among {@link ACCOUNTS} */
export function keyOf(account: number): string {
  const actor = ACCOUNTS[account];
  if (actor === undefined) throw new Error(`There is no account ${account}`);
  return actorKey(actor);
}

/** What ends it is said less often than what goes on. */
const SAID = [
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'reject',
  'request-changes',
  'edit',
  'edit',
  'bring-back',
] as const;
const STEERED = [
  'finish',
  'finish',
  'another',
  'pause',
  'resume',
  'retry',
  'raise',
  'claim',
  'release',
  'step-in',
  'cancel',
] as const;
const TROUBLES = ['failure', 'budget', 'outage', 'thread'] as const;

/** `who`, `whom`: people of the {@link Cast}. */
export type Move =
  /** `back`: to which draft, of what is brought back. `isUnsure`: who they are in other chats is not told in time. */
  | {
      readonly kind: 'say';
      readonly said: (typeof SAID)[number];
      readonly who: number;
      readonly back: number;
      readonly isUnsure: boolean;
    }
  | { readonly kind: 'steer'; readonly control: (typeof STEERED)[number]; readonly who: number }
  | { readonly kind: 'assign'; readonly who: number; readonly whom: number }
  /** `place`: of {@link PLACES}. */
  | {
      readonly kind: 'follow';
      readonly who: number;
      readonly place: number;
      readonly role: 'decides' | 'reads';
      readonly anyone: boolean;
    }
  | { readonly kind: 'unfollow'; readonly who: number; readonly place: number }
  | { readonly kind: 'draft'; readonly score: number }
  /** What was said once arrives once more, whether it counted or not. */
  | { readonly kind: 'again'; readonly which: number }
  /** Time goes by at the gate, and what becomes due happens. */
  | { readonly kind: 'time'; readonly hours: number }
  /** A clock strikes that should have been stopped. */
  | { readonly kind: 'wrong-clock'; readonly deadline: 'escalate' | 'expire' }
  /** Two accounts say that they are one person. */
  | { readonly kind: 'link'; readonly who: number; readonly whom: number }
  /** Somebody is away, and another one decides for them; nobody, where the two are the same. */
  | { readonly kind: 'away'; readonly who: number; readonly whom: number }
  | { readonly kind: 'group'; readonly who: number }
  | { readonly kind: 'trouble'; readonly trouble: (typeof TROUBLES)[number] }
  /** The history begins anew. */
  | { readonly kind: 'begin-anew' };

/** Few people who do few things meet each other's more often than many who do everything. */
export interface Cast {
  /** Numbers of accounts. */
  readonly who: readonly number[];
  readonly never: readonly Move['kind'][];
  /** Who somebody is in other chats may not be told in time. */
  readonly isSlow: boolean;
}

const MOST_WHO = 5;
const MOST_NEVER = 9;
const RARE = [
  'assign',
  'follow',
  'unfollow',
  'again',
  'time',
  'wrong-clock',
  'link',
  'away',
  'group',
  'trouble',
  'begin-anew',
] as const satisfies readonly Move['kind'][];

export const casts: fc.Arbitrary<Cast> = fc.record({
  who: fc.uniqueArray(fc.nat(ACCOUNTS.length - 1), { minLength: 3, maxLength: MOST_WHO }),
  never: fc.subarray<Move['kind']>([...RARE], { maxLength: MOST_NEVER }),
  isSlow: fc.boolean(),
});

/** @param name a number, which somebody of the cast has */
export function cast({ who: accounts }: Cast, name: number): number {
  const account = accounts[name % accounts.length];
  if (account === undefined) throw new Error('Nobody plays');
  return account;
}

const who = fc.nat(MOST_WHO - 1);
const whom = who;
const place = fc.nat(PLACES.length - 1);
const kind = <Kind extends Move['kind']>(name: Kind) => fc.constant(name);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: kind('say'),
      said: fc.constantFrom(...SAID),
      who,
      back: fc.nat(3),
      isUnsure: fc.nat(3).map((n) => n === 3),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: kind('steer'), control: fc.constantFrom(...STEERED), who }) },
  { weight: 6, arbitrary: fc.record({ kind: kind('draft'), score: fc.constantFrom(9, 9, 3) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('assign'), who, whom }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('follow'),
      who,
      place,
      role: fc.constantFrom('decides' as const, 'reads'),
      anyone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('unfollow'), who, place }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('again'), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('time'), hours: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('wrong-clock'), deadline: fc.constantFrom('escalate' as const, 'expire') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('link'), who, whom }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('away'), who, whom }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('group'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('trouble'), trouble: fc.constantFrom(...TROUBLES) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('begin-anew') }) },
);

const name = { who, whom, third: who };
type Names = Readonly<Record<'who' | 'whom' | 'third', number>>;
const says = (said: (typeof SAID)[number], by: number, isUnsure = false): Move => ({
  kind: 'say',
  said,
  who: by,
  back: 0,
  isUnsure,
});

const shows = (by: number, role: 'decides' | 'reads', anyone: boolean): Move => ({
  kind: 'follow',
  who: by,
  place: 0,
  role,
  anyone,
});

/** What chance alone would seldom bring about, by whomever. */
const SCENES: readonly ((names: Names) => readonly Move[])[] = [
  // Two approve, and turn out to be one.
  ({ who: one, whom: other, third }) => [
    says('approve', one),
    says('approve', other),
    { kind: 'link', who: one, whom: other },
    says('approve', third),
  ],
  // One approves under two names.
  ({ who: one, whom: other }) => [
    { kind: 'link', who: one, whom: other },
    says('approve', one, true),
    says('approve', other, true),
  ],
  // Whoever rejects turns out to be somebody else.
  ({ who: one, whom: other, third }) => [
    says('reject', one),
    { kind: 'link', who: one, whom: other },
    says('approve', third),
  ],
  // Whoever has stepped in goes away.
  ({ who: one, whom: other }) => [
    { kind: 'steer', control: 'step-in', who: one },
    { kind: 'away', who: one, whom: other },
    says('approve', other),
  ],
  // Whoever decides for somebody steps in, and both approve.
  ({ who: one, whom: other }) => [
    { kind: 'away', who: other, whom: one },
    { kind: 'steer', control: 'step-in', who: one },
    says('approve', other),
  ],
  // It is shown where anyone counts, and no more.
  ({ who: one, whom: other, third }) => [
    shows(one, 'decides', true),
    says('approve', other),
    { kind: 'unfollow', who: one, place: 0 },
    says('approve', third),
  ],
  // Members count there, until somebody has it shown for others to look on.
  ({ who: one, whom: other, third }) => [
    shows(one, 'decides', true),
    shows(third, 'reads', false),
    says('approve', other),
    says('approve', third),
  ],
];
const scene = fc
  .record({ ...name, play: fc.constantFrom(...SCENES) })
  .map(({ play, ...names }): readonly Move[] => play(names));

export const moves = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: move.map((one): readonly Move[] => [one]) }, { weight: 2, arbitrary: scene }),
    { minLength: 3, maxLength: 30 },
  )
  .map((parts): readonly Move[] => parts.flat());

/** What the settings say of one article. */
export interface Policy {
  readonly approvers: readonly Approver[];
  readonly voting: VotingRules;
  readonly outline: boolean;
  readonly everyDraft: boolean;
  readonly patience: PatienceRules;
}

const EVERYBODY = Array.from({ length: FIRST_WHO_APPROVE_NOTHING }, (_, account) => keyOf(account));
const flag = fc.constantFrom(undefined, true as const);

const voting: fc.Arbitrary<VotingRules> = fc
  .record({
    approvals: fc.constantFrom(2, 2, 1, 3, 4),
    rejections: fc.constantFrom(2, 1, 3),
    excludeRequester: flag,
    excludeEditors: flag,
    inSteps: fc.nat(3).map((n) => n === 3),
    veto: flag,
    must: flag,
  })
  .map(({ approvals, rejections, excludeRequester, excludeEditors, inSteps, veto, must }) => ({
    approvals: inSteps ? 2 : approvals,
    rejections: inSteps ? 1 : rejections,
    ...(inSteps && { steps: [[keyOf(REQUESTER), keyOf(BEN)], EVERYBODY.slice(1)] }),
    ...(excludeRequester && { excludeRequester }),
    ...(excludeEditors && { excludeEditors }),
    ...(veto && { veto: [keyOf(OUTSIDER)] }),
    ...(must && !inSteps && { must: [keyOf(BEN)] }),
  }));

export const policies: fc.Arbitrary<Policy> = fc.record({
  approvers: fc.constantFrom<readonly Approver[]>(
    EVERYBODY,
    EVERYBODY,
    ['requester', keyOf(BEN), GROUP_RULE],
    [keyOf(BEN), 'anyone'],
  ),
  voting,
  outline: fc.nat(4).map((n) => n === 4),
  everyDraft: fc.boolean(),
  patience: fc.constantFrom('park' as const, 'park' as const, 'cancel' as const).map((outcome) => ({
    escalate: { after: { unit: 'minutes', count: 8 * 60 } as const, to: [keyOf(OUTSIDER)] },
    expire: { after: { unit: 'minutes', count: 24 * 60 } as const, outcome },
    working: { weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 24 * 60, holidays: 'none', daysOff: [] },
    zone: 'UTC',
  })),
});
