import { type ReadonlySignal, signal } from '@preact/signals';
import type { Api, Problem } from '../../core/api.ts';
import type { Article } from '../../core/article.ts';
import { type Live, type LiveOptions, type LiveState, openLive } from '../../core/live.ts';

/** One article, kept as it is now. */
export interface ArticleStore {
  /** Absent: it was never brought. */
  readonly article: ReadonlySignal<Article | undefined>;
  /** Why it could not be brought the last time. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly live: ReadonlySignal<LiveState>;
  /** Asks how it stands. At most one question is under way, and one more after it. */
  refresh(): Promise<void>;
  close(): void;
}

export interface ArticleStoreOptions {
  readonly articleId: string;
  readonly api: Pick<Api, 'get'>;
  readonly open?: (path: string, options: LiveOptions) => Live;
}

export function createArticleStore({ articleId, api, open = openLive }: ArticleStoreOptions): ArticleStore {
  const path = `/articles/${articleId}`;
  const article = signal<Article | undefined>(undefined);
  const problem = signal<Problem | undefined>(undefined);
  let asking: Promise<void> | undefined;
  let isWanted = false;

  const ask = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      const answer = await api.get<Article>(path);
      problem.value = answer.ok ? undefined : answer.problem;
      if (answer.ok) article.value = answer.value;
    }
    asking = undefined;
  };
  const refresh = async (): Promise<void> => {
    isWanted = true;
    asking ??= ask();
    await asking;
  };

  const live = open(`${path}/events`, {
    on: { state: () => void refresh() },
    onReturn: () => void refresh(),
  });
  void refresh();
  return {
    article,
    problem,
    live: live.state,
    refresh,
    close: () => live.close(),
  };
}
