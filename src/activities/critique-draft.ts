import type { CritiqueInput } from '../agents/agent.ts';
import type { KnownPage } from '../agents/critic/measure.ts';
import { givesOrders, materialOf } from '../agents/orders-to-models.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import type { Work } from '../storage/work-store.ts';
import type { ActivityTools } from './create-activities.ts';
import { answersOn, holdingComments } from './ledger.ts';
import { matchingRules } from './matching-rules.ts';
import { originalOf } from './original-of.ts';
import { runStep } from './run-step.ts';
import { sectionsOfDraft } from '../document/sections/sections-of-draft.ts';
import { isRepeated } from './same-weakness.ts';

/** Criticises a draft and stores what was said under its step. Of two runs the first one's score counts. */
export function createCritiqueDraft(tools: ActivityTools): ThinkingActivities['critiqueDraft'] {
  const { critic, drafts, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, step, draftId, commentIds, earlierCritiqueId, earlier, factReportIds = [], patterns } = input;
      const critiqueId = `${articleId}.${step}`;
      const lastCritiqueId = earlier?.critiqueId ?? earlierCritiqueId;
      const known = await work.read({
        articleId,
        draftId,
        critiqueId,
        commentIds,
        reportIds: factReportIds,
        ...(lastCritiqueId !== undefined && { earlierCritiqueId: lastCritiqueId }),
        ...(earlier !== undefined && { earlierDraftId: earlier.draftId }),
      });
      const { request, draft = '', critique: stored, earlierCritique } = known;
      const comments = holdingComments(known);
      const critique =
        stored ??
        (await drafts.saveCritique(
          critiqueId,
          draftId,
          await critic.critique({ ...materialFor(known), pages: await pagesFor(articleId, draft, tools) }, run),
        ));
      const isSameRound = earlierCritiqueId !== undefined && earlierCritique !== undefined;
      return {
        critiqueId,
        score: critique.score,
        factsQuestionable: critique.factsQuestionable,
        ...(isSameRound && isRepeated(critique, earlierCritique) && { repeats: true }),
        ...(givesOrders(materialOf(request, draft, comments)) && { suspect: true }),
        ...matchingRules(patterns, { topic: [request.topic], weakness: critique.weaknesses }),
      };
    });
}

/** All that is known of a draft, and what its writer says of the comments and suggestions that it was given. */
function materialFor(known: Work): CritiqueInput {
  const { request, lineage, ledger, reports, earlierDraft, earlierCritique } = known;
  const original = originalOf(known);
  const answers = answersOn(known);
  const answerTo = (id: string) => answers.find(({ item }) => item === id);
  return {
    request,
    draft: sectionsOfDraft(lineage),
    comments: holdingComments(known).map((comment) => {
      const answer = answerTo(comment.id);
      return { ...comment, ...(answer !== undefined && { answer }) };
    }),
    suggestions: ledger.flatMap(({ id, kind, text }) => {
      const answer = kind === 'suggestion' ? answerTo(id) : undefined;
      return answer === undefined ? [] : [{ text, answer }];
    }),
    factReports: reports,
    ...(original !== undefined && { original }),
    earlier: {
      ...(earlierDraft !== undefined && { draft: earlierDraft }),
      ...(earlierCritique !== undefined && { critique: earlierCritique }),
    },
  };
}

/** Pages that were looked at before anything was written; for a critique none is. */
async function pagesFor(articleId: string, draft: string, { evidence }: ActivityTools): Promise<readonly KnownPage[]> {
  if (!/https?:\/\//.test(draft)) return [];
  const reports = await evidence.reports(articleId);
  const page = (address: string | undefined, state: string): readonly KnownPage[] =>
    address === undefined ? [] : [{ address, state }];
  return reports.flatMap(({ read, failed }) => [
    ...read.flatMap(({ address }) => page(address, 'read')),
    ...failed.flatMap(({ address, fault }) => page(address, `could not be read: ${fault}`)),
  ]);
}
