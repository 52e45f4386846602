import { addressesIn } from '../agents/writer/citation-faults.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { citesAlike, withFootnotes, withoutCitations } from '../protocol/citations.ts';
import { sha256 } from '../storage/draft-store.ts';
import { toStorable } from '../lib/storable.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import { makeReceipt } from '../receipt/make-receipt.ts';
import type { ActivityTools } from './create-activities.ts';
import type { EditedArticle } from '../agents/agent.ts';
import { asItStands } from '../agents/editor/as-it-stands.ts';
import { toFileName } from './file-name.ts';
import { runStep } from './run-step.ts';

/** The last hand on the approved draft; the result is the edition that is delivered, one for each approved draft, and its receipt. */
export function createEditArticle(tools: ActivityTools): ThinkingActivities['editArticle'] {
  const { editor, drafts, evidence, work, receipts } = tools;
  const issueReceipt = async (articleId: string, draftId: string): Promise<void> => {
    const records = await receipts.records(articleId, draftId);
    await receipts.save(articleId, draftId, makeReceipt(records, COPYDESK_VERSION));
  };
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId, keepText, unedited } = input;
      const { request, draft = '', edition, hasEvidence } = await work.read({ articleId, draftId });
      if (edition !== undefined) {
        // An earlier run may have ended between the two.
        if (edition.receipt === undefined) await issueReceipt(articleId, draftId);
        return { sha256: edition.sha256 };
      }
      const result: EditedArticle =
        unedited === true ? asItStands(draft, request.topic) : await editor.edit({ request, draft, keepText }, run);
      const { title, summary, text: written, edit } = result;
      const notes = hasEvidence ? (await evidence.read(articleId)).notes : [];
      // Nothing is cited or linked that was not approved so.
      const links = addressesIn(written).every(({ address }) => draft.includes(address));
      const isCitedAlike = links && citesAlike(written, draft);
      const text = toStorable(withFootnotes(isCitedAlike ? written : draft, notes));
      const named = { title: withoutCitations(title), summary: withoutCitations(summary) };
      const finished = {
        ...named,
        text,
        sha256: sha256(text),
        fileName: toFileName(named.title),
        ...(edit !== undefined && isCitedAlike && { edit }),
      };
      const saved = await drafts.saveEdition(articleId, draftId, finished);
      await issueReceipt(articleId, draftId);
      return { sha256: saved.sha256 };
    });
}
