import type { FeedReader } from '../../../src/delivery/feed-cards.ts';
import { createBell } from '../../../src/lib/bell.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import { pause } from '../../../src/lib/pause.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { ArticlePulse, FeedPage, FeedPageStore, Writing } from '../../../src/storage/feed-page-store.ts';
import { eventsSince, type Known, type Shown, type ShownWriting } from './events.ts';
import type { ShowFeed } from './show-feed.ts';

/** Somebody who watches an article. */
export interface Watcher {
  readonly articleId: string;
  /** What they have seen. */
  readonly known: Known;
  /** As whom they look at it. Who look alike are drawn for once. */
  readonly readerOf: (page: FeedPage) => FeedReader;
  /** False: they read too slowly to be sent any more. */
  readonly send: (events: string) => boolean;
  /** The article is not there any more, or they read too slowly. */
  readonly end: (why: 'gone' | 'slow') => void;
}

/** Shows articles to those who watch them, whoever changes them, and in whichever process. */
export interface ArticleHub {
  /** Until the signal. Never rejects: while the database is away, nothing is shown. */
  run(signal: AbortSignal): Promise<void>;
  /** Shows somebody what they have not seen, and what changes. Answers how to stop it. */
  watch(watcher: Watcher): () => void;
  /** How many watch. */
  readonly size: number;
}

export interface ArticleHubOptions {
  readonly feeds: FeedPageStore;
  readonly show: ShowFeed;
  readonly logger: Logger;
  readonly tuning?: HubTuning;
}

/** Times in milliseconds. */
export interface HubTuning {
  /** What happens within this is shown at once: less than people notice, and a burst of changes is read once. Default: 100. */
  readonly waveMs?: number;
  /** How often to look although nobody called: only for a call that got lost with its connection, which `listen` makes up for. Default: 10 s. */
  readonly pollMs?: number;
  /** Before the database is asked again after it did not answer. Default: 1 s. */
  readonly retryMs?: number;
  /** For how long what an article shows is kept for whoever comes next: as long as all take to come back after a restart. Default: 30 s. */
  readonly keepMs?: number;
  /** For how long somebody counts as watching; it is said again three times as often, so that two of three may get lost. Default: 45 s. */
  readonly watchMs?: number;
}

/** Feeds are read so many at a time: one with six drafts of 1,200 words is some 50 kB, and more of them would only wait in memory. */
const FEEDS_AT_ONCE = 16;

interface Group {
  readonly articleId: string;
  readonly seats: Set<Seat>;
  /** What is to be read. */
  news: 'none' | 'words' | 'all';
  page?: FeedPage;
  /** By variant, of the page. */
  shown: Map<string, Promise<Shown>>;
  words?: number | undefined;
  writing?: ShownWriting | undefined;
  usedAt: number;
}

interface Seat {
  readonly watcher: Watcher;
  known: Known;
}

/**
 * One connection that listens, and for each wave of changes at most two statements, however many articles are watched and by however many.
 * Who comes back says what they have seen: nothing of it is kept here.
 */
