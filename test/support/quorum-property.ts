import fc from 'fast-check';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Control, Decision } from '../../src/protocol/decision.ts';
import type { PatienceRules } from '../../src/protocol/patience.ts';
import type { VotingRules } from '../../src/protocol/settings.ts';
import type { Desk } from '../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from './settings.ts';

/*
 * No sequence of votes, edits, new drafts, deadlines and controls approves without the people that the policy asks for. Who those are is
 * counted here once more, by people and not by accounts, and knows nothing of how the desk counts.
 */

const MINUTE_MS = 60_000;
const PATIENCE: PatienceRules = {
  expire: { after: { unit: 'minutes', count: 1 }, outcome: 'park' },
  working: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 24 * 60, holidays: 'none', daysOff: [] },
  zone: 'UTC',
};
const slack = (userId: string): Actor => ({
  platform: 'slack',
  workspace: 'T1',
  userId,
  displayName: userId,
  groups: [],
});
/** The second and the last are one person, whom nobody knows as one before they say so. The first asks for the article. */
const ACCOUNTS: readonly Actor[] = [
  slack('UA'),
  slack('UB'),
  slack('UC'),
  slack('UD'),
  { platform: 'telegram', userId: '7', displayName: 'UB elsewhere', groups: [] },
];
const OUTSIDER = slack('UX');
const [REQUESTER, BEN, , , BEN_ELSEWHERE] = ACCOUNTS as [Actor, Actor, Actor, Actor, Actor];
const keyOf = ({ platform, workspace, userId }: Actor): string =>
  [platform, workspace, userId].filter(Boolean).join(':');

const SAID = [
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'reject',
  'request-changes',
  'edit',
  'bring-back',
] as const;
const STEERED = ['finish', 'finish', 'another', 'pause', 'resume', 'retry', 'raise', 'cancel'] as const;

type Move =
  | { readonly kind: 'say'; readonly said: (typeof SAID)[number]; readonly who: number; readonly back: number }
  | { readonly kind: 'steer'; readonly control: (typeof STEERED)[number]; readonly who: number }
  | { readonly kind: 'draft'; readonly score: number }
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'link' };

const who = fc.integer({ min: 0, max: ACCOUNTS.length });
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('say' as const), said: fc.constantFrom(...SAID), who, back: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('steer' as const), control: fc.constantFrom(...STEERED), who }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('draft' as const), score: fc.constantFrom(3, 9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deadline' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const) }) },
);
const flag = fc.constantFrom(undefined, true as const);
const voting: fc.Arbitrary<VotingRules> = fc
  .record({
    approvals: fc.integer({ min: 1, max: 4 }),
    rejections: fc.integer({ min: 1, max: 3 }),
    excludeRequester: flag,
    excludeEditors: flag,
    inSteps: fc.boolean(),
    veto: flag,
    must: flag,
  })
  .map(({ approvals, rejections, excludeRequester, excludeEditors, inSteps, veto, must }) => ({
    approvals: inSteps ? 2 : approvals,
    rejections: inSteps ? 1 : rejections,
    ...(inSteps && { steps: [[keyOf(REQUESTER), keyOf(BEN)], ACCOUNTS.slice(1).map(keyOf)] }),
    ...(excludeRequester && { excludeRequester }),
    ...(excludeEditors && { excludeEditors }),
    ...(veto && { veto: [keyOf(OUTSIDER)] }),
    ...(must && !inSteps && { must: [keyOf(BEN)] }),
  }));

/** @returns the shortest sequence by which somebody got an approval that the policy does not give; undefined when there is none. */
export function findUnearnedApproval(
  DeskClass: typeof Desk,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): { readonly rules: VotingRules; readonly moves: readonly Move[] } | undefined {
  const property = fc.property(voting, fc.array(move, { minLength: 3, maxLength: 25 }), (rules, moves) =>
    isEarned(DeskClass, rules, moves),
  );
  const { failed, counterexample } = fc.check(property, { seed, numRuns: runs });
  if (!failed) return undefined;
  const [rules, moves] = counterexample ?? [];
  return { rules: rules ?? { approvals: 1, rejections: 1 }, moves: moves ?? [] };
}

/** What somebody said of the text that is up for decision. */
interface Word {
  readonly account: Actor;
  readonly kind: 'approve' | 'reject';
}

