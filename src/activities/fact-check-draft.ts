import type { ThinkingActivities } from '../protocol/activities.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** Checks the claims of a draft and stores the report under its step. */
export function createFactCheckDraft(tools: ActivityTools): ThinkingActivities['factCheckDraft'] {
  const { factChecker, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, draftId } = input;
      const factReportId = `${articleId}.${step}`;
      const { request, draft = '', factReport } = await work.read({ articleId, draftId, factReportId });
      if (factReport === undefined)
        await drafts.saveFactReport(factReportId, draftId, await factChecker.check({ request, draft }, run));
      return { factReportId };
    });
}
