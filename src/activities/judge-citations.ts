import { placeInPage } from '../lib/quote-in-page.ts';
import type { ThinkingActivities } from '../protocol/activities.ts';
import { citedSentences } from '../protocol/citations.ts';
import type { Note } from '../protocol/evidence.ts';
import type { Evidence } from '../storage/evidence-store.ts';
import type { ActivityTools } from './create-activities.ts';
import { runStep } from './run-step.ts';

/** One call of the model: more sentences than an article of some thousand words cites. */
const MAX_SENTENCES = 80;
/** Before and behind a quote, so that its "it" and its "then" can be understood. */
const AROUND_CHARS = 300;

/** Judges each sentence of a draft that cites notes against what it cites; stores the verdicts with the draft. */
export function createJudgeCitations(tools: ActivityTools): ThinkingActivities['judgeCitations'] {
  const { researcher, evidence, work } = tools;
  return (input) =>
    runStep(tools, input, async (run) => {
      const { articleId, draftId } = input;
      if ((await evidence.findCitations(draftId)) !== undefined) return {};
      const [{ request, draft = '' }, known] = await Promise.all([
        work.read({ articleId, draftId }),
        evidence.read(articleId),
      ]);
      const citations = citedSentences(draft)
        .slice(0, MAX_SENTENCES)
        .map((cited) => ({ ...cited, passages: passagesOf(cited.noteIds, known) }))
        .filter(({ passages }) => passages.length > 0);
      const sentences = citations.length === 0 ? [] : await researcher.judge({ request, citations }, run);
      await evidence.saveCitations(draftId, { sentences });
      return {};
    });
}

function passagesOf(noteIds: readonly string[], { notes, pages }: Evidence): readonly string[] {
  return noteIds.flatMap((id) => {
    const note = notes.find((one) => one.id === id);
    return note === undefined ? [] : [passageOf(note, pages[note.sha256] ?? '')];
  });
}

function passageOf({ quote }: Note, page: string): string {
  const place = placeInPage(quote, page);
  if (place === undefined) return quote;
  return page.slice(Math.max(0, place.from - AROUND_CHARS), place.to + AROUND_CHARS).toWellFormed();
}
