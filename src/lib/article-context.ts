import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string | undefined>();

/** Runs something that is about an article: until it is done, lines of the log say so, whoever writes them. */
export function aboutArticle<T>(articleId: string | undefined, work: () => T): T {
  return articleId === undefined ? work() : current.run(articleId, work);
}

/** The id of the article that this is about; undefined: of none, or nobody said so. */
export function currentArticle(): string | undefined {
  return current.getStore();
}
