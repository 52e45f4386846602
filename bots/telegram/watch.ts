import type { ArticleGateway } from '../../src/gateway/article-gateway.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import type { DraftStore } from '../../src/storage/draft-store.ts';

/** PostgreSQL: foreign_key_violation. The article does not exist, which waiting does not mend. */
const FOREIGN_KEY_VIOLATION = '23503';

/** The same gateway, which says when Temporal or PostgreSQL could not be reached. */
export function watchGateway(gateway: ArticleGateway, onAway: () => void): ArticleGateway {
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'unavailable') onAway();
      throw error;
    }
  };
  return {
    start: (order) => watched(gateway.start(order)),
    decide: (articleId, decision) => watched(gateway.decide(articleId, decision)),
    control: (articleId, control) => watched(gateway.control(articleId, control)),
    status: (articleId, actor) => watched(gateway.status(articleId, actor)),
    report: (articleId, report) => watched(gateway.report(articleId, report)),
    list: (filter) => watched(gateway.list(filter)),
    home: (actor) => watched(gateway.home(actor)),
  };
}

/** The same store, which says when the database could not be reached. */
export function watchDrafts(
  drafts: Pick<DraftStore, 'storeEdited'>,
  onAway: () => void,
): Pick<DraftStore, 'storeEdited'> {
  return {
    async storeEdited(draft) {
      try {
        return await drafts.storeEdited(draft);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION)) onAway();
        throw error;
      }
    },
  };
}
