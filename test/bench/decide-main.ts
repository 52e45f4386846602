import { existsSync, readFileSync } from 'node:fs';
import { quietRuntime } from '../support/quiet-runtime.ts';
import { type DecidePlan, handOverAll, type PlannedDecision } from './decide-process.ts';

// One platform's bot, as far as it hands decisions over. Ends when all were answered.
const plan = JSON.parse(process.argv[2] ?? '{}') as DecidePlan;
quietRuntime();
const answered = new Set(linesOf<{ readonly id: string }>(plan.answersFile).map(({ id }) => id));
process.stdout.write('deciding\n');
await handOverAll(plan, linesOf<PlannedDecision>(plan.planFile), answered);
process.exit();

/** The last line of a process that was killed may be cut off. */
function linesOf<T>(path: string): readonly T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as T];
      } catch {
        return [];
      }
    });
}
