import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { findUnearnedApproval } from '../../support/quorum/find-unearned-approval.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SEED = 20261123;
const RUNS = 40_000;

describe('no sequence of votes, edits, new drafts, clocks, hand-overs, places and controls', () => {
  it('approves without the people that the policy asks for', () => {
    expect(findUnearnedApproval(Desk, { seed: SEED, runs: RUNS })).toBeUndefined();
  });
});

const VOTING = 'src/protocol/voting.ts';
const GATE = 'src/workflows/desk/gate.ts';
const CONTROLS = 'src/workflows/desk/controls.ts';

/** Bugs as somebody could make them: in which file, and what stands there instead. */
const BUGS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    'a person who is counted twice',
    VOTING,
    {
      'votes.filter(({ keys }) => !overlap(keys, vote.keys))':
        'votes.filter(({ decisionId }) => decisionId !== vote.decisionId)',
    },
  ],
  [
    'a person who stays two after their accounts are linked',
    VOTING,
    { 'if (last === undefined) return votes;': 'if (last !== undefined) return votes;' },
  ],
  [
    'an approval of who changed the text',
    VOTING,
    { 'excludeEditors === true && overlap(keys, editors)': 'excludeEditors === true && keys.length === 0' },
  ],
  [
    'an approval of who asked for it',
    VOTING,
    {
      'excludeRequester === true && keys.includes(rules.requester)': 'excludeRequester === true && keys.length === 0',
      'excludeRequester === true ? [rules.requester] : []': 'excludeRequester === true ? [] : []',
    },
  ],
  [
    'a void vote that is kept for another text',
    GATE,
    {
      '    votes: [],': '    votes: state.gate?.votes ?? [],',
      "withOutcome(without(decided, 'gate'), decision)": 'withOutcome(decided, decision)',
    },
  ],
  [
    'a rejection that is counted as an approval',
    VOTING,
    { "kind === 'approve' && !overlap(keys, barred)": '!overlap(keys, barred)' },
  ],
  [
    'somebody who asks to finish and decides alone',
    CONTROLS,
    {
      '...withDecision(noted, approval, at, rules),': "...noted, phase: 'finishing', approved: approval.draft.version,",
    },
  ],
  ['a step that anybody of another one does', VOTING, { 'steps[done.length] ?? []': 'steps.flat()' }],
  [
    'an approval that turns a rejection of somebody with a veto into its opposite',
    GATE,
    { 'outcomeOf(voting, rules) !== vote.kind': 'outcomeOf(voting, rules) === undefined' },
  ],
  [
    'a substitute whose vote counts beside that of whom they stand for',
    VOTING,
    { 'keys: keysOf(by),': 'keys: [by.standsFor ?? keysOf(by)[0] ?? ""],' },
  ],
  [
    'a take-over that a substitute inherits',
    'src/protocol/approvers.ts',
    { 'actor.standsFor === undefined && keysOf(actor)': 'keysOf(actor)' },
  ],
  [
    'a take-over that whoever is away is given',
    CONTROLS,
    { 'by.standsFor === undefined ? keysOf(by) : [actorKey(by)]': 'keysOf(by)' },
  ],
  [
    'a take-over by anybody',
    'src/protocol/rules.ts',
    { "return looksAfterAll ? undefined : { code: 'not-an-overseer' };": 'return undefined;' },
  ],
  [
    'somebody who is asked to decide and decides alone',
    'src/workflows/desk/desk.ts',
    {
      '...(this.#state.inCharge !== undefined && { inCharge: this.#state.inCharge.keys }),':
        '...(this.#state.assigned !== undefined && { inCharge: [this.#state.assigned.key] }),',
    },
  ],
  [
    'somebody who sees to it and decides alone',
    'src/workflows/desk/desk.ts',
    {
      '...(this.#state.inCharge !== undefined && { inCharge: this.#state.inCharge.keys }),':
        '...(this.#state.gate?.claim !== undefined && { inCharge: this.#state.gate.claim.keys }),',
    },
  ],
  [
    'a timer that approves',
    'src/workflows/desk/desk.ts',
    {
      '{ ...passed, paused: true, isParked: true }':
        "{ ...passed, phase: 'finishing', approved: gate.subject.version }",
    },
  ],
  [
    'an article that approves itself when it wakes',
    GATE,
    {
      "return state.isParked ? { ...without(state, 'isParked'), paused: false } : state;":
        "return state.isParked && state.gate ? { ...without(state, 'isParked'), phase: 'finishing', approved: state.gate.subject.version } : state;",
    },
  ],
  [
    'an approval of the plan that is one of the article',
    GATE,
    { 'outline === true ? withOutline(state, version) :': 'outline === null ? state :' },
  ],
  [
    'a member of a group of yesterday',
    'src/protocol/actor.ts',
    { 'return groups.map((group)': "return [...groups, 'G'].map((group)" },
  ],
  [
    'somebody of whom nobody can tell who they are',
    'src/protocol/rules.ts',
    { "by.isUnsure === true && (kind === 'approve' ?": "by.isUnsure === true && (kind === 'reject' ?" },
  ],
  [
    'a member of a place where it is only shown',
    'src/protocol/approvers.ts',
    { 'anyone === true && isMemberOf': 'isMemberOf' },
  ],
  [
    'a place whose members count because somebody wants it who may not approve',
    'src/protocol/rules.ts',
    { 'anyone === true && !mayApprove(by, policy)': "anyone === true && !mayControl(policy, 'follow', by)" },
  ],
  [
    'a member of a place where it is shown no more',
    CONTROLS,
    {
      'return withFollowings(noted, withoutPlace(state.followings ?? [], control.thread));':
        'return withFollowings(noted, state.followings ?? []);',
    },
  ],
  [
    'a member of a place where members count no more',
    'src/protocol/following.ts',
    { '{ ...rest, role': '{ ...known, role' },
  ],
];

describe('of the bugs that somebody could make', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  it.each(BUGS)('%s is found', async (_, file, edits) => {
    const folder = await makeTestFolder();
    folders.push(folder);
    for (const part of ['src/workflows', 'src/protocol'])
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    const before = await readFile(join(folder, file), 'utf8');
    let after = before;
    for (const [from, to] of Object.entries(edits)) {
      expect(after).toContain(from);
      after = after.replace(from, to);
    }
    await writeFile(join(folder, file), after);
    const changed = (await import(join(folder, 'src/workflows/desk/desk.ts'))) as { readonly Desk: typeof Desk };
    expect(changed.Desk).not.toBe(Desk);
    expect(findUnearnedApproval(changed.Desk, { seed: SEED, runs: RUNS })).toBeDefined();
  });
});
