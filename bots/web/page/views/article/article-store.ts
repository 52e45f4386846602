import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Card } from '../../../../../src/cards/card.ts';
import type { Api, Problem } from '../../core/api.ts';
import type { Article, Comment, Draft } from '../../core/article.ts';
import { type Live, type LiveOptions, type LiveState, openLive } from '../../core/live.ts';

/** One article, kept as it is now. */
export interface ArticleStore {
  /** Absent: it was never brought. */
  readonly article: ReadonlySignal<Article | undefined>;
  /** Why it could not be brought the last time. */
  readonly problem: ReadonlySignal<Problem | undefined>;
  readonly live: ReadonlySignal<LiveState>;
  /** A draft to be read, asked for when it is first wanted and again when something happened: it may have been judged since. */
  draft(version: number): ReadonlySignal<DraftAnswer>;
  /** What people said of its texts, the oldest first. */
  readonly comments: ReadonlySignal<readonly Comment[]>;
  /** Whoever looks may see what others said, and say something. */
  readonly mayComment: ReadonlySignal<boolean>;
  /** What it has said so far, in order. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** What is being written right now. */
  readonly writing: ReadonlySignal<string | undefined>;
  /** It is not to be seen any more by whoever looks. */
  readonly isGone: ReadonlySignal<boolean>;
  /** Asks how it stands. At most one question is under way, and one more after it. */
  refresh(): Promise<void>;
  close(): void;
}

/** Something that an article has said, as `GET /articles/{articleId}/feed` tells. */
export interface Entry {
  readonly seq: number;
  readonly kind: string;
  readonly at: string;
  /** Of the draft that it is about. */
  readonly version?: number;
  readonly card: Card;
  /** The text of the card, made safe by the server. */
  readonly html?: string;
}

export interface DraftAnswer {
  /** Absent: it was never brought. */
  readonly draft?: Draft;
  /** Why it could not be brought the last time. */
  readonly problem?: Problem;
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
  const drafts = new Map<number, Signal<DraftAnswer>>();
  const comments = signal<readonly Comment[]>([]);
  const mayComment = signal(false);
  const entries = signal<readonly Entry[]>([]);
  const writing = signal<string | undefined>(undefined);
  let written = { work: '', text: '' };
  const isGone = signal(false);
  let asking: Promise<void> | undefined;
  let isWanted = false;

  const ask = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      const [answer, said] = await Promise.all([
        api.get<Article>(path),
        api.get<{ readonly comments: readonly Comment[] }>(`${path}/comments`),
      ]);
      // What was shown is better than nothing.
      if (said.ok) comments.value = said.value.comments;
      if (said.ok || said.problem.code !== 'offline') mayComment.value = said.ok;
      problem.value = answer.ok ? undefined : answer.problem;
      if (!answer.ok) continue;
      const before = article.value?.revision;
      article.value = answer.value;
      if (answer.value.step !== 'writing' && answer.value.step !== 'outlining') writing.value = undefined;
      if (before !== answer.value.revision) await Promise.all([...drafts.keys()].map(bring));
    }
    asking = undefined;
  };
  const bring = async (version: number): Promise<void> => {
    const answer = await api.get<Draft>(`${path}/drafts/${version}`);
    const kept = drafts.get(version);
    if (kept === undefined) return;
    // What was shown is better than nothing.
    kept.value = answer.ok ? { draft: answer.value } : { ...kept.value, problem: answer.problem };
  };
  const refresh = async (): Promise<void> => {
    isWanted = true;
    asking ??= ask();
    await asking;
  };

  const live: Live = open(`${path}/events`, {
    on: {
      state(data) {
        // What a step had said that got lost was never said.
        const { said } = data as { readonly said: number };
        if (entries.value.some(({ seq }) => seq > said)) entries.value = entries.value.filter(({ seq }) => seq <= said);
        void refresh();
      },
      entry(data) {
        // The server and this page are made of the same sources.
        const said = data as Entry;
        entries.value = [...entries.value.filter(({ seq }) => seq !== said.seq), said].toSorted(
          (one, other) => one.seq - other.seq,
        );
      },
      text(data) {
        const { work, at, text } = data as { readonly work: string; readonly at: number; readonly text: string };
        const before = written.work === work ? written.text : '';
        written = { work, text: `${before.slice(0, at)}${text}` };
        writing.value = written.text;
      },
      gone() {
        isGone.value = true;
        live.close();
      },
    },
    onReturn: () => void refresh(),
  });
  void refresh();
  return {
    article,
    problem,
    live: live.state,
    comments,
    mayComment,
    entries,
    writing,
    isGone,
    draft(version) {
      const known = drafts.get(version);
      if (known !== undefined) return known;
      const made = signal<DraftAnswer>({});
      drafts.set(version, made);
      void bring(version);
      return made;
    },
    refresh,
    close: () => live.close(),
  };
}
