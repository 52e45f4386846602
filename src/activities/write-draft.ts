import { toRecords, toSections } from '../document/sections/draft-sections.ts';
import { joinSections } from '../document/sections/split-sections.ts';
import { toStorable } from '../lib/storable.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { type LedgerItem, suggestionItems } from '../protocol/ledger.ts';
import type { Section } from '../protocol/section.ts';
import type { Work } from '../storage/work-store.ts';
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
      const known = await work.read({
        articleId,
        newDraftId: draftId,
        setbackIds,
        commentIds,
        ...(basis !== undefined && { ...basis, reportIds: basis.factReportIds ?? [] }),
      });
      const { request, newDraftHash, draft, critique, reports, setbacks, comments } = known;
      const rules = matchingRules(patterns, { topic: [request.topic] });
      if (newDraftHash !== undefined) return { draftId, hash: newDraftHash, ...rules };
      const { sections, model } = draft === undefined ? await first() : await revised();
      return {
        ...(await drafts.saveWritten({
          draftId,
          articleId,
          version,
          text: joinSections(sections),
          sections: toRecords(sections),
          authorName: model,
        })),
        ...rules,
      };

      async function first(): Promise<WrittenSections> {
        const { text, model: author } = await writer.write({ request, comments }, run);
        return { sections: toSections(toStorable(text), 'agent'), model: author };
      }

      async function revised(): Promise<WrittenSections> {
        const { draft: next, model: author } = await writer.revise(
          {
            request,
            draft: sectionsOfDraft(known.lineage),
            setbacks,
            factReports: reports,
            ...standing(known, basis?.critiqueId),
            ...(critique !== undefined && { critique }),
          },
          run,
        );
        return { sections: next, model: author };
      }
    });
}

interface WrittenSections {
  readonly sections: readonly Section[];
  /** Who wrote them. */
  readonly model: string;
}

/** What the draft has not done yet: what was asked of it or a later one, and what its critic suggests. */
function standing(
  { comments, critique, lineage }: Work,
  critiqueId: string | undefined,
): { readonly open: readonly LedgerItem[]; readonly kept: readonly LedgerItem[] } {
  const version = lineage[0]?.version ?? 0;
  const items = comments.map((comment): LedgerItem => ({ kind: 'comment', ...comment }));
  const suggested =
    critique === undefined || critiqueId === undefined ? [] : suggestionItems(critiqueId, critique, version);
  return {
    open: [...items.filter(({ onVersion }) => onVersion >= version), ...suggested],
    kept: items.filter(({ onVersion }) => onVersion < version),
  };
}
