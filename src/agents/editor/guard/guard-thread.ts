import { Worker } from 'node:worker_threads';
import { createAskedThread } from '../../../lib/asked-thread.ts';
import type { Logger } from '../../../lib/logger.ts';
import { reasonOf } from '../../../lib/reason-of.ts';
import { asItStands } from '../as-it-stands.ts';
import type { Result } from '../state.ts';
import { guarded, type Guarding } from './guarded.ts';

/** The worst texts of 100,000 characters that were found take 6 s. */
const DEADLINE_MS = 15_000;
/** Draft and edit together: the worst texts of this length that were found take 30 ms. */
const SHORT_CHARS = 10_000;
const WORKER_HEAP_MB = 512;

export interface GuardOptions {
  readonly logger: Logger;
  /** How long one edit may take, in milliseconds, from when its turn comes. Default: 15,000. */
  readonly deadlineMs?: number;
  /** Shorter ones are looked at where they are, in UTF-16 units. Default: 10,000. */
  readonly shortChars?: number;
  /** The thread. Default: our own. */
  readonly startWorker?: () => Worker;
}

/** Looks at an edit without holding up the event loop. Never rejects: what is not looked at in time stands as approved. */
export type Guard = (asked: Guarding) => Promise<Result>;

export function createGuard({
  logger,
  deadlineMs = DEADLINE_MS,
  shortChars = SHORT_CHARS,
  startWorker = startGuardWorker,
}: GuardOptions): Guard {
  const thread = createAskedThread<Guarding, Result>(startWorker);
  return async ({ request: { language, topic }, draft, edited, keepText }) => {
    const asked = { request: { language, topic }, draft, edited, keepText };
    try {
      return draft.length + edited.text.length <= shortChars
        ? await guarded(asked)
        : await thread.ask(asked, deadlineMs);
    } catch (error) {
      logger.warn(
        { purpose: 'editor.edit', reason: reasonOf(error) },
        'an edit could not be looked at in time: the article stands as approved',
      );
      return unlooked(asked);
    }
  };
}

/** The draft, and the whole edit as what was wanted. */
function unlooked({ request, draft, edited, keepText }: Guarding): Result {
  const result = asItStands(draft, request.topic);
  if (keepText) return result;
  return {
    ...result,
    edit: { changes: [], proposals: [{ approved: '', wanted: edited.text, reason: 'whole' }] },
  };
}

function startGuardWorker(): Worker {
  return new Worker(new URL('./guard-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
}
