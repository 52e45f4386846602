import type { WriteDraftInput } from '../../protocol/activities.ts';
import type { DeskState } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import { bestDraft, newestDraft } from '../../protocol/rules.ts';

/** Ids of the decisions whose comments every later draft has to heed. */
export function commentIds({ decisions }: DeskState): readonly string[] {
  return decisions.filter(({ kind }) => kind === 'request-changes').map(({ id }) => id);
}

export function scores({ drafts }: DeskState): readonly number[] {
  return drafts.flatMap(({ score }) => (score === undefined ? [] : [score]));
}

export function nextVersion(state: DeskState): number {
  return (newestDraft(state)?.version ?? 0) + 1;
}

/** The next draft: what it grows from, and what it has to heed. */
export function assignment(state: DeskState): Omit<WriteDraftInput, 'articleId' | 'step' | 'today' | 'progress'> {
  const basis = bestDraft(state);
  const setbackIds = state.drafts.flatMap(({ version, critiqueId }) =>
    basis !== undefined && version > basis.version && critiqueId !== undefined && version >= state.roundFrom
      ? [critiqueId]
      : [],
  );
  return {
    version: nextVersion(state),
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