function isEarned(DeskClass: typeof Desk, rules: VotingRules, moves: readonly Move[]): boolean {
  const desk = new DeskClass({
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: REQUESTER,
    thread: { platform: 'slack', workspace: 'T1', channel: 'C1' },
    language: 'en',
    settings: {
      ...TEST_SETTINGS,
      approval: { gate: 'final', approvers: ACCOUNTS.map(keyOf), voting: rules },
      patience: PATIENCE,
    },
  });
  let ids = 0;
  let now = Date.parse('2026-11-23T12:00:00.000Z');
  let isLinked = false;
  let words: readonly Word[] = [];
  let editors: readonly Actor[] = [];
  const sent: Decision[] = [];

  const isBen = (one: Actor): boolean => one === BEN || one === BEN_ELSEWHERE;
  const isSame = (one: Actor, other: Actor): boolean => one === other || (isLinked && isBen(one) && isBen(other));
  const known = (account: Actor): Actor =>
    isLinked && isBen(account) ? { ...account, alsoKnownAs: [keyOf(account === BEN ? BEN_ELSEWHERE : BEN)] } : account;
  const hear = (account: Actor, kind: Word['kind']): void => {
    words = [...words.filter((word) => !isSame(word.account, account)), { account, kind }];
  };

  /** Those whose approval stands, of each person one, in the order in which they said so. */
  function approving(): readonly Actor[] {
    const standing = words.filter(
      (word, at) => !words.slice(at + 1).some((later) => isSame(later.account, word.account)),
    );
    return standing
      .filter(({ kind }) => kind === 'approve')
      .map(({ account }) => account)
      .filter((one) => one !== OUTSIDER)
      .filter((one) => rules.excludeRequester !== true || !isSame(one, REQUESTER))
      .filter((one) => rules.excludeEditors !== true || !editors.some((editor) => isSame(editor, one)));
  }

  function isCarried(): boolean {
    const people = approving();
    if (rules.steps === undefined)
      return people.length >= rules.approvals && (rules.must === undefined || people.some((one) => isSame(one, BEN)));
    let done = 0;
    for (const one of people) {
      const names = ACCOUNTS.filter((account) => isSame(account, one)).map(keyOf);
      if (rules.steps[done]?.some((rule) => names.includes(rule))) done += 1;
    }
    return done >= rules.steps.length;
  }

  function give(account: Actor, decision: Decision): void {
    const at = new Date((now += 1)).toISOString();
    const isKnown = sent.includes(decision);
    if (desk.refusalOf(decision) !== undefined) return;
    if (!desk.decide(decision, at) || isKnown) return;
    sent.push(decision);
    if (decision.kind === 'approve' || decision.kind === 'reject') return hear(account, decision.kind);
    words = [];
    if (decision.kind === 'edit') editors = [...editors, account];
  }

  function play(made: Move): void {
    ids += 1;
    const id = `m${ids}`;
    switch (made.kind) {
      case 'draft': {
        if (desk.stage !== 'drafting') return;
        words = [];
        const { version } = desk.addDraft({ draftId: `d${ids}`, hash: String(ids).padStart(8, '0') });
        desk.addCritique(version, { critiqueId: `c${ids}`, score: made.score, factsQuestionable: false });
        return desk.concludeIteration();
      }
      case 'say': {
        const account = ACCOUNTS[made.who] ?? OUTSIDER;
        const subject = desk.state.gate?.subject ?? desk.latest;
        if (subject === undefined) return;
        const common = { id, draft: { version: subject.version, hash: subject.hash }, by: known(account) };
        const edited = { draftId: `e${ids}`, hash: String(ids).padStart(8, 'e') };
        const earlier = desk.state.drafts[made.back] ?? subject;
        switch (made.said) {
          case 'approve':
            return give(account, { ...common, kind: 'approve' });
          case 'reject':
            return give(account, { ...common, kind: 'reject', reason: 'No' });
          case 'request-changes':
            return give(account, { ...common, kind: 'request-changes', comment: 'Shorter' });
          case 'edit':
            return give(account, { ...common, kind: 'edit', edited });
          case 'bring-back':
            return give(account, {
              ...common,
              kind: 'bring-back',
              to: { version: earlier.version, hash: earlier.hash },
              edited,
            });
          default:
            return made.said satisfies never;
        }
      }
      case 'again': {
        const decision = sent[made.which];
        if (decision !== undefined) desk.decide(decision, new Date((now += 1)).toISOString());
        return;
      }
      case 'steer': {
        const account = ACCOUNTS[made.who] ?? OUTSIDER;
        const control: Control = { id, kind: made.control, by: known(account) };
        if (desk.refusalOfControl(control) !== undefined) return;
        const applied = desk.control(control, new Date((now += 1)).toISOString());
        if (applied !== false && applied.approval !== undefined) hear(account, 'approve');
        if (made.control === 'another') words = [];
        return;
      }
      case 'deadline':
        now += MINUTE_MS;
        desk.passDeadline({ kind: 'expire', at: new Date(now).toISOString() }, new Date(now).toISOString());
        return;
      case 'link':
        isLinked = true;
        desk.join([keyOf(BEN), keyOf(BEN_ELSEWHERE)]);
        return;
      default:
        return made satisfies never;
    }
  }

  for (const made of moves) {
    play(made);
    if (desk.state.approved !== undefined) return isCarried();
  }
  return true;
}
