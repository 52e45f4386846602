import type { FactChecker } from '../agents/agent.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { FACT_CHECK } from '../protocol/adaptive.ts';
import { countVerdicts } from '../protocol/fact-report.ts';
import type { ActivityTools } from './create-activities.ts';
import type { StoredText } from '../storage/work-store.ts';
import { freshPassages } from './fresh-passages.ts';
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
        lineage,
      } = await work.read({ articleId, draftId, factReportId, reportIds: earlierReportIds });
      const report =
        factReport ??
        (await drafts.saveFactReport(
          factReportId,
          draftId,
          await checkerCalled(agent, tools).check(
            { request, draft, scope, earlier: reports, ...writtenByPerson(lineage) },
            run,
          ),
        ));
      return { factReportId, ...countVerdicts(report), ...(report.claims.length === 0 && { isEmpty: true }) };
    });
}

/** Of a person's text, what no agent wrote: of the rest it is known what was found. */
function writtenByPerson(lineage: readonly StoredText[]): { readonly fresh?: string } {
  const [edited] = lineage;
  const last = lineage.at(-1);
  const isEdited = edited?.author === 'person' && last?.author === 'agent';
  return isEdited ? { fresh: freshPassages(edited.text, last.text) } : {};
}

function checkerCalled(agent: string, { factChecker, external }: ActivityTools): FactChecker {
  const checker = agent === FACT_CHECK ? factChecker : external.get(agent);
  if (checker !== undefined) return checker;
  throw new Error(
    `No agent is called ${agent} in this worker's config/agents.yaml (agents.external). Give bots and workers the same config folder.`,
  );
}
