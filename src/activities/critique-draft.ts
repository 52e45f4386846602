import type { ThinkingActivities } from '../protocol/activities.ts';
import type { Critique } from '../protocol/critique.ts';
import type { ActivityTools } from './create-activities.ts';
import { answersOn, holdingComments } from './ledger.ts';
import { matchingRules } from './matching-rules.ts';
import { givesOrders, materialOf } from './orders-to-models.ts';
import { runStep } from './run-step.ts';
import { sectionsOfDraft } from './sections-of-draft.ts';
import { isRepeated } from './same-weakness.ts';

/** Criticises a draft and stores what was said under its step. Of two runs the first one's score counts. */
export function createCritiqueDraft(tools: ActivityTools): ThinkingActivities['critiqueDraft'] {
  const { critic, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, draftId, commentIds, earlierCritiqueId, patterns } = input;
      const critiqueId = `${articleId}.${step}`;
      const known = await work.read({
        articleId,
        draftId,
        critiqueId,
        commentIds,
        ...(earlierCritiqueId !== undefined && { earlierCritiqueId }),
      });
      const { request, draft = '', critique: stored, earlierCritique } = known;
      const comments = holdingComments(known);
      const critique = stored ?? (await drafts.saveCritique(critiqueId, draftId, await criticised()));
      return {
        critiqueId,
        score: critique.score,
        factsQuestionable: critique.factsQuestionable,
        ...(earlierCritique !== undefined && isRepeated(critique, earlierCritique) && { repeats: true }),
        ...(givesOrders(materialOf(request, draft, comments)) && { suspect: true }),
        ...matchingRules(patterns, { topic: [request.topic], weakness: critique.weaknesses }),
      };

      async function criticised(): Promise<Critique> {
        const answers = answersOn(known);
        const judged = comments.map((comment) => {
          const answer = answers.find(({ item }) => item === comment.id);
          return { ...comment, ...(answer !== undefined && { answer }) };
        });
        return await critic.critique({ request, draft: sectionsOfDraft(known.lineage), comments: judged }, run);
      }
    });
}
