import type { ArticleGateway } from '../gateway/article-gateway.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import type { BringBackButton } from '../protocol/button-codec.ts';
import type { Decision } from '../protocol/decision.ts';
import type { DraftStore } from '../storage/draft-store.ts';
import { decisionIdOf } from './decision-id.ts';
import { type Away, type NotAccepted, refused } from './reply.ts';

/** What names the earlier draft: a button, which says all of it, or the number that somebody typed. */
export type BringBackAsk = BringBackButton | { readonly kind: 'typed'; readonly version: number };

export interface BringBackOptions {
  readonly gateway: Pick<ArticleGateway, 'status'>;
  readonly drafts: Pick<DraftStore, 'storeCopy'>;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/**
 * The decision that puts an earlier draft up for decision, with its copy stored: one whose decision is not taken stays unused. The same
 * decision whenever one person asks it of the same two drafts.
 * @throws {GatewayError} as `status` does.
 */
export async function makeBringBack(
  actor: Actor,
  articleId: string,
  ask: BringBackAsk,
  options: BringBackOptions,
): Promise<{ readonly kind: 'made'; readonly decision: Decision } | NotAccepted> {
  const button = ask.kind === 'typed' ? await toButton(actor, articleId, ask.version, options) : ask;
  if (button.kind !== 'bring-back') return button;
  const { draft, gate, to } = button;
  const asked = [actorKey(actor), articleId, draft.version, draft.hash, 'bring-back', to.version, to.hash];
  const id = decisionIdOf(JSON.stringify(asked));
  const copy = await storeCopy({ draftId: `${articleId}/back-${id}`, articleId, of: to }, options);
  if (copy === undefined) return refused({ code: 'no-such-draft', asked: to.version, newest: draft.version });
  if ('kind' in copy) return copy;
  const decision = { kind: 'bring-back' as const, id, draft, by: actor, to, edited: copy };
  return { kind: 'made', decision: gate === undefined ? decision : { ...decision, gate } };
}

async function storeCopy(
  copy: Parameters<DraftStore['storeCopy']>[0],
  { drafts, logger, storeBudgetMs }: BringBackOptions,
): Promise<Awaited<ReturnType<DraftStore['storeCopy']>> | Away> {
  try {
    return await within(storeBudgetMs, 'PostgreSQL', drafts.storeCopy(copy));
  } catch (error) {
    logger.warn({ articleId: copy.articleId, reason: reasonOf(error) }, 'Could not store a copy of a draft');
    return { kind: 'away', what: 'store' };
  }
}

/** The button that a number stands for, as the article is now. */
async function toButton(
  actor: Actor,
  articleId: string,
  version: number,
  { gateway }: BringBackOptions,
): Promise<BringBackButton | NotAccepted> {
  const { drafts, decidable, current } = await gateway.status(articleId, actor);
  // Whoever may not decide is told so by the desk, which is asked all the same.
  const [open] = decidable;
  const subject = open ?? current;
  if (subject === undefined) return refused({ code: 'no-draft-yet' });
  const to = drafts.find((draft) => draft.version === version);
  if (to === undefined)
    return refused({ code: 'no-such-draft', asked: version, newest: drafts.at(-1)?.version ?? subject.version });
  return {
    kind: 'bring-back',
    articleId,
    draft: { version: subject.version, hash: subject.hash },
    ...(open?.gate !== undefined && { gate: open.gate }),
    to: { version: to.version, hash: to.hash },
  };
}
