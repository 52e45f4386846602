import fc from 'fast-check';
import type { Actor } from '../../../src/protocol/actor.ts';
import { mayDecide } from '../../../src/protocol/approvers.ts';
import type { ArticleInput } from '../../../src/protocol/article.ts';
import type { Control, Decision } from '../../../src/protocol/decision.ts';
import { dueDeadline } from '../../../src/protocol/gate.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import type { Desk } from '../../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../settings.ts';
import {
  ACCOUNTS,
  cast,
  type Cast,
  casts,
  GROUP,
  HOME,
  keyOf,
  type Move,
  moves,
  PLACES,
  type Policy,
  policies,
  REQUESTER,
} from './moves.ts';
import { People, type Speaker } from './people.ts';

/*
 * No sequence of votes, edits, new drafts, clocks and controls approves without the people that the policy asks for, whoever is away, steps
 * in, is asked, or turns out to be somebody else meanwhile.
 */

const HOUR_MS = 3_600_000;
const BEGAN = Date.parse('2026-11-23T12:00:00.000Z');

/** A sequence of moves, and the policy under which it was played. */
export interface Played {
  readonly players: Cast;
  readonly policy: Policy;
  readonly moves: readonly Move[];
}

/** @returns the shortest sequence by which somebody got an approval that the policy does not give; undefined when there is none. */
export function findUnearnedApproval(
  DeskClass: typeof Desk,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Played | undefined {
  const property = fc.property(policies, casts, moves, (policy, players, made) =>
    isEarned(DeskClass, { policy, players, moves: made }),
  );
  const { failed, counterexample } = fc.check(property, { seed, numRuns: runs });
  if (!failed) return undefined;
  const [policy, players, made] = counterexample ?? [];
  if (policy === undefined || players === undefined || made === undefined) throw new Error('Nothing was played');
  return { policy, players, moves: made };
}

function isEarned(DeskClass: typeof Desk, { policy, players, moves: made }: Played): boolean {
  const play = begin(DeskClass, policy, players);
  for (const one of made.filter(({ kind }) => !players.never.includes(kind))) {
    if (!play.make(one)) return false;
    const { approved } = play.desk;
    if (approved !== undefined) return approved.outline !== true && play.people.haveApproved(approved.version);
  }
  return true;
}

function inputOf({ approvers, voting, outline, everyDraft, patience }: Policy): ArticleInput {
  const requester = ACCOUNTS[REQUESTER];
  if (requester === undefined) throw new Error('Nobody asks for it');
  return {
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester,
    thread: HOME,
    language: 'en',
    settings: {
      ...TEST_SETTINGS,
      approval: {
        gate: everyDraft ? 'every_draft' : 'final',
        approvers,
        voting,
        ...(outline && { outline }),
      },
      patience,
    },
  };
}

function placeOf({ place }: Extract<Move, { kind: 'follow' | 'unfollow' }>): Thread {
  const thread = PLACES[place];
  if (thread === undefined) throw new Error(`There is no place ${place}`);
  return thread;
}

function begin(DeskClass: typeof Desk, policy: Policy, players: Cast) {
  const of = (name: number): number => cast(players, name);
  const input = inputOf(policy);
  const people = new People(policy);
  let desk = new DeskClass(input);
  let ids = 0;
  let now = BEGAN;
  /** All that was ever said, by whom. */
  const said: (readonly [Decision, number])[] = [];

  const tick = (): string => new Date((now += 1)).toISOString();

  /** What a door vouches for: who may decide does so for themselves, else for whoever is away and may. */
  function atTheDoor(account: number, isUnsure = false): { readonly actor: Actor; readonly speaker: Speaker } {
    const own = known(account, isUnsure);
    const { inCharge } = desk.state;
    const { approval } = input.settings;
    const rules = { ...approval, requester: keyOf(REQUESTER), ...(inCharge && { inCharge: inCharge.keys }) };
    if (!mayDecide(own, rules))
      for (const absent of people.absentFor(account)) {
        const keys = [...(own.alsoKnownAs ?? []), ...people.accountsOf(absent).map(keyOf)];
        const substitute: Actor = { ...own, alsoKnownAs: keys, standsFor: keyOf(absent) };
        if (mayDecide(substitute, rules)) return { actor: substitute, speaker: { account, seat: absent } };
      }
    return { actor: own, speaker: { account, seat: account } };
  }

  function known(account: number, isUnsure: boolean): Actor {
    const actor = ACCOUNTS[account];
    if (actor === undefined) throw new Error(`There is no account ${account}`);
    const others = people.accountsOf(account).filter((other) => other !== account);
    return {
      ...actor,
      groups: people.isMember(account) ? [GROUP] : [],
      ...(isUnsure ? { isUnsure } : others.length > 0 && { alsoKnownAs: others.map(keyOf) }),
    };
  }

  function give(account: number, decision: Decision, speaker: Speaker): void {
    said.push([decision, account]);
    if (desk.refusalOf(decision) !== undefined) return;
    const { gate, outline } = desk.state;
    if (!desk.decide(decision, tick())) return;
    if (decision.kind === 'approve' || decision.kind === 'reject') {
      if (desk.state.gate !== undefined && desk.state.gate.id !== gate?.id) people.voidWords();
      people.hear(speaker, decision.kind, decision.draft.version);
      // The plan is approved, and nothing of the article.
      if (desk.state.outline !== outline) people.voidWords();
      return;
    }
    people.voidWords();
    if (decision.kind === 'edit') people.edited(speaker);
  }

  function say({ said: kind, who, back, isUnsure }: Extract<Move, { kind: 'say' }>, id: string): void {
    const subject = desk.state.gate?.subject ?? desk.latest;
    if (subject === undefined) return;
    const { actor: by, speaker } = atTheDoor(who, isUnsure);
    const common = { id, draft: { version: subject.version, hash: subject.hash }, by };
    const hash = String(ids).padStart(8, 'e');
    const earlier = desk.state.drafts[back] ?? subject;
    const to = { version: earlier.version, hash: earlier.hash };
    switch (kind) {
      case 'approve':
        return give(who, { ...common, kind }, speaker);
      case 'reject':
        return give(who, { ...common, kind, reason: 'No' }, speaker);
      case 'request-changes':
        return give(who, { ...common, kind, comment: 'Shorter' }, speaker);
      case 'edit':
        return give(who, { ...common, kind, edited: { draftId: `e${ids}`, hash } }, speaker);
      case 'bring-back':
        return give(who, { ...common, kind, to, edited: { draftId: `e${ids}`, hash: to.hash } }, speaker);
      default:
        return kind satisfies never;
    }
  }

  /** @returns false: somebody has got what they have no right to */
  function steer(control: Control, speaker: Speaker): boolean {
    if (desk.refusalOfControl(control) !== undefined) return true;
    const applied = desk.control(control, tick());
    if (applied !== false && applied.approval !== undefined)
      people.hear(speaker, 'approve', applied.approval.draft.version);
    if (control.kind === 'another') people.voidWords();
    switch (control.kind) {
      case 'step-in':
        return people.stepIn(speaker);
      case 'follow':
        return people.show(control.thread, control.anyone === true, speaker);
      case 'unfollow':
        people.hide(control.thread);
        return true;
      default:
        return true;
    }
  }

  function write(score: number): void {
    if (desk.stage !== 'drafting') return;
    people.voidWords();
    const written = { draftId: `d${ids}`, hash: String(ids).padStart(8, '0') };
    if (desk.next.kind === 'outline') {
      desk.addOutline(written);
      return;
    }
    const { version } = desk.addDraft(written);
    desk.addCritique(version, { critiqueId: `c${ids}`, score, factsQuestionable: false });
    desk.concludeIteration();
  }

  /** As the workflow waits. */
  function wait(hours: number): void {
    desk.keepWaiting(tick());
    const { gate } = desk.state;
    if (gate?.since !== undefined && gate.isPlanned === undefined) {
      const since = Date.parse(gate.since);
      const at = (after: number): string => new Date(since + after * HOUR_MS).toISOString();
      desk.planDeadlines(gate, [
        { kind: 'escalate', at: at(8) },
        { kind: 'expire', at: at(24) },
      ]);
    }
    now += hours * HOUR_MS;
    for (;;) {
      const due = desk.stage === 'waiting' && desk.state.gate ? dueDeadline(desk.state.gate, now) : undefined;
      if (due === undefined) return;
      desk.passDeadline(due, tick());
    }
  }

  function meet(trouble: Extract<Move, { kind: 'trouble' }>['trouble']): void {
    const failure = { code: 'model-unavailable', message: 'It is away' };
    if (trouble === 'thread') {
      desk.meetTrouble({ step: 'delivering', ...failure });
      return;
    }
    if (desk.stage !== 'drafting') return;
    if (trouble === 'failure') desk.fail({ step: 'writing', ...failure }, 1);
    else if (trouble === 'outage') desk.meetOutage({ code: failure.code, since: tick(), next: tick() });
    else desk.stopForBudget({ scope: 'article', capUsd: 1, spentUsd: 1, unpriced: 0, raiseByUsd: 1, seq: 1 });
  }

  /** @returns false: somebody has got what they have no right to, and that is no approval yet */
  function make(one: Move): boolean {
    ids += 1;
    const id = `m${ids}`;
    switch (one.kind) {
      case 'say':
        say({ ...one, who: of(one.who), isUnsure: one.isUnsure && players.isSlow }, id);
        return true;
      case 'steer': {
        const { actor: by, speaker } = atTheDoor(of(one.who));
        const control =
          one.control === 'step-in' ? ({ kind: one.control, reason: 'They are ill' } as const) : { kind: one.control };
        return steer({ id, by, ...control }, speaker);
      }
      case 'assign': {
        const { actor: by, speaker } = atTheDoor(of(one.who));
        return steer({ id, by, kind: 'assign', to: known(of(one.whom), false) }, speaker);
      }
      case 'follow': {
        const { actor: by, speaker } = atTheDoor(of(one.who));
        const { role, anyone } = one;
        return steer({ id, by, kind: 'follow', thread: placeOf(one), role, ...(anyone && { anyone }) }, speaker);
      }
      case 'unfollow': {
        const { actor: by, speaker } = atTheDoor(of(one.who));
        return steer({ id, by, kind: 'unfollow', thread: placeOf(one) }, speaker);
      }
      case 'draft':
        write(one.score);
        return true;
      case 'again': {
        const [decision, account] = said[one.which] ?? [];
        if (decision === undefined || account === undefined) return true;
        const { actor: by, speaker } = atTheDoor(account);
        give(account, { ...decision, by }, speaker);
        return true;
      }
      case 'time':
        wait(one.hours);
        return true;
      case 'wrong-clock':
        desk.passDeadline({ kind: one.deadline, at: tick() }, tick());
        return true;
      case 'link':
        desk.join(people.link(of(one.who), of(one.whom)).map(keyOf));
        return true;
      case 'away':
        people.sendAway(of(one.who), of(one.whom));
        return true;
      case 'group':
        people.joinOrLeaveGroup(of(one.who));
        return true;
      case 'trouble':
        meet(one.trouble);
        return true;
      case 'begin-anew':
        desk = new DeskClass({ ...input, desk: JSON.parse(JSON.stringify(desk.state)) as Desk['state'] });
        return true;
      default:
        return one satisfies never;
    }
  }

  return {
    make,
    people,
    get desk() {
      return desk;
    },
  };
}
