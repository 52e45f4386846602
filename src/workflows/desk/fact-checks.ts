import type { FactCheckDraftInput, WrittenFactReport } from '../../protocol/activities.ts';
import type { DeskState } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import { needsPerson } from '../../protocol/rules.ts';
import { reportsOn } from './drafts.ts';

/** What has to be looked into before a draft goes on. */
export type FactCheck = Pick<FactCheckDraftInput, 'scope' | 'earlierReportIds'>;

/** What was found wrong once is looked for in every later draft, whether the critic doubts that one or not. */
export function dueFactCheck({ drafts }: DeskState, draft: DraftRecord): FactCheck | undefined {
  if (draft.factReportId !== undefined) return undefined;
  const earlierReportIds = drafts
    .filter((earlier) => earlier.version < draft.version && needsPerson(earlier))
    .flatMap(reportsOn);
  if (draft.doubtful === true) return { scope: 'claims', earlierReportIds };
  return earlierReportIds.length === 0 ? undefined : { scope: 'earlier', earlierReportIds };
}

/** What a report changes about its draft. */
export function withReport(draft: DraftRecord, report: WrittenFactReport): DraftRecord {
  const { factReportId } = report;
  const ids = [...reportsOn(draft), factReportId];
  const counts = {
    contradicted: (draft.contradicted ?? 0) + report.contradicted,
    remembered: (draft.remembered ?? 0) + report.remembered,
    unresolved: (draft.unresolved ?? 0) + report.unresolved,
  };
  return {
    ...draft,
    factReportId,
    ...(ids.length > 1 && { factReportIds: ids }),
    ...(counts.contradicted > 0 && { contradicted: counts.contradicted }),
    ...(counts.remembered > 0 && { remembered: counts.remembered }),
    ...(counts.unresolved > 0 && { unresolved: counts.unresolved }),
  };
}
