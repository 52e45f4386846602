import { draftHash } from '../protocol/draft.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import type { Desks } from './create-activities.ts';
import { runActivity } from './run-activity.ts';

/** Writes the next draft and stores it under its step: a second run finds it there. */
export function createWriteDraft({
  writer,
  articles,
  drafts,
  decisions,
  modelCalls,
  outages,
}: Desks): ThinkingActivities['writeDraft'] {
  return ({ articleId, step, version, basis, setbackIds = [], commentIds }) =>
    runActivity(outages, async (signal) => {
      const draftId = `${articleId}.${step}`;
      const [{ request }, written, comments] = await Promise.all([
        articles.get(articleId),
        drafts.find(draftId),
        decisions.comments(commentIds),
      ]);
      if (written !== undefined) return { draftId, hash: draftHash(written.sha256) };
      const run = { signal, journal: modelCalls.journal(articleId, step) };
      if (basis === undefined) {
        const { text } = await writer.write({ request, comments }, run);
        return await drafts.saveWritten({ draftId, articleId, version, text, authorName: writer.model });
      }
      const [draft, critique, factReport, setbacks] = await Promise.all([
        drafts.get(basis.draftId),
        basis.critiqueId === undefined ? undefined : drafts.findCritique(basis.critiqueId),
        basis.factReportId === undefined ? undefined : drafts.findFactReport(basis.factReportId),
        Promise.all(setbackIds.map((critiqueId) => drafts.findCritique(critiqueId))),
      ]);
      const { text } = await writer.revise(
        {
          request,
          draft: draft.text,
          comments,
          setbacks: setbacks.filter((setback) => setback !== undefined),
          ...(critique !== undefined && { critique }),
          ...(factReport !== undefined && { factReport }),
        },
        run,
      );
      return await drafts.saveWritten({ draftId, articleId, version, text, authorName: writer.model });
    });
}
