import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, OPERATOR } from '../../../src/protocol/actor.ts';
import type { ArticleInput } from '../../../src/protocol/article.ts';
import type { Decision, DraftDecisionKind, PlainControlKind } from '../../../src/protocol/decision.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import { draftOf, replacedBy } from '../../../src/protocol/rules.ts';
import type { ArticleSettings } from '../../../src/protocol/settings.ts';
import { Desk } from '../../../src/workflows/desk/desk.ts';
import { TEST_SETTINGS } from '../../support/settings.ts';

const ANN: Actor = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const AT = '2026-11-23T12:00:00.000Z';
type Kind = DraftDecisionKind;

function newDesk(gate: ArticleSettings['approval']['gate'] = 'final'): Desk {
  const input: ArticleInput = {
    articleId: '0123456789abcdef',
    traceId: '0'.repeat(32),
    request: { topic: 'How tides work', language: 'en' },
    requester: ANN,
    thread: { platform: 'slack', channel: 'C1' },
    language: 'en',
    settings: { ...TEST_SETTINGS, approval: { gate, outline: true, approvers: ['requester'] } },
  };
  return new Desk(input);
}

let ids = 0;

/** Does what comes next, as the workflow would. */
function work(desk: Desk, score = 8.5): void {
  const text = { draftId: `d${desk.nextStep()}`, hash: String((ids += 1)).padStart(8, '0') };
  const { next } = desk;
  if (next.kind === 'outline') return void desk.addOutline(text);
  if (next.kind !== 'write') return;
  const { version } = desk.addDraft(text);
  desk.addCritique(version, { critiqueId: `c${version}`, score, factsQuestionable: false });
  desk.concludeIteration();
}

function decide(desk: Desk, kind: Kind, version = desk.current?.version ?? 0): string {
  const id = `decision-${(ids += 1)}`;
  const base = { id, draft: { version, hash: draftOf(desk.state, version)?.hash ?? 'ffffffff' }, by: ANN };
  const made: Decision =
    kind === 'request-changes'
      ? { ...base, kind, comment: 'Other headings' }
      : kind === 'edit'
        ? { ...base, kind, edited: { draftId: `e${ids}`, hash: String(ids).padStart(8, 'e') } }
        : kind === 'reject'
          ? { ...base, kind, reason: 'No.' }
          : { ...base, kind };
  const refusal = desk.refusalOf(made);
  if (refusal !== undefined) return refusal.code;
  desk.decide(made, AT);
  return id;
}

function steer(desk: Desk, kind: PlainControlKind): string {
  const control = { id: `control-${(ids += 1)}`, kind, by: OPERATOR };
  const refusal = desk.refusalOfControl({ ...control, by: ANN });
  if (refusal !== undefined) return refusal.code;
  desk.control({ ...control, by: ANN }, AT);
  return 'counted';
}

function refOf(desk: Desk): DraftRef {
  const { version = 0, hash = '' } = desk.current ?? {};
  return { version, hash };
}

