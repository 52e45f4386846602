import type { ThinkingActivities } from '../protocol/activities.ts';
import { toRecords, toSections } from '../document/sections/draft-sections.ts';
import { toStorable } from '../lib/storable.ts';
import type { ActivityTools } from './create-activities.ts';
import { matchingRules } from './matching-rules.ts';
import { runStep } from './run-step.ts';
import { sectionsOfDraft } from './sections-of-draft.ts';

/** Writes the next draft and stores it under its step: a second run finds it there. */
export function createWriteDraft(tools: ActivityTools): ThinkingActivities['writeDraft'] {
  const { writer, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (given) => {
      const { articleId, step, version, variant, basis, setbackIds = [], commentIds, patterns } = input;
      const run = { ...given, ...(variant !== undefined && { variant }) };
      const draftId = `${articleId}.${step}`;
      const { request, newDraftHash, draft, lineage, critique, reports, setbacks, comments } = await work.read({
        articleId,
        newDraftId: draftId,
        setbackIds,
        commentIds,
        ...(basis !== undefined && { ...basis, reportIds: basis.factReportIds ?? [] }),
      });
      const rules = matchingRules(patterns, { topic: [request.topic] });
      if (newDraftHash !== undefined) return { draftId, hash: newDraftHash, ...rules };
      const { text, model } =
        draft === undefined
          ? await writer.write({ request, comments }, run)
          : await writer.revise(
              {
                request,
                draft,
                comments,
                setbacks,
                factReports: reports,
                ...(critique !== undefined && { critique }),
              },
              run,
            );
      const sections = toRecords(toSections(toStorable(text), 'agent', sectionsOfDraft(lineage)));
      return {
        ...(await drafts.saveWritten({ draftId, articleId, version, text, sections, authorName: model })),
        ...rules,
      };
    });
}
