import type { VoteKind } from '../../../src/protocol/gate.ts';
import { channelKey, type Thread } from '../../../src/protocol/thread.ts';
import { ACCOUNTS, BEN, HOME, keyOf, OVERSEERS, type Policy, REQUESTER } from './moves.ts';

/*
 * Who has approved what, counted once more: by people and not by keys. It knows nothing of how the desk counts.
 */

/** Somebody, by their account, and for whom they speak; themselves, as a rule. */
export interface Speaker {
  readonly account: number;
  readonly seat: number;
}

/** What somebody said of a draft. */
interface Word extends Speaker {
  readonly kind: VoteKind;
  readonly version: number;
  /** A rule named them when they said so. */
  readonly isNamed: boolean;
}

export class People {
  readonly #policy: Policy;
  /** Of each account, the person; it changes when two turn out to be one. */
  #persons: readonly number[] = ACCOUNTS.map((_, account) => account);
  #words: readonly Word[] = [];
  #editors: readonly Speaker[] = [];
  #inCharge: readonly number[] = [];
  #substitutes: ReadonlyMap<number, number> = new Map();
  #members: ReadonlySet<number> = new Set();
  /** Where whoever belongs there is meant by `anyone`. */
  #shared: readonly Thread[] = [HOME];

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** @returns all accounts of the person */
  link(one: number, other: number): readonly number[] {
    const [kept, gone] = [this.#persons[one], this.#persons[other]];
    this.#persons = this.#persons.map((person) => (person === gone ? (kept ?? person) : person));
    return this.accountsOf(one);
  }

  accountsOf(account: number): readonly number[] {
    return ACCOUNTS.map((_, other) => other).filter((other) => this.#isSame(account, other));
  }

  sendAway(absent: number, substitute: number): void {
    const others = [...this.#substitutes].filter(([one]) => one !== absent);
    this.#substitutes = new Map(absent === substitute ? others : [...others, [absent, substitute]]);
  }

  /** For whom somebody decides who may not decide themselves. */
  absentFor(substitute: number): readonly number[] {
    return [...this.#substitutes]
      .filter(([absent, by]) => this.#isSame(by, substitute) && !this.#isSame(absent, substitute))
      .map(([absent]) => absent);
  }

  joinOrLeaveGroup(account: number): void {
    this.#members = new Set(
      this.#members.has(account)
        ? [...this.#members].filter((member) => member !== account)
        : [...this.#members, account],
    );
  }

  isMember(account: number): boolean {
    return this.#members.has(account);
  }

  /** Whatever was said is about a text that is up for decision no more. */
  voidWords(): void {
    this.#words = [];
  }

  hear(speaker: Speaker, kind: VoteKind, version: number): void {
    this.#words = [...this.#words, { ...speaker, kind, version, isNamed: this.#isNamed(speaker) }];
  }

  edited(speaker: Speaker): void {
    this.#editors = [...this.#editors, speaker];
  }

  /** @returns false: they may not */
  stepIn({ account }: Speaker): boolean {
    this.#inCharge = [...this.#inCharge, account];
    return OVERSEERS.includes(account);
  }

  /**
   * It is shown in a place from now on, or otherwise than before. @param anyone its members count
   * @returns false: whoever wants them to count may not approve
   */
  show(place: Thread, anyone: boolean, speaker: Speaker): boolean {
    const isAllowed = !anyone || this.#isNamed(speaker) || this.#isInCharge(speaker);
    this.hide(place);
    if (anyone) this.#shared = [...this.#shared, place];
    return isAllowed;
  }

  hide(place: Thread): void {
    this.#shared = this.#shared.filter((one) => one !== place);
  }

  /** Whether those who have approved a draft are enough by the policy. */
  haveApproved(version: number): boolean {
    const { approvals, steps, must } = this.#policy.voting;
    const people = this.#approving(version);
    if (people.some((one) => this.#isInCharge(one))) return true;
    const named = people.filter(({ isNamed }) => isNamed);
    if (steps === undefined)
      return named.length >= approvals && (must === undefined || named.some((one) => this.#speaksFor(one, BEN)));
    let done = 0;
    for (const one of named) {
      const keys = [...this.accountsOf(one.account), ...this.accountsOf(one.seat)].map(keyOf);
      if (steps[done]?.some((rule) => keys.includes(rule))) done += 1;
    }
    return done >= steps.length;
  }

  /** Those whose approval stands, of each person one, in the order in which they said so. */
  #approving(version: number): readonly Word[] {
    const { excludeRequester, excludeEditors } = this.#policy.voting;
    const words = this.#words.filter((word) => word.version === version);
    return words
      .filter((word, at) => !words.slice(at + 1).some((later) => this.#overlap(later, word)))
      .filter((word) => word.kind === 'approve')
      .filter((word) => excludeRequester !== true || !this.#speaksFor(word, REQUESTER))
      .filter((word) => excludeEditors !== true || !this.#editors.some((editor) => this.#overlap(editor, word)));
  }

  /** A take-over is of one person: nobody else has it, for whomever they decide. */
  #isInCharge({ account, seat }: Speaker): boolean {
    return this.#isSame(account, seat) && this.#inCharge.some((one) => this.#isSame(one, account));
  }

  #isNamed({ account, seat }: Speaker): boolean {
    const accounts = [...this.accountsOf(account), ...this.accountsOf(seat)];
    return this.#policy.approvers.some((rule) => {
      if (rule === 'requester') return accounts.includes(REQUESTER);
      if (rule === 'anyone')
        return this.#shared.some((place) => ACCOUNTS[account]?.channels?.includes(channelKey(place)));
      return rule.includes(':group:') ? this.isMember(account) : accounts.some((one) => keyOf(one) === rule);
    });
  }

  #speaksFor({ account, seat }: Speaker, person: number): boolean {
    return this.#isSame(account, person) || this.#isSame(seat, person);
  }

  #overlap(one: Speaker, other: Speaker): boolean {
    return this.#speaksFor(one, other.account) || this.#speaksFor(one, other.seat);
  }

  #isSame(one: number, other: number): boolean {
    return this.#persons[one] === this.#persons[other];
  }
}
