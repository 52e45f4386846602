import type { ThinkingActivities } from '../protocol/activities.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** Criticises a draft and stores what was said under its step. Of two runs the first one's score counts. */
export function createCritiqueDraft(tools: ActivityTools): ThinkingActivities['critiqueDraft'] {
  const { critic, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, draftId, commentIds } = input;
      const critiqueId = `${articleId}.${step}`;
      const {
        request,
        draft = '',
        critique,
        comments,
      } = await work.read({ articleId, draftId, critiqueId, commentIds });
      const { score, factsQuestionable } =
        critique ??
        (await drafts.saveCritique(critiqueId, draftId, await critic.critique({ request, draft, comments }, run)));
      return { critiqueId, score, factsQuestionable };
    });
}
