import type { FactChecker } from '../agents/agent.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { FACT_CHECK } from '../protocol/adaptive.ts';
import { countVerdicts } from '../protocol/fact-report.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** Checks the claims of a draft, and whether it still says what was found wrong before; stores the report under its step. */
export function createFactCheckDraft(tools: ActivityTools): ThinkingActivities['factCheckDraft'] {
  const { drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, draftId, agent, scope, earlierReportIds } = input;
      const factReportId = `${articleId}.${step}`;
      const {
        request,
        draft = '',
        factReport,
        reports,
      } = await work.read({ articleId, draftId, factReportId, reportIds: earlierReportIds });
      const report =
        factReport ??
        (await drafts.saveFactReport(
          factReportId,
          draftId,
          await checkerCalled(agent, tools).check({ request, draft, scope, earlier: reports }, run),
        ));
      return { factReportId, ...countVerdicts(report) };
    });
}

function checkerCalled(agent: string, { factChecker, external }: ActivityTools): FactChecker {
  const checker = agent === FACT_CHECK ? factChecker : external.get(agent);
  if (checker !== undefined) return checker;
  throw new Error(
    `No agent is called ${agent} in this worker's config/agents.yaml (agents.external). Give bots and workers the same config folder.`,
  );
}
