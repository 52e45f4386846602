import type { Client } from '@temporalio/client';
import { publishWorkflowIdOf, workflowIdOf } from '../protocol/names.ts';
import type { PublishFailureCode } from '../protocol/publication.ts';
import { statusOf } from './status-of.ts';

/** An edition at a target that is said to be published just now. */
export interface LookedAt {
  readonly articleId: string;
  readonly target: string;
  /** To the microsecond, as the store names it. */
  readonly lookedAt: string;
}

/** The port to what is being published. Rejects with whatever the store throws. */
export interface LostPublications {
  /**
   * Those of delivered articles at which nobody is at work; for so long, nobody else gets them.
   * @param options.seconds also, for how long its article has been over
   * @param options.limit at most so many, those first at which nobody has looked for longest
   */
  takeUnattended(options: { readonly seconds: number; readonly limit: number }): Promise<readonly LookedAt[]>;
  /** Writes down that nobody tries it any more; without effect when anything has happened there since it was looked at. */
  endUnattended(of: LookedAt, code: PublishFailureCode): Promise<void>;
}

export interface EndLostPublicationsOptions {
  readonly client: Client;
  readonly publications: LostPublications;
  /** Default: {@link UNATTENDED_SECONDS}. */
  readonly unattendedSeconds?: number;
}

/** Whoever ends an article starts what publishes it in the same breath; a worker that dies in between is followed by another. */
const UNATTENDED_SECONDS = 60;
const MOST_AT_ONCE = 20;

/**
 * Has people told of what nobody publishes any more: its workflow was terminated, its time was over, or its history is gone. They may have
 * it tried again. Any number of processes may run it at once, every half minute.
 * @throws what PostgreSQL or Temporal threw; the next run does the rest.
 */
export async function endLostPublications({
  client,
  publications,
  unattendedSeconds = UNATTENDED_SECONDS,
}: EndLostPublicationsOptions): Promise<void> {
  const unattended = await publications.takeUnattended({ seconds: unattendedSeconds, limit: MOST_AT_ONCE });
  const looked = await Promise.allSettled(
    unattended.map(async (one) => {
      const code = await whyNobody(client, one);
      if (code !== undefined) await publications.endUnattended(one, code);
    }),
  );
  // One that cannot be looked at does not keep the others waiting.
  for (const one of looked) if (one.status === 'rejected') throw one.reason;
}

/** Undefined: somebody is at it, or will be. */
async function whyNobody(client: Client, { articleId, target }: LookedAt): Promise<PublishFailureCode | undefined> {
  const status = await statusOf(client, publishWorkflowIdOf(articleId, target));
  if (status === 'RUNNING' || status === 'PAUSED') return undefined;
  // An operator has reset the article: it starts what publishes it when it comes to its end again.
  if (status === undefined && (await statusOf(client, workflowIdOf(articleId))) === 'RUNNING') return undefined;
  return status === 'TERMINATED' || status === 'CANCELLED' ? 'cancelled' : 'lost';
}
