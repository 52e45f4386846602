import type { ThinkingActivities } from '../protocol/activities.ts';
import type { Desks } from './create-activities.ts';
import { runActivity } from './run-activity.ts';

/** Criticises a draft and stores what was said under its step. */
export function createCritiqueDraft({
  critic,
  articles,
  drafts,
  decisions,
  modelCalls,
  outages,
}: Desks): ThinkingActivities['critiqueDraft'] {
  return ({ articleId, step, draftId, commentIds }) =>
    runActivity(outages, async (signal) => {
      const critiqueId = `${articleId}.${step}`;
      const [{ request }, draft, stored, comments] = await Promise.all([
        articles.get(articleId),
        drafts.get(draftId),
        drafts.findCritique(critiqueId),
        decisions.comments(commentIds),
      ]);
      const critique =
        stored ??
        (await critic.critique(
          { request, draft: draft.text, comments },
          { signal, journal: modelCalls.journal(articleId, step) },
        ));
      if (stored === undefined) await drafts.saveCritique(critiqueId, draftId, critique);
      return { critiqueId, score: critique.score, factsQuestionable: critique.factsQuestionable };
    });
}
