import type { ThinkingActivities } from '../protocol/activities.ts';
import { sha256 } from '../storage/draft-store.ts';
import type { Desks } from './create-activities.ts';
import { toFileName } from './file-name.ts';
import { runActivity } from './run-activity.ts';

/** The last hand on the approved draft; the result is the article that is delivered. */
export function createEditArticle({
  editor,
  articles,
  drafts,
  modelCalls,
  outages,
}: Desks): ThinkingActivities['editArticle'] {
  return ({ articleId, step, draftId, keepText }) =>
    runActivity(outages, async (signal) => {
      const [{ request, result }, draft] = await Promise.all([articles.get(articleId), drafts.get(draftId)]);
      if (result !== null) return { sha256: result.sha256 };
      const { title, summary, text } = await editor.edit(
        { request, draft: draft.text, keepText },
        { signal, journal: modelCalls.journal(articleId, step) },
      );
      const finished = { title, summary, text, sha256: sha256(text), fileName: toFileName(title) };
      await articles.saveResult(articleId, finished);
      return { sha256: finished.sha256 };
    });
}
