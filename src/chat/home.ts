import type { ArticleGateway, ArticleSummary } from '../gateway/article-gateway.ts';
import { mayDecide } from '../protocol/approvers.ts';
import { actorKey } from '../protocol/actor.ts';
import type { Approver } from '../protocol/settings.ts';
import type { Asker } from './told.ts';
import { underWay } from './under-way.ts';

/** What concerns one person. Every article is in the first section that it fits. */
export interface Home {
  /** They may decide, or get it going again. */
  readonly waitingForMe: readonly ArticleSummary[];
  /** Under way, newest first. */
  readonly askedByMe: readonly ArticleSummary[];
  /** Of others on the same platform, under way, newest first. */
  readonly running: readonly ArticleSummary[];
  /** On the same platform, in the last seven days: delivered ones first, then what ended last. */
  readonly finishedLastWeek: readonly ArticleSummary[];
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** Slack: 100 blocks in a view; four sections of ten leave two blocks and more for each. */
const MOST_PER_SECTION = 10;
/** How far to look for what waits for somebody. One page of Temporal's visibility store. */
const MOST_LOOKED_AT = 200;

/** @throws {GatewayError} what the gateway throws. */
export async function readHome(
  { actor }: Asker,
  gateway: Pick<ArticleGateway, 'list'>,
  now = new Date(),
): Promise<Home> {
  // One's own on its own: a thousand newer ones by others do not hide it.
  const [own, all, closed] = await Promise.all([
    gateway.list({ requester: actor, running: true, limit: MOST_LOOKED_AT }),
    gateway.list({ running: true, limit: MOST_LOOKED_AT }),
    gateway.list({ closedAfter: new Date(now.getTime() - WEEK_MS), limit: MOST_LOOKED_AT }),
  ]);
  const me = actorKey(actor);
  const isNear = ({ requester }: ArticleSummary): boolean => requester.startsWith(`${actor.platform}:`);
  const running = underWay([
    ...new Map([...own, ...all].map((article) => [article.articleId, article])).values(),
  ]).toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
  const isWaitingForMe = (article: ArticleSummary): boolean =>
    (article.stage === 'waiting' || article.stage === 'stuck') &&
    mayDecide(actor, isNear(article) ? article : { ...article, approvers: article.approvers.filter(isNamed) });
  const rest = running.filter((article) => !isWaitingForMe(article));
  return {
    waitingForMe: first(running.filter(isWaitingForMe)),
    askedByMe: first(rest.filter(({ requester }) => requester === me)),
    running: first(rest.filter((article) => article.requester !== me && isNear(article))),
    finishedLastWeek: first(closed.filter(isNear).toSorted(deliveredFirst)),
  };
}

/** “Anyone” are those who see the thread; on another platform nobody does. */
function isNamed(rule: Approver): boolean {
  return rule !== 'anyone';
}

function first(articles: readonly ArticleSummary[]): readonly ArticleSummary[] {
  return articles.slice(0, MOST_PER_SECTION);
}

function deliveredFirst(one: ArticleSummary, other: ArticleSummary): number {
  return (
    Number(other.stage === 'delivered') - Number(one.stage === 'delivered') ||
    (other.closedAt ?? other.startedAt).getTime() - (one.closedAt ?? one.startedAt).getTime()
  );
}
