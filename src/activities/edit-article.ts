import type { EditedArticle } from '../agents/agent.ts';
import { asItStands } from '../agents/editor/as-it-stands.ts';
import { addressesIn } from '../agents/writer/citation-faults.ts';
import { toFileName } from '../document/file-name.ts';
import { toRecords, toSections } from '../document/sections/draft-sections.ts';
import { toStorable } from '../lib/storable.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { citesAlike, withFootnotes, withoutCitations } from '../protocol/citations.ts';
import type { Section } from '../protocol/section.ts';
import { makeReceipt } from '../receipt/make-receipt.ts';
import { sha256 } from '../storage/draft-store.ts';
import type { ActivityTools } from './create-activities.ts';
import { learnFromEdits } from './learn-from-edits.ts';
import { runStep } from './run-step.ts';
import { sectionsOfDraft } from '../document/sections/sections-of-draft.ts';

/**
 * The last hand on the approved draft; the result is the edition that is delivered, one for each approved draft, and its receipt. A new
 * edition of a delivered article gets no final edit: nothing is otherwise in it than what was asked for.
 */
export function createEditArticle(tools: ActivityTools): ThinkingActivities['editArticle'] {
  const { editor, drafts, evidence, extras, work, receipts } = tools;
  const issueReceipt = async (articleId: string, draftId: string): Promise<void> => {
    const records = await receipts.records(articleId, draftId);
    await receipts.save(articleId, draftId, makeReceipt(records, COPYDESK_VERSION));
  };
  /** No reason not to deliver. */
  const learned = async (articleId: string): Promise<{ readonly rules?: readonly number[] }> => {
    const rules = await learnFromEdits(tools, articleId).catch(() => []);
    return rules.length === 0 ? {} : { rules };
  };
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId, keepText, keepHeadings = false, withExtras, unedited } = input;
      const known = await work.read({ articleId, draftId });
      const { request, draft = '', edition, hasEvidence, revises } = known;
      if (edition !== undefined) {
        // An earlier run may have ended between the two.
        if (edition.receipt === undefined) await issueReceipt(articleId, draftId);
        return { sha256: edition.sha256, ...(await learned(articleId)) };
      }
      const result: EditedArticle =
        unedited === true || revises !== undefined
          ? { ...asItStands(draft, revises?.title ?? request.topic), ...(revises && { summary: revises.summary }) }
          : await editor.edit({ request, draft, keepText, keepHeadings }, run);
      const { title, summary, text: written, edit } = result;
      const notes = hasEvidence ? (await evidence.read(articleId)).notes : [];
      // Nothing is cited or linked that was not approved so.
      const links = addressesIn(written).every(({ address }) => draft.includes(address));
      const isCitedAlike = links && citesAlike(written, draft);
      const marked = toStorable(isCitedAlike ? written : draft);
      const text = withFootnotes(marked, notes);
      const named = { title: withoutCitations(title), summary: withoutCitations(summary) };
      // Whatever is approved is delivered as it stands now.
      const beside = withExtras === true ? await extras.read(draftId) : [];
      const finished = {
        ...named,
        text,
        sha256: sha256(text),
        fileName: toFileName(named.title, revises?.edition),
        ...(edit !== undefined && isCitedAlike && { edit }),
        ...(beside.length > 0 && { extras: beside }),
      };
      const sections = toRecords(deliveredSections(marked, sectionsOfDraft(known.lineage)));
      const saved = await drafts.saveEdition(articleId, draftId, finished, { marked, sections });
      await issueReceipt(articleId, draftId);
      return { sha256: saved.sha256, ...(await learned(articleId)) };
    });
}

/** The sections of the article: a copy edit makes nobody their author. */
function deliveredSections(text: string, approved: readonly Section[]): readonly Section[] {
  const authors = new Map(approved.map(({ id, author }) => [id, author]));
  return toSections(text, 'agent', approved).map(({ approved: _, ...section }) => ({
    ...section,
    author: authors.get(section.id) ?? section.author,
  }));
}
