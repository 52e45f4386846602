import { describe, expect, it, onTestFinished } from 'vitest';
import { createArticleHub } from '../../../../bots/web/messenger/article-hub.ts';
import { NOTHING_KNOWN } from '../../../../bots/web/messenger/events.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import type { ArticleNews, FeedPage } from '../../../../src/storage/feed-page-store.ts';

const logger = createLogger({ level: 'silent' });

interface Played {
  revision: number;
  said: number;
  words?: number;
}

/** A newsroom whose articles change when the test says so. */
function open({ isSlow = false }: { isSlow?: boolean } = {}) {
  const articles = new Map<string, Played>();
  const asked: string[][] = [];
  const watched: string[] = [];
  let call: (news?: ArticleNews) => void = () => undefined;
  let drawn = 0;
  const play = { isAway: false };
  const answer = async <T>(
    kind: string,
    ids: readonly string[],
    make: (id: string, article: Played) => T,
  ): Promise<T[]> => {
    asked.push([kind, ...ids]);
    if (play.isAway) throw new Error('ECONNREFUSED');
    return ids.flatMap((id) => {
      const article = articles.get(id);
      return article === undefined ? [] : [make(id, article)];
    });
  };
  const hub = createArticleHub({
    feeds: {
      read: (ids) =>
        answer('read', ids, (articleId, { words, ...article }) => {
          const work = { articleId, article: { ...article, ...(words !== undefined && { wordsSoFar: words }) } };
          return { work, saidAt: {} } as unknown as FeedPage;
        }),
      pulse: (ids) =>
        answer('pulse', ids, (articleId, { words, ...article }) => ({
          articleId,
          ...article,
          ...(words !== undefined && { wordsSoFar: words }),
        })),
      watch: async (ids) => void watched.push(...ids),
      listen: ({ onNews }) => void (call = onNews),
    },
    show: async ({ work }, { language }) => {
      drawn += 1;
      const { revision, said } = work.article;
      return {
        revision,
        said,
        state: { revision, language },
        entries: Array.from({ length: said }, (_, at) => ({
          seq: at + 1,
          isLive: false,
          digest: '00000000',
          data: `{"seq":${at + 1}}`,
        })),
      };
    },
    logger,
    tuning: { waveMs: 5, pollMs: 60_000, retryMs: 5 },
  });
  const ending = new AbortController();
  const running = hub.run(ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await running;
  });
  return {
    hub,
    articles,
    asked,
    watched,
    play,
    drawn: () => drawn,
    say: (articleId: string, onlyWords = false) => call({ articleId, onlyWords }),
    miss: () => call(),
    watch: (articleId: string, language: 'en' | 'ru' = 'en') => {
      const got: string[] = [];
      const ended: string[] = [];
      const stop = hub.watch({
        articleId,
        known: NOTHING_KNOWN,
        readerOf: () => ({ language, isRequester: false }),
        send: (events) => {
          if (isSlow) return false;
          got.push(...events.split('\n\n').flatMap((block) => /^event: (\w+)/.exec(block)?.[1] ?? []));
          return true;
        },
        end: (why) => void ended.push(why),
      });
      return { got, ended, stop };
    },
  };
}

describe('ArticleHub', () => {
  it('reads all that is watched in one statement, and draws once for all who see the same', async () => {
    const { articles, asked, watch, drawn } = open();
    articles.set('a', { revision: 1, said: 2 });
    articles.set('b', { revision: 1, said: 1 });
    const readers = [...Array.from({ length: 50 }, () => watch('a')), watch('a', 'ru'), watch('b')];
    await expect.poll(() => readers.map(({ got }) => got.length)).toEqual([...Array.from({ length: 51 }, () => 3), 2]);
    expect(asked).toEqual([['read', 'a', 'b']]);
    expect(drawn()).toBe(3);
  });

  it('shows what changes, and looks at no more than the pulse when only the words of a text are more', async () => {
    const { articles, asked, watch, say } = open();
    articles.set('a', { revision: 1, said: 1 });
    const { got } = watch('a');
    await expect.poll(() => got).toEqual(['entry', 'state']);
    articles.set('a', { revision: 1, said: 1, words: 10 });
    say('a', true);
    await expect.poll(() => got).toEqual(['entry', 'state', 'state']);
    articles.set('a', { revision: 2, said: 2 });
    say('a');
    await expect.poll(() => got.slice(3)).toEqual(['entry', 'state']);
    expect(asked.map(([kind]) => kind)).toEqual(['read', 'pulse', 'read']);
  });

  it('lets whoever writes know that somebody watches', async () => {
    const { articles, watch, watched } = open();
    articles.set('a', { revision: 1, said: 1 });
    watch('a');
    watch('a', 'ru');
    await expect.poll(() => watched).toEqual(['a']);
  });

  it('asks nothing about what nobody watches', async () => {
    const { articles, asked, watch, say, hub } = open();
    articles.set('a', { revision: 1, said: 1 });
    articles.set('b', { revision: 1, said: 1 });
    const a = watch('a');
    await expect.poll(() => a.got.length).toBe(2);
    a.stop();
    expect(hub.size).toBe(0);
    say('a');
    say('b');
    const b = watch('b');
    await expect.poll(() => b.got.length).toBe(2);
    expect(asked).toEqual([
      ['read', 'a'],
      ['read', 'b'],
    ]);
  });

  it('looks at everything when it may have missed something', async () => {
    const { articles, watch, miss } = open();
    articles.set('a', { revision: 1, said: 1 });
    const { got } = watch('a');
    await expect.poll(() => got.length).toBe(2);
    articles.set('a', { revision: 5, said: 3 });
    miss();
    await expect.poll(() => got.slice(2)).toEqual(['entry', 'entry', 'state']);
  });

  it('waits out a database that is away, and then shows what happened meanwhile, once', async () => {
    const { articles, watch, say, play, asked } = open();
    articles.set('a', { revision: 1, said: 1 });
    const { got } = watch('a');
    await expect.poll(() => got.length).toBe(2);
    play.isAway = true;
    articles.set('a', { revision: 2, said: 2 });
    say('a');
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    play.isAway = false;
    await expect.poll(() => got.slice(2)).toEqual(['entry', 'state']);
  });

  it('parts with who reads too slowly, and with an article that is gone', async () => {
    const slow = open({ isSlow: true });
    slow.articles.set('a', { revision: 1, said: 1 });
    const reader = slow.watch('a');
    await expect.poll(() => reader.ended).toEqual(['slow']);
    expect(slow.hub.size).toBe(0);
    const { watch } = open();
    const nobody = watch('never');
    await expect.poll(() => nobody.ended).toEqual(['gone']);
  });
});
