import type { ThinkingActivities } from '../protocol/activities.ts';
import type { Desks } from './create-activities.ts';
import { runActivity } from './run-activity.ts';

/** Checks the claims of a draft and stores the report under its step. */
export function createFactCheckDraft({
  factChecker,
  articles,
  drafts,
  modelCalls,
  outages,
}: Desks): ThinkingActivities['factCheckDraft'] {
  return ({ articleId, step, draftId }) =>
    runActivity(outages, async (signal) => {
      const factReportId = `${articleId}.${step}`;
      const [{ request }, draft, stored] = await Promise.all([
        articles.get(articleId),
        drafts.get(draftId),
        drafts.findFactReport(factReportId),
      ]);
      if (stored !== undefined) return { factReportId };
      const report = await factChecker.check(
        { request, draft: draft.text },
        { signal, journal: modelCalls.journal(articleId, step) },
      );
      await drafts.saveFactReport(factReportId, draftId, report);
      return { factReportId };
    });
}