export function createArticleHub({ feeds, show: draw, logger, tuning = {} }: ArticleHubOptions): ArticleHub {
  const { waveMs = 100, pollMs = 10_000, retryMs = 1000, keepMs = 30_000, watchMs = 45_000 } = tuning;
  const groups = new Map<string, Group>();
  const bell = createBell();
  let size = 0;

  function tell(group: Group, news: 'words' | 'all'): void {
    if (group.news !== 'all') group.news = news;
    bell.ring();
  }

  function leave(group: Group, seat: Seat): void {
    if (!group.seats.delete(seat)) return;
    size -= 1;
    if (group.seats.size === 0) groups.delete(group.articleId);
  }

  /** Reads what has changed. */
  async function read(dirty: readonly Group[]): Promise<void> {
    const whole = dirty.filter(({ news, page }) => news === 'all' || page === undefined).slice(0, FEEDS_AT_ONCE);
    const rest = dirty.filter(({ news, page }) => news === 'words' && page !== undefined);
    for (const group of [...whole, ...rest]) group.news = 'none';
    try {
      const [pages, pulses] = await Promise.all([
        whole.length === 0 ? [] : feeds.read(idsOf(whole)),
        rest.length === 0 ? [] : feeds.pulse(idsOf(rest)),
      ]);
      const pageOf = new Map(pages.map((page) => [page.work.articleId, page]));
      for (const group of whole) takePage(group, pageOf.get(group.articleId));
      const pulseOf = new Map(pulses.map((pulse) => [pulse.articleId, pulse]));
      for (const group of rest) takePulse(group, pulseOf.get(group.articleId));
      await Promise.all([...whole, ...rest].map((group) => showOrTell(group)));
    } catch (error) {
      for (const group of whole) tell(group, 'all');
      for (const group of rest) tell(group, 'words');
      throw error;
    }
  }

  function takePage(group: Group, page: FeedPage | undefined): void {
    if (page === undefined) {
      for (const seat of group.seats) seat.watcher.end('gone');
      return;
    }
    group.page = page;
    group.shown = new Map();
    group.words = page.work.article.wordsSoFar;
    group.writing = sinceThen(group.writing, page.writing);
    group.usedAt = Date.now();
  }

  function takePulse(group: Group, pulse: ArticlePulse | undefined): void {
    const { revision, said } = group.page?.work.article ?? {};
    if (pulse === undefined || pulse.revision !== revision || pulse.said !== said) return tell(group, 'all');
    group.words = pulse.wordsSoFar;
    group.writing = sinceThen(group.writing, pulse.writing);
  }

  async function showOrTell(group: Group): Promise<void> {
    try {
      await show(group);
    } catch (error) {
      logger.error({ articleId: group.articleId, err: error }, 'What an article says cannot be shown');
    }
  }

  /** Sends everybody what they have not seen. Who have seen the same are sent the same. */
  async function show(group: Group): Promise<void> {
    const { page } = group;
    if (page === undefined) return;
    const made = new Map<Known, Map<string, { readonly events: string; readonly known: Known }>>();
    for (const seat of group.seats) {
      const { readerOf, send, end } = seat.watcher;
      const reader = readerOf(page);
      const variant = `${reader.language} ${reader.isRequester}`;
      let shown = group.shown.get(variant);
      if (shown === undefined) {
        shown = draw(page, reader);
        group.shown.set(variant, shown);
      }
      const { words, writing } = group;
      const whatIs = {
        ...(await shown),
        ...(words !== undefined && { words }),
        ...(writing !== undefined && { writing }),
      };
      const before = seat.known;
      const ofKnown = made.get(before) ?? new Map<string, { readonly events: string; readonly known: Known }>();
      made.set(before, ofKnown);
      const news = ofKnown.get(variant) ?? eventsSince(before, whatIs);
      ofKnown.set(variant, news);
      if (!group.seats.has(seat)) continue;
      seat.known = news.known;
      if (news.events === '' || send(news.events)) continue;
      leave(group, seat);
      end('slow');
    }
  }

  /** Whoever writes tells the text only while somebody watches. */
  async function keepWatched(watched: Iterable<Group>): Promise<void> {
    const ids = idsOf([...watched]);
    if (ids.length === 0) return;
    try {
      await feeds.watch(ids, watchMs);
    } catch (error) {
      logger.debug({ reason: reasonOf(error) }, 'Nobody can be told that somebody watches');
    }
  }

  function forgetUnused(): void {
    const before = Date.now() - keepMs;
    for (const group of groups.values()) {
      if (group.usedAt > before) continue;
      delete group.page;
      group.shown = new Map();
    }
  }

  return {
    get size() {
      return size;
    },

    watch(watcher) {
      const { articleId } = watcher;
      const group: Group = groups.get(articleId) ?? {
        articleId,
        seats: new Set(),
        news: 'none',
        shown: new Map(),
        usedAt: 0,
      };
      groups.set(articleId, group);
      const seat: Seat = { watcher, known: watcher.known };
      if (group.seats.size === 0) void keepWatched([group]);
      group.seats.add(seat);
      size += 1;
      // Of what was read a moment ago only the pulse is.
      tell(group, group.page === undefined ? 'all' : 'words');
      return () => leave(group, seat);
    },

    async run(signal) {
      feeds.listen({
        signal,
        onNews(news) {
          if (news === undefined) for (const group of groups.values()) tell(group, 'all');
          else {
            const group = groups.get(news.articleId);
            if (group !== undefined) tell(group, news.onlyWords ? 'words' : 'all');
          }
        },
      });
      const watching = setInterval(() => void keepWatched(groups.values()), watchMs / 3).unref();
      signal.addEventListener('abort', () => clearInterval(watching), { once: true });
      let isAway = false;
      while (!signal.aborted) {
        const dirty = [...groups.values()].filter(({ news }) => news !== 'none');
        if (dirty.length === 0) {
          const begun = performance.now();
          await bell.rung(pollMs, signal);
          forgetUnused();
          if (performance.now() - begun >= pollMs) for (const group of groups.values()) tell(group, 'words');
          continue;
        }
        try {
          await read(dirty);
          isAway = false;
          await pause(waveMs, signal);
        } catch (error) {
          if (!isAway)
            logger.warn({ reason: reasonOf(error) }, 'Articles cannot be shown; it is tried again until they can');
          isAway = true;
          await pause(retryMs, signal);
        }
      }
    },
  };
}

/** What is written now, and how much of it is as it was when it was shown last. */
function sinceThen(before: ShownWriting | undefined, now: Writing | undefined): ShownWriting | undefined {
  if (now === undefined) return undefined;
  // Nobody knows what other processes have shown of it.
  if (before?.work !== now.work) return { ...now, same: 0 };
  let same = 0;
  while (same < now.text.length && now.text[same] === before.text[same]) same += 1;
  return { ...now, same };
}

function idsOf(groups: readonly Group[]): readonly string[] {
  return groups.map(({ articleId }) => articleId);
}
