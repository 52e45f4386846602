import type { ArticleGateway } from '../gateway/article-gateway.ts';
import type { Actor } from '../protocol/actor.ts';
import { type Refused, refused } from './reply.ts';

/** More are not read in an answer; who has more adds an id. */
const MOST_CANDIDATES = 10;

/** The person's only article that is under way; else why none is meant. @param verb as it is typed */
export async function whichArticle(
  actor: Actor,
  gateway: Pick<ArticleGateway, 'list'>,
  verb: string,
): Promise<{ readonly kind: 'meant'; readonly articleId: string } | Refused> {
  const candidates = await gateway.list({ requester: actor, running: true, limit: MOST_CANDIDATES });
  const [first, ...more] = candidates;
  if (first === undefined) return refused({ code: 'none-under-way' });
  return more.length > 0
    ? refused({ code: 'several-under-way', verb, candidates })
    : { kind: 'meant', articleId: first.articleId };
}
