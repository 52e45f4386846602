import type { Logger } from '../lib/logger.ts';
import type { ArticleState } from '../protocol/article-state.ts';
import type { FeedMessage, ThreadReport } from '../protocol/feed.ts';
import type { FollowerStore } from '../storage/follower-store.ts';
import type { FollowerWork, StoredEntry, StoredMessage } from '../storage/follower-work.ts';
import { backoff } from './backoff.ts';
import type { ChatContent } from './chat-content.ts';
import {
  createFrameOf,
  entryContent,
  isLive,
  type NamedTemplate,
  statusContent,
  stillApplies,
  withoutReceipt,
} from './content.ts';
import { ComeBack, HasNews, isFault, LeaseLost, Refused } from './interruptions.ts';
import { Lease } from './lease.ts';
import type { Message, MessageRef, Messenger } from './messenger.ts';
import type { Priority, Scheduler } from './scheduler.ts';
import { createSender, type Outgoing, type Sender } from './send-message.ts';

/** Tells the workflow what became of its messages. */
export interface FeedDesk {
  /** Resolves when the article's workflow surely gets it, or is not there any more. Called again until it does. */
  report(articleId: string, report: ThreadReport): Promise<void>;
}

export interface DrainThreadOptions {
  readonly messenger: Messenger;
  readonly followers: FollowerStore;
  readonly desk: FeedDesk;
  readonly scheduler: Scheduler;
  /** Address of an article's run in Temporal's Web UI, when people can open it. */
  readonly runUrl?: (articleId: string) => string;
  /** What kinds of text are called. */
  readonly templates?: readonly NamedTemplate[];
  /** Whether a finished article comes with its receipt. Default: yes. */
  readonly withReceipt?: boolean;
  /** Whether people can open articles on the page. Default: no. */
  readonly hasPage?: boolean;
  /** BCP 47 tags of languages in which articles are offered by buttons. Default: none. */
  readonly languages?: readonly string[];
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  readonly leaseMs: number;
  /** How long a thread may keep its lease while it waits for a turn. */
  readonly patienceMs: number;
  readonly retryMs: number;
  readonly maxAttempts: number;
}

/** What people wait for, or are asked. */
const ASKING: ReadonlySet<FeedMessage['kind']> = new Set(['gate', 'failure', 'budget', 'final']);

/** Seq of the status card: before all entries. */
const STATUS_SEQ = 0;

/**
 * Brings one thread up to date, in this order: the status card, when it is not there yet; edits of cards; the entries, one after
 * another; the status card as it is then. Gives the lease back, and answers when the thread is due again, milliseconds from now: null
 * when there is news. Throws what the store throws: then the lease ends by itself.
 */
