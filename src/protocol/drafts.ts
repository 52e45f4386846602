import type { WriteDraftInput, WriteOutlineInput } from './activities.ts';
import type { DeskState, LoopState } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import { articleDrafts, bestDraft, draftOf, newestDraft } from './rules.ts';
import type { LoopRules } from './settings.ts';

/** Ids of the decisions whose comments every later draft has to heed: what was said of an outline is settled with its approval. */
export function commentIds(state: LoopState): readonly string[] {
  return requestsOn(state, (draft) => draft?.outline !== true);
}

function requestsOn(state: LoopState, isMeant: (draft: DraftRecord | undefined) => boolean): readonly string[] {
  return state.decisions
    .filter(({ kind, version }) => kind === 'request-changes' && isMeant(draftOf(state, version)))
    .map(({ id }) => id);
}

/** What an outline is written by. */
export type OutlineAssignment = Pick<WriteOutlineInput, 'version' | 'variant' | 'commentIds' | 'basis'>;

/** The next outline: it grows from the one that people sent back, and has to heed all that they said of outlines. */
export function outlineAssignment(state: LoopState): OutlineAssignment {
  const version = nextVersion(state);
  const { variant } = state;
  const basis = state.anewFrom === version ? undefined : state.drafts.findLast(({ outline }) => outline === true);
  return {
    version,
    ...(variant !== undefined && { variant }),
    commentIds: requestsOn(state, (draft) => draft?.outline === true),
    ...(basis !== undefined && { basis: { draftId: basis.draftId } }),
  };
}

/** Whether people are to be asked about an outline before anything is written. */
export function wantsOutline(state: LoopState, { approval }: Pick<LoopRules, 'approval'>): boolean {
  // A new edition begins with what was delivered.
  return approval.outline === true && state.outline === undefined && articleDrafts(state).length === 0;
}

export function scores({ drafts }: LoopState): readonly number[] {
  return drafts.flatMap(({ score }) => (score === undefined ? [] : [score]));
}

export function nextVersion(state: LoopState): number {
  return (newestDraft(state)?.version ?? 0) + 1;
}

/** What a draft is written by. */
export type Assignment = Pick<
  WriteDraftInput,
  'version' | 'variant' | 'commentIds' | 'setbackIds' | 'basis' | 'outlineId'
>;

/** The draft that this one grew from. */
export function basisOf(state: LoopState, version: number): DraftRecord | undefined {
  if (state.anewFrom === version) return undefined;
  return bestDraft({ ...state, drafts: state.drafts.filter((draft) => draft.version < version) });
}

/** The critique of the draft that this one grew from, in the same round. */
export function earlierCritiqueId(state: LoopState, version: number): string | undefined {
  const basis = basisOf(state, version);
  return basis !== undefined && basis.version >= state.roundFrom ? basis.critiqueId : undefined;
}

/** The next draft: what it grows from, and what it has to heed. */
export function assignment(state: LoopState): Assignment {
  const version = nextVersion(state);
  const { variant } = state;
  const basis = state.anewFrom === version ? undefined : bestDraft(state);
  const setbackIds = state.drafts.flatMap(({ version: of, critiqueId }) =>
    basis !== undefined && of > basis.version && critiqueId !== undefined && of >= state.roundFrom ? [critiqueId] : [],
  );
  return {
    version,
    ...(variant !== undefined && { variant }),
    commentIds: commentIds(state),
    ...(setbackIds.length > 0 && { setbackIds }),
    ...outlineOf(state),
    ...(basis !== undefined && {
      basis: {
        draftId: basis.draftId,
        ...(basis.critiqueId !== undefined && { critiqueId: basis.critiqueId }),
        ...(basis.factReportId !== undefined && { factReportIds: reportsOn(basis) }),
      },
    }),
  };
}

/** Along which outline people want the article to be. */
function outlineOf(state: LoopState): Pick<Assignment, 'outlineId'> {
  const outlineId = draftOf(state, state.outline)?.draftId;
  return outlineId === undefined ? {} : { outlineId };
}

/** Every report about a draft. */
export function reportsOn({ factReportId, factReportIds }: DraftRecord): readonly string[] {
  return factReportIds ?? (factReportId === undefined ? [] : [factReportId]);
}

export function withDraft(state: DeskState, draft: DraftRecord): DeskState {
  return { ...state, drafts: [...state.drafts, draft] };
}

export function withDraftAmended(state: DeskState, version: number, change: Partial<DraftRecord>): DeskState {
  return {
    ...state,
    drafts: state.drafts.map((draft) => (draft.version === version ? { ...draft, ...change } : draft)),
  };
}
