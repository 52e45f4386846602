import { toRecords, toSections } from '../document/sections/draft-sections.ts';
import { joinSections } from '../document/sections/split-sections.ts';
import { toStorable } from '../lib/storable.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import type { LedgerItem } from '../protocol/ledger.ts';
import type { Section } from '../protocol/section.ts';
import type { WrittenLedger } from '../storage/draft-store.ts';
import type { ActivityTools } from './create-activities.ts';
import { evidenceFor } from './evidence-for.ts';
import { holdingComments, standingOf, stillDone } from './ledger.ts';
import { matchingRules } from './matching-rules.ts';
import { originalOf, standingTranslations } from './original-of.ts';
import { runStep } from './run-step.ts';
import { sectionsOfDraft } from '../document/sections/sections-of-draft.ts';

/** Writes the next draft and stores it under its step: a second run finds it there. */
export function createWriteDraft(tools: ActivityTools): ThinkingActivities['writeDraft'] {
  const { writer, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (given) => {
      const { articleId, step, version, variant, basis, setbackIds = [], commentIds, patterns, outlineId } = input;
      const run = { ...given, ...(variant !== undefined && { variant }) };
      const draftId = `${articleId}.${step}`;
      const known = await work.read({
        articleId,
        newDraftId: draftId,
        setbackIds,
        commentIds,
        ...(basis !== undefined && { ...basis, reportIds: basis.factReportIds ?? [] }),
        ...(outlineId !== undefined && { earlierDraftId: outlineId }),
      });
      const { request, newDraftHash, draft, critique, reports, setbacks, earlierDraft: outline } = known;
      const rules = matchingRules(patterns, { topic: [request.topic] });
      if (newDraftHash !== undefined) return { draftId, hash: newDraftHash, ...rules };
      const evidence = known.hasEvidence ? await evidenceFor(articleId, basis?.draftId, tools) : {};
      const original = originalOf(known);
      const { sections, model, ledger, template } = draft === undefined ? await first() : await revised();
      return {
        ...(await drafts.saveWritten({
          draftId,
          articleId,
          version,
          text: joinSections(sections),
          sections: toRecords(sections),
          authorName: model,
          ledger,
          ...(template !== undefined && { template }),
        })),
        ...rules,
      };

      async function first(): Promise<WrittenSections> {
        const order = { request, comments: holdingComments(known) };
        const begun = { items: [], answers: [], superseded: [] };
        if (original !== undefined) {
          const translated = await writer.translate(
            { ...order, original, translated: standingTranslations(known) },
            run,
          );
          return { sections: translated.draft, model: translated.model, ledger: begun };
        }
        const { text, ...written } = await writer.write(
          { ...order, ...evidence, ...(outline !== undefined && { outline }) },
          run,
        );
        return { ...written, sections: toSections(toStorable(text), 'agent'), ledger: begun };
      }

      async function revised(): Promise<WrittenSections> {
        const { open, kept, done } = standingOf(known, basis?.critiqueId);
        const revision = await writer.revise(
          {
            request,
            draft: sectionsOfDraft(known.lineage),
            setbacks,
            factReports: reports,
            open,
            kept,
            ...evidence,
            keepHeadings: outline !== undefined,
            ...(critique !== undefined && { critique }),
            ...(original !== undefined && { original }),
          },
          run,
        );
        const { draft: next, superseded } = revision;
        const gone = new Set(superseded.map(({ item }) => item));
        const answers = [...stillDone(done, next), ...revision.answers].filter(({ item }) => !gone.has(item));
        const isAnswered = ({ id }: LedgerItem): boolean => gone.has(id) || answers.some(({ item }) => item === id);
        return {
          sections: next,
          model: revision.model,
          ledger: { items: [...kept, ...open].filter(isAnswered), answers, superseded },
        };
      }
    });
}

interface WrittenSections {
  readonly sections: readonly Section[];
  /** Who wrote them. */
  readonly model: string;
  readonly ledger: WrittenLedger;
  readonly template?: string;
}
