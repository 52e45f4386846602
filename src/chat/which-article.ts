import type { ArticleGateway } from '../gateway/article-gateway.ts';
import type { Messages } from '../messages/messages.ts';
import { type Asker, refused, type Told } from './told.ts';

/** More are not read in an answer; who has more adds an id. */
const MOST_CANDIDATES = 10;

/** The only article of the asker that is under way; else what to tell them. @param command is shown with an id: `/article cancel`. */
export async function whichArticle(
  { actor }: Asker,
  gateway: Pick<ArticleGateway, 'list'>,
  command: string,
  t: Messages,
): Promise<{ readonly articleId: string } | Told> {
  const candidates = await gateway.list({ requester: actor, running: true, limit: MOST_CANDIDATES });
  const [first, ...more] = candidates;
  if (first === undefined) return refused(t.chat.noneUnderWay);
  if (more.length > 0) return refused(t.chat.which(candidates, `${command} ${first.articleId}`));
  return { articleId: first.articleId };
}
