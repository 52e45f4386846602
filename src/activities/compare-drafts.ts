import type { ThinkingActivities } from '../protocol/activities.ts';
import type { ActivityTools } from './create-activities.ts';
import { holdingComments } from './ledger.ts';
import { originalOf } from './original-of.ts';
import { runStep } from './run-step.ts';

/** Compares a draft with the best one until then. Nothing is stored but the answers, in the journal of the step: run again, it asks nobody. */
export function createCompareDrafts(tools: ActivityTools): ThinkingActivities['compareDrafts'] {
  const { critic, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId, standing, commentIds } = input;
      const known = await work.read({ articleId, draftId, commentIds, earlierDraftId: standing.draftId });
      const { request, draft = '', earlierDraft = '' } = known;
      const comments = holdingComments(known);
      const original = originalOf(known);
      const pair = { request, draft, standing: earlierDraft, comments };
      return { won: await critic.isBetter({ ...pair, ...(original !== undefined && { original }) }, run) };
    });
}
