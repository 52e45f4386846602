import { saidKey, type Telemetry } from '../lib/telemetry.ts';
import type { ProgressStore } from '../storage/progress-store.ts';

/** The store, in which writing down what an article says is a step of its trace, one for each entry; those that show it follow from it. */
export function watchedProgress(store: ProgressStore, telemetry: Telemetry): ProgressStore {
  return {
    ...store,
    record(progress, options) {
      const { articleId, entries } = progress;
      const write = () => store.record(progress, options);
      return entries.reduceRight(
        (inner, { seq, message: { kind } }) =>
          () =>
            telemetry.span(
              { name: `feed ${kind}`, articleId, key: saidKey(seq), attributes: { 'copydesk.entry': kind } },
              inner,
            ),
        write,
      )();
    },
  };
}
