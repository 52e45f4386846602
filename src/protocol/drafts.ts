import type { WriteDraftInput } from './activities.ts';
import type { DeskState, LoopState } from './desk-state.ts';
import type { DraftRecord } from './draft.ts';
import { bestDraft, newestDraft } from './rules.ts';

/** Ids of the decisions whose comments every later draft has to heed. */
export function commentIds({ decisions }: LoopState): readonly string[] {
  return decisions.filter(({ kind }) => kind === 'request-changes').map(({ id }) => id);
}

export function scores({ drafts }: LoopState): readonly number[] {
  return drafts.flatMap(({ score }) => (score === undefined ? [] : [score]));
}

export function nextVersion(state: LoopState): number {
  return (newestDraft(state)?.version ?? 0) + 1;
}

/** What a draft is written by. */
export type Assignment = Pick<WriteDraftInput, 'version' | 'variant' | 'commentIds' | 'setbackIds' | 'basis'>;

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
    ...(basis !== undefined && {
      basis: {
        draftId: basis.draftId,
        ...(basis.critiqueId !== undefined && { critiqueId: basis.critiqueId }),
        ...(basis.factReportId !== undefined && { factReportIds: reportsOn(basis) }),
      },
    }),
  };
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
