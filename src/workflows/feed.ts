import type { Progress, RecordedAct, RecordedDecision, Unwritten } from '../protocol/activities.ts';
import type { ArticleInput } from '../protocol/article.ts';
import type { FeedEntry, FeedMessage } from '../protocol/feed.ts';
import { draftOf, replacedBy } from '../protocol/rules.ts';
import { askedBy, type Revision } from '../protocol/revision.ts';
import type { Translates } from '../protocol/translation.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Desk } from './desk/desk.ts';
import { reportsOn } from '../protocol/drafts.ts';

export interface FeedStart {
  readonly resumed: boolean;
  readonly left: Unwritten | undefined;
}

/**
 * What the article has said and decided and nobody has written down for certain. Plain state: `take` hands all of it to the next
 * step; until that step has said that it is written, the next one gets it again, since writing it twice has one effect.
 */
export class Feed {
  readonly #articleId: string;
  readonly #desk: Desk;
  #entries: readonly FeedEntry[] = [];
  #decisions: readonly RecordedDecision[] = [];
  #acts: readonly RecordedAct[] = [];
  #language: string | undefined;
  #moved: Thread | undefined;
  #retriesThreads = false;
  #hasNew = false;
  /** The state as it was handed over last, and the desk's changes until then. */
  #shown: string | undefined;
  #seen: number;

  /** @param left by the run before @param resumed whether there was one */
  constructor(articleId: string, desk: Desk, { resumed, left }: FeedStart) {
    this.#articleId = articleId;
    this.#desk = desk;
    this.#seen = desk.changes;
    if (left !== undefined) {
      this.#entries = left.entries;
      this.#decisions = left.decisions ?? [];
      this.#acts = left.acts ?? [];
      this.#language = left.language;
      this.#moved = left.moved;
      this.#retriesThreads = left.retryThreads === true;
      this.#hasNew = true;
    } else if (resumed) this.#shown = JSON.stringify(desk.articleState);
  }

  /** Whether something was said, decided or changed that was not handed over yet. */
  get hasNews(): boolean {
    return this.#hasNew || this.#desk.changes !== this.#seen;
  }

  /** @returns the number of the entry */
  say(message: FeedMessage, to?: 'requester'): number {
    const seq = this.#desk.nextSeq();
    this.#entries = [...this.#entries, { seq, message, ...(to !== undefined && { to }) }];
    this.#hasNew = true;
    return seq;
  }

  /** Asks people to decide at the gate that has just opened. */
  sayGate(): void {
    const { gate, stopReason } = this.#desk.state;
    const draft = draftOf(this.#desk.state, gate?.subject.version);
    if (gate === undefined || draft === undefined || stopReason === undefined) return;
    const { draftId, version, contradicted = 0, remembered = 0, unresolved = 0, unchecked } = draft;
    const replaced = replacedBy(this.#desk.state, draft);
    const hasDoubts = contradicted + remembered + unresolved > 0;
    this.say({
      kind: 'gate',
      gate: gate.id,
      draftId,
      version,
      ...(draft.outline && { outline: true }),
      stopReason,
      ...(replaced !== undefined && { replaced }),
      ...(hasDoubts && { factReportIds: reportsOn(draft) }),
      ...(unchecked && { unchecked }),
      ...(this.#desk.lacksExtras(draft) && { withoutExtras: true }),
    });
    this.sayShortfall();
  }

  /** Says so where nobody could ever approve what is up for decision: it would wait for ever without a word. */
  sayShortfall(): void {
    const { shortfall, state } = this.#desk;
    if (shortfall !== undefined && state.gate !== undefined)
      this.say({
        kind: 'notice',
        notice: { code: 'cannot-be-approved', version: state.gate.subject.version, ...shortfall },
      });
  }

  /** What is translated, and that only what has changed is, where it was translated before. */
  sayTranslation(
    { articleId: article, edition, language: from, again }: Translates,
    { requester, request }: Pick<ArticleInput, 'requester' | 'request'>,
  ): void {
    this.say({
      kind: 'notice',
      notice: {
        code: 'translating',
        byName: requester.displayName,
        edition,
        from,
        language: request.language,
        article,
        ...(again !== undefined && { isAgain: true }),
      },
    });
  }

  /** How a new edition begins. */
  sayRevision({ edition, asked }: Revision): void {
    const { displayName: byName } = askedBy(asked);
    switch (asked.kind) {
      case 'comment':
        this.decided({ decision: asked.decision, at: asked.at });
        this.say({ kind: 'notice', notice: { code: 'revising', byName, edition, section: asked.section.heading } });
        break;
      case 'proposal':
        this.say({ kind: 'notice', notice: { code: 'taking-over', byName, edition } });
        this.sayGate();
        break;
      default:
        asked satisfies never;
    }
  }

  decided(decision: RecordedDecision): void {
    this.#decisions = [...this.#decisions, decision];
    this.#hasNew = true;
  }

  /** For the audit. */
  acted(act: RecordedAct): void {
    this.#acts = [...this.#acts, act];
    this.#hasNew = true;
  }

  languageChosen(tag: string): void {
    this.#language = tag;
    this.#hasNew = true;
  }

  moved(to: Thread): void {
    this.#moved = to;
    this.#hasNew = true;
  }

  retryThreads(): void {
    this.#retriesThreads = true;
    this.#hasNew = true;
  }

  /** All that is not known to be written, for whoever writes next. Undefined: there is nothing. */
  take(): Progress | undefined {
    const left = this.left;
    this.#hasNew = false;
    this.#seen = this.#desk.changes;
    if (left === undefined) return undefined;
    const state = this.#desk.articleState;
    this.#shown = JSON.stringify(state);
    return {
      articleId: this.#articleId,
      ...left,
      state: { ...state, revision: this.#desk.nextRevision() },
      said: this.#desk.state.said,
      ...(left.decisions !== undefined && {
        known: [...this.#desk.state.decisions.map(({ id }) => id), ...(this.#desk.state.votes ?? [])],
      }),
    };
  }

  /** What the next run has to write, if anything: perhaps nothing but the state. */
  get left(): Unwritten | undefined {
    const isUnwritten =
      this.#entries.length > 0 ||
      this.#decisions.length > 0 ||
      this.#acts.length > 0 ||
      this.#language !== undefined ||
      this.#moved !== undefined ||
      this.#retriesThreads;
    if (!isUnwritten && JSON.stringify(this.#desk.articleState) === this.#shown) return undefined;
    return {
      entries: this.#entries,
      ...(this.#decisions.length > 0 && { decisions: this.#decisions }),
      ...(this.#acts.length > 0 && { acts: this.#acts }),
      ...(this.#language !== undefined && { language: this.#language }),
      ...(this.#moved !== undefined && { moved: this.#moved }),
      ...(this.#retriesThreads && { retryThreads: true }),
    };
  }

  written({ entries, decisions = [], acts = [], language, moved, retryThreads }: Progress): void {
    this.#entries = this.#entries.filter(({ seq }) => !entries.some((entry) => entry.seq === seq));
    this.#decisions = this.#decisions.filter((decision) => !decisions.includes(decision));
    this.#acts = this.#acts.filter((act) => !acts.includes(act));
    if (language === this.#language) this.#language = undefined;
    if (moved === this.#moved) this.#moved = undefined;
    if (retryThreads === true) this.#retriesThreads = false;
  }

  /** Nobody knows whether it is written, or it never was: the next one to write gets it. */
  unwritten(): void {
    this.#shown = undefined;
    this.#hasNew = true;
  }
}
