import {
  CancellationScope,
  CancelledFailure,
  condition,
  ContinueAsNew,
  isCancellation,
  log,
  sleep,
} from '@temporalio/workflow';
import type { Progress, StepOutcome } from '../protocol/activities.ts';
import type { ArticleInput, Step } from '../protocol/article.ts';
import type { BudgetRaise, BudgetReached } from '../protocol/budget.ts';
import { parseBudgetWarnings } from '../protocol/parse.ts';
import { nextMove } from './desk/attempts.ts';
import type { Desk } from './desk/desk.ts';
import { toBudgetReached, toFailure } from './failures.ts';
import type { Feed } from './feed.ts';
import type { Recorder } from './recorder.ts';

/** `2026-11-29` */
const ISO_DAY_CHARS = 10;

/** From `activities/failures.ts`. */
const UNUSABLE = 'model-answer-unusable';

/** What every step is given. */
export interface StepInput {
  readonly articleId: string;
  readonly step: string;
  readonly today: string;
  readonly progress?: Progress;
  readonly raises?: readonly BudgetRaise[];
}

export interface StepsOptions {
  readonly input: ArticleInput;
  readonly desk: Desk;
  readonly feed: Feed;
  readonly recorder: Recorder;
  /** Resolves when the article is not paused. */
  readonly resumed: () => Promise<void>;
}

/** How the steps of an article are done: one at a time, until they succeed or people have said how to go on. */
export class Steps {
  readonly #options: StepsOptions;
  /** What is being done now, so that a person's decision can stop it. */
  #work: CancellationScope | undefined;

  constructor(options: StepsOptions) {
    this.#options = options;
  }

  /** Somebody has decided: what is being done was planned before, and ends. */
  interrupt(): void {
    this.#work?.cancel();
  }

  /** Does a piece of work that people may make pointless, unless the article is paused. */
  async interruptible(task: () => Promise<void>): Promise<void> {
    const { desk, resumed } = this.#options;
    const scope = new CancellationScope({ cancellable: true });
    this.#work = scope;
    try {
      await scope.run(async () => {
        await resumed();
        await task();
      });
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      this.#work = undefined;
      desk.doStep(undefined);
      desk.endOutage();
    }
  }

  /**
   * Lets what was brought count. What comes in the very moment in which somebody decided belongs to a plan that is over, though nothing
   * was left to cancel.
   * @throws {CancelledFailure}
   */
  take<T>(change: () => T): T {
    if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('Somebody decided otherwise');
    return change();
  }

  /** Runs an activity until it succeeds; when its attempts are used up, people choose how to go on. */
  async attempt<T extends StepOutcome>(step: Step, run: (input: StepInput) => Promise<T>): Promise<T> {
    const { desk, feed, input } = this.#options;
    const { settings } = input;
    const once = this.#named(step, run);
    let faults = 0;
    let meetings = 0;
    for (;;) {
      try {
        return await once();
      } catch (error) {
        if (isNoFailure(error)) throw error;
        const reached = this.take(() => toBudgetReached(error));
        if (reached !== undefined) {
          await this.#askForBudget(reached);
          faults = 0;
          meetings = 0;
          continue;
        }
        const failure = toFailure(step, error);
        const { outage } = desk.state;
        const move = nextMove(failure, { faults, meetings, ...(outage && { outage }) }, settings.retry, Date.now());
        switch (move.kind) {
          case 'again':
            faults += 1;
            await sleep(move.afterMs);
            break;
          case 'wait':
            meetings += 1;
            desk.meetOutage(move.outage);
            // A person's `retry` ends the waiting.
            await condition(() => desk.state.outage === undefined, move.afterMs);
            break;
          case 'ask-people':
            desk.doStep(undefined);
            desk.fail(failure.record, feed.say({ kind: 'failure', failure: failure.record }));
            await condition(() => desk.state.failure === undefined);
            faults = 0;
            meetings = 0;
            break;
          default:
            move satisfies never;
        }
      }
    }
  }

  /** Runs an activity that the article can do without. Undefined: its model is there, and gives nothing that can be used. */
  async attemptIfUsable<T extends StepOutcome>(
    step: Step,
    run: (input: StepInput) => Promise<T>,
  ): Promise<T | undefined> {
    const { result } = await this.attempt<StepOutcome & { readonly result?: T }>(step, async (input) => {
      try {
        const done = await run(input);
        return { ...(done.warnings !== undefined && { warnings: done.warnings }), result: done };
      } catch (error) {
        // What rides with it is written down: its model was asked after that.
        if (isCancellation(error) || toFailure(step, error).record.code !== UNUSABLE) throw error;
        return {};
      }
    });
    return result;
  }

  /** Runs an activity that the article can do without. Undefined: it could not be done now, for whatever reason. */
  async tryOnce<T extends StepOutcome>(step: Step, run: (input: StepInput) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#named(step, run)();
    } catch (error) {
      if (isNoFailure(error)) throw error;
      log.warn('A step was left out', { step, failure: toFailure(step, error).record.code });
      return undefined;
    }
  }

  /** One attempt, whenever it is called, at a piece of work: what one of them paid for, the next one finds by its name. */
  #named<T extends StepOutcome>(step: Step, run: (input: StepInput) => Promise<T>): () => Promise<T> {
    const { desk, recorder, resumed, input } = this.#options;
    const { articleId } = input;
    const name = desk.nextStep();
    const today = new Date().toISOString().slice(0, ISO_DAY_CHARS);
    return async () => {
      await resumed();
      desk.doStep(step);
      const { raises } = desk.state;
      const result = await recorder.carry((progress) =>
        run({
          articleId,
          step: name,
          today,
          ...(progress !== undefined && { progress }),
          ...(raises !== undefined && { raises }),
        }),
      );
      desk.endOutage();
      this.#warn(result);
      return result;
    };
  }

  /** Soft limits are said once. */
  #warn({ warnings = [] }: StepOutcome): void {
    const { desk, feed } = this.#options;
    const parsed = parseBudgetWarnings(warnings);
    if (!parsed.ok) return;
    for (const warning of desk.takeWarnings(parsed.value))
      feed.say({ kind: 'notice', notice: { code: 'budget-warning', warning } });
  }

  /** Stands still until people have said how to go on, or the day is over whose budget is spent. */
  async #askForBudget({ endsInMs, ...spent }: BudgetReached): Promise<void> {
    const { desk, feed } = this.#options;
    const untilMs = endsInMs === undefined ? undefined : Date.now() + endsInMs;
    const stop = { ...spent, ...(untilMs !== undefined && { until: new Date(untilMs).toISOString() }) };
    desk.doStep(undefined);
    desk.stopForBudget({ ...stop, seq: feed.say({ kind: 'budget', stop }) });
    const isOver = (): boolean => desk.state.budget === undefined;
    if (untilMs === undefined) return await condition(isOver);
    if (await condition(isOver, Math.max(1, untilMs - Date.now()))) return;
    this.take(() => {
      desk.endBudgetStop();
      feed.say({ kind: 'notice', notice: { code: 'new-day' } });
    });
  }
}

/** Somebody has decided otherwise, or the article goes on in a new run: while it is paused between two steps. */
function isNoFailure(error: unknown): boolean {
  return isCancellation(error) || error instanceof ContinueAsNew;
}