export function createDrainThread(options: DrainThreadOptions) {
  const { messenger, followers, desk, scheduler, log, leaseMs, patienceMs, retryMs, maxAttempts } = options;
  const { withReceipt = true } = options;
  const frameOf = createFrameOf(
    options.runUrl,
    options.templates,
    options.hasPage,
    options.languages,
    options.messenger.isOfTwo,
  );
  const contentOf = (...[work, now, frame, entry]: Parameters<typeof entryContent>): ChatContent =>
    entryContent(work, now, frame, withReceipt ? entry : withoutReceipt(entry));

  return async (first: FollowerWork, claimedAt: number, signal: AbortSignal): Promise<number | null> => {
    const lease = new Lease(first, { store: followers, leaseMs, claimedAt, now: Date.now });
    const sender = createSender({ messenger, scheduler, lease, leaseMs, retryMs, signal, log });
    for (let work = first.isStale ? await lease.reload() : first; ; ) {
      const thread = createThread({ work, lease, sender });
      try {
        const comeBackInMs = await thread.update(signal);
        if (comeBackInMs !== 'more') {
          if (work.attempts > 0) lease.note({ attempts: 0 });
          return await lease.release(comeBackInMs, { keepsPriority: comeBackInMs !== null });
        }
      } catch (error) {
        if (!(error instanceof HasNews)) return await thread.end(error, signal);
      }
      work = await lease.reload();
    }
  };

  function createThread({ work, lease, sender }: { work: FollowerWork; lease: Lease; sender: Sender }) {
    const { articleId, followerId, role, isGuest, article, thread, movedTo } = work;
    /** The thread of the article itself: what becomes of it there is the article's affair. */
    const isHome = role === 'decides' && !isGuest;
    const { state } = article;
    const frame = frameOf(work);
    const isIdempotent = messenger.settleMs === 0;
    const rows = new Map(work.messages.map((message) => [`${message.seq}/${message.part}`, message]));
    const fields = { article: articleId, platform: thread.platform, channel: thread.channel };
    let root: MessageRef | undefined =
      work.root ?? work.messages.find(({ seq, phase }) => seq === STATUS_SEQ && phase === 'sent')?.ref;
    /** What went out since the thread was read. */
    const out = new Map<string, MessageRef>();
    /** The entry that is on its way. */
    let current: number = STATUS_SEQ;

    return {
      /** Answers when to come back: null when there is news, `more` at once. */
      async update(signal: AbortSignal): Promise<number | null | 'more'> {
        const toldInMs = work.report === undefined ? null : await tell(work.report);
        if (state === undefined || work.hasTrouble) return toldInMs;
        if (movedTo !== undefined) return sooner(toldInMs, await sayWhereItWent(state));
        if (role !== 'person' && !isOut(STATUS_SEQ)) await postStatus(state);
        const waits = await showCardsAndEntries(state, signal);
        if (waits === 'more') return 'more';
        if (waits === null) lease.note({ shownRevision: article.revision });
        return sooner(toldInMs, waits);
      },

      /** Whatever went wrong is this thread's. */
      async end(error: unknown, signal: AbortSignal): Promise<number | null> {
        if (error instanceof LeaseLost) {
          log.debug(fields, error.message);
          return null;
        }
        if (error instanceof ComeBack) return await lease.release(error.inMs, { keepsPriority: true });
        if (error instanceof Refused) {
          const { code, message } = error.refusal;
          return await giveUp({ code: 'delivery-refused', message, reason: code });
        }
        if (signal.aborted) return await lease.release(0, { keepsPriority: true });
        if (isFault(error)) {
          const attempts = work.attempts + 1;
          log.warn({ ...fields, attempts, reason: error.message }, 'A message could not be made');
          if (attempts >= maxAttempts) return await giveUp({ code: 'internal', message: error.message });
          lease.note({ attempts });
          return await lease.release(backoff(retryMs, attempts), { keepsPriority: true });
        }
        throw error;
      },
    };

    function isOut(seq: number): boolean {
      return work.messages.some((message) => message.seq === seq && message.phase === 'sent');
    }

    function render(content: ChatContent): Promise<readonly Message[]> {
      return messenger.render(content);
    }

    function toOutgoing(
      seq: number,
      content: ChatContent,
      message: Message,
      siblings: ReadonlyMap<string, MessageRef>,
      priority: Priority,
      now: ArticleState,
    ): Outgoing {
      const key = `${articleId}/${followerId}/${seq}/${message.name}`;
      const place = { key, thread, ...(root !== undefined && { root }), content, siblings };
      return { seq, kind: content.kind, message, place, live: isLive(content, work, now), priority };
    }

    async function postStatus(now: ArticleState): Promise<void> {
      await postContent(STATUS_SEQ, statusContent(work, now, frame), 2, now);
    }

    /**
     * Each message of the content that is not out yet, one after another; what is out and says something else is replaced.
     * @param isBrief without what goes beside the rest
     */
    async function postContent(
      seq: number,
      content: ChatContent,
      priority: Priority,
      now: ArticleState,
      isBrief = false,
    ): Promise<Posted> {
      current = seq;
      let isNew = false;
      let isWhole = true;
      const siblings = new Map<string, MessageRef>();
      for (const message of await render(content)) {
        const key = `${seq}/${message.name}`;
        const row = rows.get(key);
        if (isBrief && message.isBeside === true && row?.phase !== 'sent') {
          isWhole = false;
          continue;
        }
        const outgoing = toOutgoing(seq, content, message, new Map(siblings), priority, now);
        const sent = out.get(key);
        if (sent !== undefined) siblings.set(message.name, sent);
        else if (row?.phase !== 'sent') {
          const ref = await sender.post(outgoing, row, patienceMs);
          siblings.set(message.name, ref);
          out.set(key, ref);
          isNew = true;
        } else if (row.ref !== undefined)
          siblings.set(
            message.name,
            row.digest === message.digest ? row.ref : await sender.edit(outgoing, row.ref, patienceMs),
          );
        if (seq === STATUS_SEQ) root ??= siblings.get(message.name);
      }
      return { isNew, isWhole };
    }

    /** Answers when to come back for edits that have to wait; null: everything is shown. */
    async function showCardsAndEntries(now: ArticleState, signal: AbortSignal): Promise<number | null | 'more'> {
      const entries = work.entries.filter(({ seq }) => seq > work.cursor);
      const isAll = work.cursor + entries.length >= article.said;
      const cards = role === 'person' ? [] : await cardEdits(now);
      // A word count may be skipped: the next one replaces it.
      const isTrifle = work.priority === 3 && entries.length === 0 && work.shownRevision === article.revision;
      const status = async (): Promise<readonly Edit[]> =>
        role === 'person' || !isAll
          ? []
          : await contentEdits(STATUS_SEQ, statusContent(work, now, frame), isTrifle ? 3 : 2, now);

      if (isIdempotent) {
        // Edits of different cards do not depend on each other, so they are sent together.
        const [shown, edited] = await Promise.allSettled([
          showEntries(entries, now, signal),
          status().then((edits) => editAll([...cards, ...edits], true)),
        ]);
        if (shown.status === 'rejected') throw shown.reason;
        if (edited.status === 'rejected') throw edited.reason;
        return isAll ? sooner(shown.value, soonest(edited.value)) : 'more';
      }
      // An edit that has to wait holds up nothing but itself.
      const waiting = await editAll(cards, false, entries.length > 0 ? 0 : patienceMs);
      const toldInMs = await showEntries(entries, now, signal);
      if (!isAll) return 'more';
      const edits = [...waiting.map(({ edit }) => edit), ...(await status())];
      return sooner(toldInMs, soonest(await editAll(edits, false, isTrifle ? 0 : patienceMs)));
    }

    /** Answers when to try again to tell the desk; null: there is nothing to tell. */
    async function showEntries(
      entries: readonly StoredEntry[],
      now: ArticleState,
      signal: AbortSignal,
    ): Promise<number | null> {
      let toldInMs: number | null = null;
      const isShown = (entry: StoredEntry): boolean =>
        (entry.to === 'requester') === (role === 'person') &&
        // What somebody has begun to send may be there: it is brought to its end.
        (stillApplies(work, now, entry) || work.messages.some(({ seq }) => seq === entry.seq));
      /** Of which something is to come still, and those behind it: of many that wait for their turns, the cards come first. */
      const behind: { readonly entry: StoredEntry; readonly isWhole: boolean }[] = [];
      const bringWhatIsBehind = async (): Promise<void> => {
        for (const { entry, isWhole } of behind.splice(0)) {
          signal.throwIfAborted();
          if (!isWhole) await showEntry(entry, now);
          lease.note({ cursor: entry.seq });
        }
      };
      for (const entry of entries) {
        signal.throwIfAborted();
        const isFinal = entry.message.kind === 'final';
        if (isFinal) await bringWhatIsBehind();
        const { isNew, isWhole } = isShown(entry)
          ? await showEntry(entry, now, { isBrief: !isFinal && entries.length > 1 })
          : { isNew: false, isWhole: true };
        if (isWhole && behind.length === 0) lease.note({ cursor: entry.seq });
        else behind.push({ entry, isWhole });
        // In the statement that says that its last message is out: whoever finds all of them out need not report.
        if (isNew && isFinal && isHome) toldInMs = await report({ kind: 'arrived', seq: entry.seq });
      }
      await bringWhatIsBehind();
      return toldInMs;
    }

    async function showEntry(entry: StoredEntry, now: ArticleState, { isBrief = false } = {}): Promise<Posted> {
      const { kind } = entry.message;
      const priority = ASKING.has(kind) || role === 'person' ? 1 : 2;
      current = entry.seq;
      try {
        const content = contentOf(work, now, frame, entry);
        return await postContent(entry.seq, content, priority, now, isBrief);
      } catch (error) {
        const isHopeless = error instanceof Refused || (isFault(error) && work.attempts + 1 >= maxAttempts);
        if (role !== 'person' || !isHopeless) throw error;
        log.warn(
          { ...fields, reason: error.message },
          'What was for a person alone is said where the article is followed',
        );
        await lease.publish(entry.seq);
        return { isNew: false, isWhole: true };
      }
    }

    /** Cards whose messages show what is not true any more. Those that merely cannot change any more are noted. */
    async function cardEdits(now: ArticleState): Promise<readonly Edit[]> {
      if (work.shownRevision === article.revision && movedTo === undefined) return [];
      const edits: Edit[] = [];
      // The newest first: people click there.
      for (const entry of work.entries.toReversed()) {
        if (!work.messages.some(({ seq, live, phase }) => seq === entry.seq && live && phase === 'sent')) continue;
        const content = contentOf(work, now, frame, entry);
        edits.push(...(await contentEdits(entry.seq, content, isClicked(content) ? 0 : 2, now)));
      }
      return edits;
    }

    /** Whether people wait to see its buttons go. Another card about the same draft only tells, too, what was decided. */
    function isClicked(content: ChatContent): boolean {
      if (work.priority !== 0 || (content.kind !== 'draft' && content.kind !== 'gate')) return work.priority === 0;
      const latest = work.decisions.at(-1);
      const resolved = content.kind === 'gate' ? content.gate : undefined;
      return movedTo !== undefined || (content.draft.version === latest?.version && resolved === latest.gate);
    }

    async function contentEdits(
      seq: number,
      content: ChatContent,
      priority: Priority,
      now: ArticleState,
    ): Promise<readonly Edit[]> {
      const sent = work.messages.filter((message) => message.seq === seq && message.phase === 'sent');
      const siblings = new Map(sent.flatMap(({ part, ref }) => (ref === undefined ? [] : [[part, ref] as const])));
      const edits: Edit[] = [];
      for (const message of await render(content)) {
        const row = rows.get(`${seq}/${message.name}`);
        if (row?.phase !== 'sent' || row.ref === undefined || !row.live) continue;
        const outgoing = toOutgoing(seq, content, message, siblings, priority, now);
        if (row.digest !== message.digest) edits.push({ outgoing, ref: row.ref });
        else if (!outgoing.live) lease.note({ messages: [{ ...sameRow(row), live: false }] });
      }
      return edits;
    }

    /** Answers those that have to wait, and for how long. */
    async function editAll(
      edits: readonly Edit[],
      together: boolean,
      waitMs = patienceMs,
    ): Promise<readonly WaitingEdit[]> {
      const waiting: WaitingEdit[] = [];
      const editOne = async (edit: Edit): Promise<void> => {
        try {
          await sender.edit(edit.outgoing, edit.ref, waitMs);
        } catch (error) {
          if (!(error instanceof ComeBack)) throw error;
          waiting.push({ edit, inMs: error.inMs });
        }
      };
      if (together) await Promise.all(edits.map(editOne));
      else for (const edit of edits) await editOne(edit);
      return waiting;
    }

    /** Takes away what could be clicked, and leaves the new address. */
    async function sayWhereItWent(now: ArticleState): Promise<number | null> {
      for (const row of work.messages.filter(({ phase }) => phase === 'sending')) await settle(row, now);
      const edits = [
        ...(await cardEdits(now)),
        ...(await contentEdits(STATUS_SEQ, statusContent(work, now, frame), 0, now)),
      ];
      return soonest(await editAll(edits, isIdempotent));
    }

    /** Of a message that may have been sent before the article moved: it is treated as the others, if it is there. */
    async function settle(row: StoredMessage, now: ArticleState): Promise<void> {
      if (row.lookInMs > 0 && !isIdempotent) throw new ComeBack(row.lookInMs);
      const entry = work.entries.find(({ seq }) => seq === row.seq);
      if (row.seq !== STATUS_SEQ && entry === undefined) return;
      const content = entry === undefined ? statusContent(work, now, frame) : contentOf(work, now, frame, entry);
      const message = (await render(content)).find(({ name }) => name === row.part);
      if (message === undefined) return;
      const outgoing = toOutgoing(row.seq, content, message, new Map(), 2, now);
      try {
        const ref = await sender.find(outgoing, row, patienceMs);
        if (ref === undefined) lease.note({ messages: [{ ...sameRow(row), phase: 'unsent', live: false }] });
        else await sender.edit(outgoing, ref, patienceMs);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        lease.note({ messages: [{ ...sameRow(row), phase: 'unsent', live: false }] });
      }
    }

    /** Written down first, so that somebody tells the desk even if this process does not come to it. */
    async function report(what: ThreadReport): Promise<number | null> {
      lease.note({ report: what });
      await lease.advance();
      return await tell(what);
    }

    /** Null: the desk was told. Otherwise when to try again. */
    async function tell(what: ThreadReport): Promise<number | null> {
      try {
        lease.check();
        await desk.report(articleId, what);
        lease.note({ report: null });
        return null;
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        log.warn({ ...fields, report: what.kind, reason: String(error) }, 'The workflow could not be told');
        return retryMs;
      }
    }

    /** Nothing more goes there until a person tries again. Where people decide, the desk has to know. */
    async function giveUp(trouble: { readonly code: string; readonly message: string; readonly reason?: string }) {
      log.warn({ ...fields, ...trouble, seq: current }, 'A thread gets no more messages');
      // The article moved away: its delivery does not wait for this thread.
      if (movedTo !== undefined) return await lease.release(null, { keepsPriority: false });
      lease.note({ trouble });
      const { code, reason = code } = trouble;
      const toldInMs = isHome
        ? await report({ kind: 'trouble', where: thread.channel, ...trouble })
        : isGuest
          ? await report({ kind: 'lost', thread, failure: reason })
          : null;
      return await lease.release(toldInMs, { keepsPriority: false });
    }
  }
}

/** `isNew`: something was not out before · `isWhole`: everything is by now. */
interface Posted {
  readonly isNew: boolean;
  readonly isWhole: boolean;
}

interface Edit {
  readonly outgoing: Outgoing;
  readonly ref: MessageRef;
}

interface WaitingEdit {
  readonly edit: Edit;
  readonly inMs: number;
}

function soonest(waiting: readonly WaitingEdit[]): number | null {
  return waiting.length === 0 ? null : Math.min(...waiting.map(({ inMs }) => inMs));
}

function sooner(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function sameRow({ seq, part, kind, phase, digest, live }: StoredMessage) {
  return { seq, part, kind, phase, digest, live };
}
