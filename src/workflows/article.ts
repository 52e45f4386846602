import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  workflowInfo,
} from '@temporalio/workflow';
import type { ArticleInput, ArticleOutcome, Step } from '../protocol/article.ts';
import { parseArticleInput } from '../protocol/parse.ts';
import { deliveringActivities, record, thinkingActivities } from './activities.ts';
import { ArticleThread } from './article-thread.ts';
import { Desk } from './desk.ts';
import { mustParse, toFailure } from './failures.ts';
import { listenToPeople } from './people.ts';

/**
 * One article, from the request to its delivery. Settings come with the input, texts never do.
 * @throws {ApplicationFailure} `Malformed` when the input is none.
 */
export async function article(given: ArticleInput): Promise<ArticleOutcome> {
  const input = mustParse(parseArticleInput(given));
  const { articleId, settings, threads } = input;
  const desk = new Desk(input);
  const think = thinkingActivities(settings);
  const thread = new ArticleThread(desk, input, deliveringActivities(settings, threads[0].platform));

  /** What is being done now, so that a person's decision can stop it. */
  let work: CancellationScope | undefined;
  /** Decisions are written down one after another, and before the next step reads them. */
  let records = Promise.resolve();

  listenToPeople({
    desk,
    thread,
    record: (decision) => {
      const known = desk.state.decisions.map(({ id }) => id);
      records = records.then(() =>
        CancellationScope.nonCancellable(() => record.recordDecision({ articleId, ...decision, known })),
      );
    },
    interrupt: () => work?.cancel(),
  });
  // Cancellation from outside is heard by listenToPeople; the article still says goodbye.
  return await CancellationScope.nonCancellable(async () => {
    if (input.desk === undefined) {
      const { desk: _, ...opening } = input;
      await record.openArticle(opening);
    }
    for (;;) {
      thread.show();
      switch (desk.phase) {
        case 'drafting':
          await interruptible(writeNextDraft);
          break;
        case 'gate':
          await waitForDecision();
          break;
        case 'finishing':
          await interruptible(finish);
          break;
        case 'delivered':
        case 'rejected':
        case 'cancelled':
          return await close();
        default:
          desk.phase satisfies never;
      }
    }
  });

  async function writeNextDraft(): Promise<void> {
    const assignment = desk.assignment();
    const draft = desk.addDraft(await attempt('writing', () => think.writeDraft(assignment)));
    thread.sayDraft(draft, { kind: 'draft', buttons: true });

    const { draftId, version } = draft;
    const step = desk.nextStep();
    const critique = await attempt('critiquing', () =>
      think.critiqueDraft({ articleId, step, draftId, commentIds: desk.commentIds }),
    );
    desk.addCritique(version, critique);
    thread.say({ kind: 'critique', version, critiqueId: critique.critiqueId });

    if (critique.factsQuestionable) {
      const checkStep = desk.nextStep();
      const { factReportId } = await attempt('fact-checking', () =>
        think.factCheckDraft({ articleId, step: checkStep, draftId }),
      );
      desk.addFactReport(version, factReportId);
      thread.say({ kind: 'fact-report', version, factReportId });
    }
    desk.concludeIteration();
    thread.sayGate();
  }

  /** Hours, days, weeks: the history is cut here, where nothing is under way. */
  async function waitForDecision(): Promise<void> {
    const mayContinue = (): boolean => workflowInfo().continueAsNewSuggested && thread.idle && allHandlersFinished();
    await condition(() => desk.phase !== 'gate' || mayContinue());
    await records;
    if (desk.phase === 'gate' && mayContinue())
      await makeContinueAsNewFunc<typeof article>({})({ ...input, desk: desk.state });
  }

  async function finish(): Promise<void> {
    const { chosen } = desk;
    if (chosen === undefined) return;
    const step = desk.nextStep();
    await attempt('editing', () =>
      think.editArticle({ articleId, step, draftId: chosen.draftId, keepText: chosen.author === 'person' }),
    );
    thread.say({ kind: 'final', version: chosen.version });
    desk.deliver();
  }

  /** The last words are out, or given up: while they cannot be delivered, a person may still cancel. */
  async function close(): Promise<ArticleOutcome> {
    await thread.flush();
    await records;
    const stage = desk.phase === 'delivered' || desk.phase === 'rejected' ? desk.phase : 'cancelled';
    const outcome: ArticleOutcome = {
      articleId,
      stage,
      ...(stage === 'delivered' && desk.chosen !== undefined && { version: desk.chosen.version }),
    };
    await record.closeArticle(outcome);
    await condition(allHandlersFinished);
    return outcome;
  }

  /** Does a piece of work that people may make pointless, unless the article is paused. */
  async function interruptible(task: () => Promise<void>): Promise<void> {
    const scope = new CancellationScope({ cancellable: true });
    work = scope;
    try {
      await scope.run(async () => {
        await condition(() => !desk.state.paused);
        await records;
        await task();
      });
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      work = undefined;
      desk.step = undefined;
    }
  }

  /** Runs an activity until it succeeds; when its attempts are used up, people choose how to go on. */
  async function attempt<T>(step: Step, run: () => Promise<T>): Promise<T> {
    for (;;) {
      await condition(() => !desk.state.paused);
      desk.step = step;
      thread.show();
      try {
        return await run();
      } catch (error) {
        if (isCancellation(error)) throw error;
        const failure = toFailure(step, error);
        desk.fail(failure);
        thread.sayFailure(failure);
        thread.show();
        await condition(() => desk.state.failure === undefined);
      }
    }
  }
}
