import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { findUnearnedApproval } from '../../support/quorum-property.ts';
import { makeTestFolder } from '../../support/test-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SEED = 20261123;

describe('no sequence of votes, edits, new drafts, deadlines and controls', () => {
  it('approves without the people that the policy asks for', () => {
    expect(findUnearnedApproval(Desk, { seed: SEED, runs: 20_000 })).toBeUndefined();
  });
});

const VOTING = 'src/protocol/voting.ts';
const GATE = 'src/workflows/desk/gate.ts';

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
    'src/workflows/desk/controls.ts',
    {
      '...withDecision(noted, approval, at, rules),': "...noted, phase: 'finishing', approved: approval.draft.version,",
    },
  ],
  ['a step that anybody of another one does', VOTING, { 'steps[done.length] ?? []': 'steps.flat()' }],
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
    expect(findUnearnedApproval(changed.Desk, { seed: SEED, runs: 20_000 })).toBeDefined();
  });
});
