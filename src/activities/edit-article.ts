import type { ThinkingActivities } from '../protocol/activities.ts';
import { sha256 } from '../storage/draft-store.ts';
import { toStorable } from '../lib/storable.ts';
import type { ActivityTools } from './create-activities.ts';
import { toFileName } from './file-name.ts';
import { runStep } from './run-step.ts';

/** The last hand on the approved draft; the result is the edition that is delivered, one for each approved draft. */
export function createEditArticle(tools: ActivityTools): ThinkingActivities['editArticle'] {
  const { editor, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId, keepText } = input;
      const { request, draft = '', edition } = await work.read({ articleId, draftId });
      if (edition !== undefined) return { sha256: edition.sha256 };
      const { title, summary, text: written } = await editor.edit({ request, draft, keepText }, run);
      const text = toStorable(written);
      const finished = { title, summary, text, sha256: sha256(text), fileName: toFileName(title) };
      return { sha256: (await drafts.saveEdition(articleId, draftId, finished)).sha256 };
    });
}
