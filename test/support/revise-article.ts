import { randomUUID } from 'node:crypto';
import { makeEdition } from '../../src/chat/make-edition.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { createEditionStore } from '../../src/storage/edition-store.ts';
import { ANN, type Newsroom, type TestArticle } from './newsroom.ts';

/** Has somebody revise a section of a delivered article, as a bot does: `Moon: shorter`. @param by default: Ann @throws when it is not taken */
export async function reviseArticle(
  newsroom: Newsroom,
  articleId: string,
  said: string,
  gateway = newsroom.gateway,
  by = ANN,
): Promise<TestArticle> {
  const made = await makeEdition(
    by,
    { articleId, said, eventKey: randomUUID() },
    {
      editions: createEditionStore(newsroom.pool),
      logger: createLogger({ level: 'silent' }),
      storeBudgetMs: 15_000,
    },
  );
  if (made.kind !== 'made') throw new Error(`It was not taken: ${JSON.stringify(made)}`);
  const begun = await gateway.revise(made.order);
  return newsroom.article(begun.articleId);
}
