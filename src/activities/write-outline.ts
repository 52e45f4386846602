import { toRecords, toSections } from '../document/sections/draft-sections.ts';
import { toStorable } from '../lib/storable.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import type { ActivityTools } from './create-activities.ts';
import { evidenceFor } from './evidence-for.ts';
import { runStep } from './run-step.ts';

/** Plans the article for people, and stores the plan under its step as a draft is stored: a second run finds it there. */
export function createWriteOutline(tools: ActivityTools): ThinkingActivities['writeOutline'] {
  const { writer, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (given) => {
      const { articleId, step, version, variant, basis, commentIds } = input;
      const run = { ...given, ...(variant !== undefined && { variant }) };
      const draftId = `${articleId}.${step}`;
      const known = await work.read({
        articleId,
        newDraftId: draftId,
        commentIds,
        ...(basis !== undefined && { draftId: basis.draftId }),
      });
      const { request, comments, newDraftHash, draft: earlier } = known;
      if (newDraftHash !== undefined) return { draftId, hash: newDraftHash };
      const evidence = known.hasEvidence ? await evidenceFor(articleId, undefined, tools) : {};
      const { text, model, template } = await writer.outline(
        { request, comments, ...evidence, ...(earlier !== undefined && { earlier }) },
        run,
      );
      const sections = toSections(toStorable(text), 'agent');
      return await drafts.saveWritten({
        draftId,
        articleId,
        version,
        text: toStorable(text),
        sections: toRecords(sections),
        authorName: model,
        ledger: { items: [], answers: [], superseded: [] },
        ...(template !== undefined && { template }),
      });
    });
}
