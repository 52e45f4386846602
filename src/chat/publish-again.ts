import type { ArticleGateway } from '../gateway/article-gateway.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import type { PublishAgainButton } from '../protocol/button-codec.ts';
import { canBeRepeated } from '../protocol/publication.ts';
import { whyNotAllowed } from '../protocol/rules.ts';
import type { AuditLog } from '../storage/audit-log.ts';
import type { PublicationStore } from '../storage/publication-store.ts';
import type { Admit } from './access.ts';
import { type NotAccepted, type PublishingAgain, refused, textsGone } from './reply.ts';

export interface PublishAgainOptions {
  readonly admit: Admit;
  readonly gateway: Pick<ArticleGateway, 'publish'>;
  /** Absent: nothing is published. */
  readonly publications: Pick<PublicationStore, 'find'> | undefined;
  readonly audit: AuditLog;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Has an article published where that failed, for who may have a step of it tried again. Asked twice, it is published once. */
export async function publishAgain(
  actor: Actor,
  { articleId, target: name }: PublishAgainButton,
  { admit, gateway, publications, audit, logger, storeBudgetMs }: PublishAgainOptions,
): Promise<PublishingAgain | NotAccepted> {
  const admission = await admit(actor, articleId);
  if (admission === undefined || publications === undefined) return { kind: 'away', what: 'desk' };
  if (admission === 'missing' || !admission.isSeen) return refused({ code: 'no-such-article', articleId });
  const { actor: by, rules, textsGoneAt } = admission;
  const objection = whyNotAllowed(rules, 'retry', by);
  if (objection !== undefined) return refused(objection);
  if (textsGoneAt !== undefined) return textsGone(textsGoneAt);
  let found: Awaited<ReturnType<PublicationStore['find']>>;
  try {
    found = await within(storeBudgetMs, 'PostgreSQL', publications.find(articleId, name));
  } catch (error) {
    logger.warn(
      { articleId, reason: reasonOf(error) },
      'Could not read what became of an article where it is published',
    );
    return { kind: 'away', what: 'desk' };
  }
  if (found === undefined || !canBeRepeated(found.state)) return refused({ code: 'nothing-to-publish' });
  const { platform, workspace, userId, displayName } = by;
  const who = { platform, ...(workspace !== undefined && { workspace }), userId, displayName };
  await gateway.publish({ articleId, target: found.target, by: who });
  try {
    await within(storeBudgetMs, 'PostgreSQL', audit.note({ act: 'publish-again', by, articleId }));
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not write down who has an article published again');
  }
  return { kind: 'publishing-again', title: found.target.title ?? name };
}
