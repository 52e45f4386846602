import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { PublishingActivities } from '../protocol/activities.ts';
import { isPassing, publishRetryMs, type PublishFailure, targetsOf } from '../protocol/publication.ts';
import { PublishError, type Publisher } from '../publish/publisher.ts';
import type { Claiming, PublicationStore } from '../storage/publication-store.ts';
import { publishFaultOf, toPublishFailure, toRecordingFailure, toStepFailure } from './failures.ts';

export interface PublishTools {
  readonly publications: PublicationStore;
  /** By the names of their targets. */
  readonly publishers: ReadonlyMap<string, Publisher>;
  /** Takes secrets out of what targets say. */
  readonly scrub: (text: string) => string;
}

/** After this long nothing of an attempt can be under way any more, and another one may begin. */
const LEASE_SLACK_MS = 5000;
/** What somebody else does at the same target is looked at again. */
const BUSY_MS = 1000;
/** Of what a target says. */
const MAX_DETAIL_CHARS = 300;
const MINUTE_MS = 60_000;

export function createPublishing({ publications, publishers, scrub }: PublishTools): PublishingActivities {
  return {
    async chooseTargets({ articleId, targets }) {
      try {
        return targetsOf(targets, await publications.article(articleId)).map(({ name }) => name);
      } catch (error) {
        throw toRecordingFailure(error);
      }
    },

    async publishEdition({ articleId, target: { name, timeoutSeconds, retry }, by }) {
      const { cancellationSignal, info } = Context.current();
      const claiming: Claiming = { articleId, target: name, token: randomUUID() };
      const late = AbortSignal.timeout(timeoutSeconds * 1000);
      try {
        const publisher = publishers.get(name);
        if (publisher === undefined) throw new PublishError('no-such-target', `There is no target ${name}`);
        const claim = await publications.claim(claiming, timeoutSeconds * 1000 + LEASE_SLACK_MS, by?.displayName);
        switch (claim.kind) {
          case 'published':
            return;
          case 'superseded':
            throw new PublishError('newer-edition', `A later edition is published at ${name}`);
          case 'busy':
            throw toPublishFailure({ code: 'conflict' }, { retryInMs: Math.max(claim.inMs, BUSY_MS) });
          case 'claimed':
            break;
          default:
            claim satisfies never;
            return;
        }
        const edition = await publications.edition(articleId);
        const { ref, ...made } = await publisher.publish(
          { ...edition, ...(claim.ref !== undefined && { known: claim.ref }) },
          AbortSignal.any([cancellationSignal, late]),
        );
        await publications.publish(claiming, { ...made, ...(claim.isUpdate && { isUpdate: true }) }, ref);
      } catch (error) {
        if (error instanceof ApplicationFailure) throw error;
        if (cancellationSignal.aborted) throw toStepFailure(error);
        throw await failed(error);
      }

      /** Whether it is tried again: as long as the settings say, since it failed first. */
      async function failed(error: unknown): Promise<Error> {
        const { code, detail = '', retryAfterMs } = publishFaultOf(error, { isLate: late.aborted });
        const said = scrub(detail).replaceAll(/\s+/g, ' ').trim().slice(0, MAX_DETAIL_CHARS);
        const failure: PublishFailure = { code, ...(said !== '' && { detail: said }) };
        if (!isPassing(code)) return toPublishFailure(failure, { cause: error });
        const retryInMs = publishRetryMs(retry, info.attempt, retryAfterMs);
        const failingMs = await publications.retryLater(claiming, failure, retryInMs);
        const isEnough = failingMs >= retry.forMinutes * MINUTE_MS;
        return toPublishFailure(failure, { cause: error, ...(!isEnough && { retryInMs }) });
      }
    },

    async endPublication({ articleId, target: { name }, failure }) {
      try {
        await publications.fail({ articleId, target: name }, failure);
      } catch (error) {
        throw toRecordingFailure(error);
      }
    },
  };
}