describe('the gate of an outline', () => {
  it('comes before anything is written', () => {
    const desk = newDesk();
    expect(desk.next).toEqual({ kind: 'outline', version: 1, commentIds: [] });
    work(desk);
    expect(desk.statusFor(ANN)).toMatchObject({
      stage: 'waiting',
      stopReason: 'outline',
      scores: [],
      decidable: [{ kind: 'outline', version: 1, gate: 'g1' }],
    });
  });

  it('once approved begins the article, and delivers nothing', () => {
    const desk = newDesk();
    work(desk);
    decide(desk, 'approve');
    expect(desk.stage).toBe('drafting');
    expect(desk.approved).toBeUndefined();
    expect(desk.state.decisions).toMatchObject([{ kind: 'approve', version: 1, subject: 'outline' }]);
    expect(desk.next).toMatchObject({ kind: 'write', version: 2, outlineId: 'ds1', commentIds: [] });
    expect(desk.next).not.toHaveProperty('basis');
    work(desk);
    expect(desk.statusFor(ANN)).toMatchObject({ stage: 'waiting', decidable: [{ kind: 'draft', version: 2 }] });
    decide(desk, 'approve');
    expect(desk.approved?.version).toBe(2);
    expect(desk.state.decisions[1]).not.toHaveProperty('subject');
  });

  it('lets people ask for changes of it, which no draft has to heed any more', () => {
    const desk = newDesk();
    work(desk);
    const asked = decide(desk, 'request-changes');
    expect(desk.next).toEqual({ kind: 'outline', version: 2, commentIds: [asked], basis: { draftId: 'ds1' } });
    work(desk);
    decide(desk, 'approve');
    expect(desk.next).toMatchObject({ kind: 'write', version: 3, outlineId: 'ds2', commentIds: [] });
  });

  it('takes a person’s own outline, and asks about it', () => {
    const desk = newDesk();
    work(desk);
    decide(desk, 'edit');
    expect(desk.current).toMatchObject({ version: 2, author: 'person', outline: true });
    expect(desk.stage).toBe('waiting');
    decide(desk, 'approve');
    expect(desk.next).toMatchObject({ kind: 'write', outlineId: desk.state.drafts[1]?.draftId });
  });

  it('ends the article by a rejection or a cancellation', () => {
    const rejected = newDesk();
    work(rejected);
    decide(rejected, 'reject');
    expect(rejected.stage).toBe('rejected');
    const cancelled = newDesk();
    work(cancelled);
    expect(steer(cancelled, 'cancel')).toBe('counted');
    expect(cancelled.stage).toBe('cancelled');
  });

  it('offers nothing to finish with', () => {
    const desk = newDesk();
    work(desk);
    expect(steer(desk, 'finish')).toBe('no-draft-yet');
    expect(desk.statusFor(ANN).controls).not.toContain('finish');
    decide(desk, 'approve');
    expect(steer(desk, 'finish')).toBe('no-draft-yet');
  });

  it('gives way to another outline, and the earlier one still stands until it is there', () => {
    const desk = newDesk();
    work(desk);
    expect(steer(desk, 'another')).toBe('counted');
    expect(desk.next).toEqual({ kind: 'outline', version: 2, variant: 1, commentIds: [] });
    decide(desk, 'approve', 1);
    expect(desk.next).toMatchObject({ kind: 'write', outlineId: 'ds1' });
  });

  it('keeps the outline for another version of the article', () => {
    const desk = newDesk();
    work(desk);
    decide(desk, 'approve');
    work(desk);
    expect(steer(desk, 'another')).toBe('counted');
    expect(desk.next).toMatchObject({ kind: 'write', version: 3, variant: 1, outlineId: 'ds1' });
  });

  it('is no draft that could be brought back, nor a draft one of its outlines', () => {
    const desk = newDesk();
    work(desk);
    decide(desk, 'edit');
    const [first, edited] = desk.state.drafts;
    if (first === undefined || edited === undefined) throw new Error('No outlines');
    const back = (to: DraftRef): Decision => ({
      id: `back-${(ids += 1)}`,
      kind: 'bring-back',
      draft: refOf(desk),
      to: { version: to.version, hash: to.hash },
      edited: { draftId: `copy${ids}`, hash: to.hash },
      by: ANN,
    });
    desk.decide(back(first), AT);
    expect(desk.current).toMatchObject({ version: 3, hash: first.hash, outline: true });
    decide(desk, 'approve');
    work(desk);
    expect(desk.refusalOf(back(edited))).toMatchObject({ code: 'no-such-draft' });
    const draft = desk.current;
    expect(draft && replacedBy(desk.state, draft)).toBeUndefined();
  });

  it('asks even where nobody is asked about the article', () => {
    const desk = newDesk('none');
    work(desk);
    expect(desk.stage).toBe('waiting');
    decide(desk, 'approve');
    work(desk);
    expect(desk.phase).toBe('finishing');
    expect(desk.approved?.version).toBe(2);
  });

  it('never has an outline delivered, whatever people do in whatever order', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('work' as const), score: fc.integer({ min: 0, max: 10 }) }),
      fc.record({
        do: fc.constant('decide' as const),
        kind: fc.constantFrom<Kind>('approve', 'request-changes', 'edit', 'reject'),
        version: fc.integer({ min: 1, max: 6 }),
      }),
      fc.record({
        do: fc.constant('steer' as const),
        kind: fc.constantFrom<PlainControlKind>('pause', 'resume', 'finish', 'another', 'retry'),
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), fc.constantFrom('final', 'every_draft', 'none'), (acts, gate) => {
        const desk = newDesk(gate);
        for (const one of acts) {
          if (one.do === 'work' && desk.phase === 'drafting') work(desk, one.score);
          if (one.do === 'decide') decide(desk, one.kind, one.version);
          if (one.do === 'steer') steer(desk, one.kind);
          if (desk.state.approved !== undefined) expect(desk.approved?.outline).toBeUndefined();
          if (desk.phase === 'finishing') expect(desk.approved).toBeDefined();
          if (desk.state.outline !== undefined) expect(draftOf(desk.state, desk.state.outline)?.outline).toBe(true);
          // Nothing of the article is written before an outline was approved.
          if (desk.state.outline === undefined) expect(desk.state.drafts.every(({ outline }) => outline)).toBe(true);
        }
      }),
    );
  });
});
