import type { ThinkingActivities } from '../protocol/activities.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** Writes the next draft and stores it under its step: a second run finds it there. */
export function createWriteDraft(tools: ActivityTools): ThinkingActivities['writeDraft'] {
  const { writer, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, version, basis, setbackIds = [], commentIds } = input;
      const draftId = `${articleId}.${step}`;
      const { request, newDraftHash, draft, critique, factReport, setbacks, comments } = await work.read({
        articleId,
        newDraftId: draftId,
        setbackIds,
        commentIds,
        ...basis,
      });
      if (newDraftHash !== undefined) return { draftId, hash: newDraftHash };
      const { text } =
        draft === undefined
          ? await writer.write({ request, comments }, run)
          : await writer.revise(
              {
                request,
                draft,
                comments,
                setbacks,
                ...(critique !== undefined && { critique }),
                ...(factReport !== undefined && { factReport }),
              },
              run,
            );
      return await drafts.saveWritten({ draftId, articleId, version, text, authorName: writer.model });
    });
}
