import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import { mayDecide, notReviewer } from '../protocol/approvers.ts';
import type { AdoptButton } from '../protocol/button-codec.ts';
import type { StyleStore } from '../storage/style-store.ts';
import type { Admit } from './access.ts';
import { type Adopted, type NotAccepted, refused } from './reply.ts';

export interface AdoptRuleOptions {
  readonly admit: Admit;
  /** Absent: nothing is learned. */
  readonly style: Pick<StyleStore, 'adopt'> | undefined;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Takes a rule into the house style, for who may decide about its article. Whoever was first has adopted it. */
export async function adoptRule(
  actor: Actor,
  { articleId, rule }: AdoptButton,
  { admit, style, logger, storeBudgetMs }: AdoptRuleOptions,
): Promise<Adopted | NotAccepted> {
  const admission = await admit(actor, articleId);
  if (admission === undefined || style === undefined) return { kind: 'away', what: 'desk' };
  if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
  const { actor: by, rules } = admission;
  if (!mayDecide(by, rules)) return refused(notReviewer(rules));
  try {
    const adopted = await within(storeBudgetMs, 'PostgreSQL', style.adopt(articleId, rule, by));
    if (adopted === undefined) return refused({ code: 'no-such-rule' });
    return { kind: 'adopted', ours: adopted.ours, byName: adopted.byName };
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not adopt a rule');
    return { kind: 'away', what: 'desk' };
  }
}
