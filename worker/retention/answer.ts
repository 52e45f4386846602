import { retentionKey, type RetentionPolicy } from '../../src/config/retention-schema.ts';
import { type Due, type Kept, limitsOf, type RetentionStore } from '../../src/storage/retention-store.ts';

export interface RetentionAnswerOptions {
  readonly retention: Pick<RetentionStore, 'forget' | 'due'>;
  readonly policy: RetentionPolicy;
  /** Only says what would be deleted. */
  readonly isDry: boolean;
  readonly print: (line: string) => void;
}

const AT_ONCE = 100;
/** `model_answers_days` has the most. */
const KEY_CHARS = 19;
const COUNTED: Readonly<Record<Kept, readonly [one: string, more: string]>> = {
  texts: ['article', 'articles'],
  modelAnswers: ['article', 'articles'],
  feed: ['article', 'articles'],
  sourceFiles: ['file', 'files'],
  webhooks: ['event', 'events'],
  sessions: ['session, link or token', 'sessions, links and tokens'],
  uninstalled: ['workspace or organisation', 'workspaces and organisations'],
  audit: ['row', 'rows'],
};

/** Deletes all that is due, or says what is, a line for each kind. Rejects with what `pg` throws: what is done by then stays done. */
export async function answerRetention({ retention, policy, isDry, print }: RetentionAnswerOptions): Promise<void> {
  const kinds = limitsOf(policy);
  if (kinds.length === 0) print('Everything is kept for ever: retention in config/copydesk.yaml.');
  for (const [kind, days] of kinds) {
    const due = await retention.due(kind, days);
    if (isDry) {
      print(lineOf(due, days, 'would be deleted'));
      continue;
    }
    for (let count = 1; count > 0; ) count = await retention.forget(kind, days, AT_ONCE);
    const left = await retention.due(kind, days);
    print(lineOf({ ...due, count: Math.max(0, due.count - left.count) }, days, 'deleted'));
    if (left.count > 0)
      print(
        `${' '.repeat(KEY_CHARS)}         ${left.count} left: a worker is at it, or has articles under way cancelled first. Ask again.`,
      );
  }
}

function lineOf({ kind, count, oldest }: Due, days: number, what: string): string {
  const [one, more] = COUNTED[kind];
  const since = oldest === undefined || count === 0 ? '' : `, the oldest of ${oldest.slice(0, 10)}`;
  return `${retentionKey(kind).padEnd(KEY_CHARS)} ${String(days).padStart(5)}   ${count} ${count === 1 ? one : more} ${what}${since}`;
}
