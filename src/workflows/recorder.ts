import { CancellationScope, condition, sleep, upsertSearchAttributes } from '@temporalio/workflow';
import type { Progress } from '../protocol/activities.ts';
import type { Stage } from '../protocol/article.ts';
import { SEARCH_ATTRIBUTES } from '../protocol/names.ts';
import { record, recordSoon } from './activities.ts';
import type { Desk } from './desk/desk.ts';
import type { Feed } from './feed.ts';
import { toFailure } from './failures.ts';

/** The shortest timer. */
const BOUNDARY_MS = 1;

/** Sees to it that what is said and decided is written down: with the next step, or at once where no step follows. */
export class Recorder {
  readonly #desk: Desk;
  readonly #feed: Feed;
  #publishedStage: Stage;
  #writing = false;
  #isLeaving = false;

  constructor(desk: Desk, feed: Feed, publishedStage: Stage) {
    this.#desk = desk;
    this.#feed = feed;
    this.#publishedStage = publishedStage;
  }

  /** Runs as long as the workflow does. */
  start(): void {
    void CancellationScope.nonCancellable(async () => {
      for (;;) {
        const isDue = (): boolean => this.#feed.hasNews && !this.#writing && !this.#isLeaving;
        await condition(isDue);
        // A step that starts in the same workflow task carries the record with it.
        await endOfActivation();
        if (isDue()) await this.#write();
      }
    });
  }

  /** What is written down is what the desk knows. False while a step carries what it has not confirmed. */
  get isWritten(): boolean {
    return !this.#writing && this.#feed.left === undefined;
  }

  /** Resolves when everything that was said so far is written down. */
  async flush(): Promise<void> {
    await condition(() => !this.#writing);
    while (this.#feed.hasNews) await this.#write();
  }

  /**
   * Writes nothing more in this run: what is said from now on is the next one's, and a task of the workflow would wait for ever for what
   * is begun after its end. Resolves when nothing is being written and what came in meanwhile has been heard: it is replayed before the
   * end of a timer, but after that of a local activity, and would be lost with the run.
   */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    if (!this.#writing) return;
    await condition(() => !this.#writing);
    await sleep(BOUNDARY_MS);
  }

  /** Runs a step with what was said until now, which it writes down before its own work. */
  async carry<T>(step: (progress: Progress | undefined) => Promise<T>): Promise<T> {
    // The step reads what is being written at this moment: that has to be there.
    await condition(() => !this.#writing);
    const progress = this.#feed.take();
    this.publishStage();
    try {
      const result = await step(progress);
      if (progress !== undefined) this.#feed.written(progress);
      return result;
    } catch (error) {
      if (progress !== undefined) this.#feed.unwritten();
      throw error;
    }
  }

  /** For operators, among the search attributes. */
  publishStage(): void {
    const { stage } = this.#desk;
    if (stage === this.#publishedStage || isNotWorthAnEvent(this.#publishedStage, stage)) return;
    this.#publishedStage = stage;
    upsertSearchAttributes([{ key: { name: SEARCH_ATTRIBUTES.stage, type: 'KEYWORD' }, value: stage }]);
  }

  async #write(): Promise<void> {
    const progress = this.#feed.take();
    if (progress === undefined) return;
    this.#writing = true;
    this.publishStage();
    try {
      await CancellationScope.nonCancellable(() => this.#writeDown(progress));
      this.#feed.written(progress);
    } finally {
      this.#writing = false;
    }
  }

  async #writeDown(progress: Progress): Promise<void> {
    try {
      if (!(await recordSoon(progress)).conflict) return;
    } catch {
      // Late or away: an activity of its own waits for the database, and nobody waits for it but the next step.
    }
    for (;;) {
      try {
        return await record(progress);
      } catch (error) {
        // A fault of ours: it stands among the operator's articles as stuck, and a person's `retry` tries again.
        this.#desk.fail(toFailure('recording', error).record);
        this.publishStage();
        await condition(() => this.#desk.state.failure === undefined);
      }
    }
  }
}

/** Conditions are looked at again when everything else in an activation has run. */
async function endOfActivation(): Promise<void> {
  let looks = 0;
  await condition(() => looks++ > 0);
}

/** At the gate the next run brings its own search attributes; from an approval to the end it is a matter of seconds. */
function isNotWorthAnEvent(published: Stage, stage: Stage): boolean {
  return (published === 'drafting' && stage === 'waiting') || (published === 'waiting' && stage === 'finishing');
}
