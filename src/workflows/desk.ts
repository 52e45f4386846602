import { type Actor, actorKey, OPERATOR } from '../protocol/actor.ts';
import { type ApprovalRules, mayDecide } from '../protocol/approvers.ts';
import type { WriteDraftInput } from '../protocol/activities.ts';
import { type ArticleInput, isOver, type Stage, type Step } from '../protocol/article.ts';
import { STATUS_CARD_KEY } from '../protocol/chat-message.ts';
import {
  type Control,
  type Decision,
  MAX_COMMENT_CHARS,
  type PlainControlKind,
  type Refusal,
} from '../protocol/decision.ts';
import type {
  ArticleStatus,
  DecisionRecord,
  DeskState,
  FailureRecord,
  LiveCard,
  StopReason,
} from '../protocol/desk-state.ts';
import type { DraftRecord, DraftRef } from '../protocol/draft.ts';
import { OPERATOR_SIGNALS } from '../protocol/names.ts';
import { bestOfRound, controllersOf, mayControl } from '../protocol/rules.ts';
import { isSameThread, type Thread } from '../protocol/thread.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The desk of one article: what is known, and the rules by which it changes. Knows nothing of Temporal, does nothing, and
 * decides everything; the workflow asks it what comes next.
 */
export class Desk {
  readonly #input: ArticleInput;
  readonly #state: Mutable<DeskState>;
  /** What an agent is doing right now; not kept over continue-as-new, which happens only at the gate. */
  step: Step | undefined;

  constructor(input: ArticleInput) {
    this.#input = input;
    this.#state = {
      ...(input.desk ?? {
        phase: 'drafting',
        drafts: [],
        roundFrom: 1,
        iteration: 0,
        shown: 0,
        decisions: [],
        controls: [],
        paused: false,
        cards: [],
        steps: 0,
        posts: 0,
      }),
    };
  }

  // What is known

  get state(): DeskState {
    return this.#state;
  }

  get phase(): DeskState['phase'] {
    return this.#state.phase;
  }

  get stage(): Stage {
    const { phase, failure, undeliverable, paused } = this.#state;
    if (phase === 'rejected' || phase === 'cancelled') return phase;
    if (failure !== undefined || undeliverable !== undefined) return 'stuck';
    if (phase === 'delivered') return phase;
    if (paused) return 'paused';
    return phase === 'gate' ? 'waiting' : phase;
  }

  /** Where the article lives. */
  get thread(): Thread {
    return this.#state.home?.thread ?? this.#input.threads[0];
  }

  /** Key of the status card, which opens the thread. */
  get cardKey(): string {
    return this.#state.home?.cardKey ?? STATUS_CARD_KEY;
  }

  get latest(): DraftRecord | undefined {
    return this.#state.drafts.at(-1);
  }

  /** The highest-scoring draft since people last asked for changes, of equals the later one; before there is one, the draft they sent back. */
  get best(): DraftRecord | undefined {
    return this.#bestOfRound ?? this.#draft(this.#state.decisions.at(-1)?.version) ?? this.latest;
  }

  /** What finishing would deliver. Undefined while there is no draft, or none since people sent the last one back. */
  get finishable(): DraftRecord | undefined {
    return this.phase === 'gate' ? this.chosen : this.#bestOfRound;
  }

  /** The draft at the gate, or the one that was approved. */
  get chosen(): DraftRecord | undefined {
    return this.#draft(this.#state.chosen);
  }

  /** The draft that a decision is about right now. */
  get current(): DraftRecord | undefined {
    return this.chosen ?? this.#draft(this.#state.shown) ?? this.latest;
  }

  /** The controls that make sense now, whoever may use them. */
  get controls(): readonly PlainControlKind[] {
    return OPERATOR_SIGNALS.filter((kind) => this.#controlRefusal({ kind }) === undefined);
  }

  /** Where the article stands, with the controls that `asker` may use now. */
  status(asker: Actor = OPERATOR): ArticleStatus {
    const { iteration, drafts, stopReason, failure, undeliverable, decisions } = this.#state;
    const { current, stage, step } = this;
    const lastDecision = decisions.at(-1);
    const trouble = failure ?? undeliverable;
    return {
      articleId: this.#input.articleId,
      topic: this.#input.request.topic,
      requesterName: this.#input.requester.displayName,
      stage,
      iteration,
      maxIterations: this.#input.settings.maxIterations,
      scores: this.scores,
      drafts,
      waitingFor: stage === 'waiting' || stage === 'stuck' ? this.#input.settings.approval.approvers : [],
      controls: this.controls.filter((kind) => mayControl(asker, kind, this.#rules)),
      ...(step !== undefined && !isOver(stage) && { step }),
      ...(current !== undefined && { current }),
      ...(stopReason !== undefined && { stopReason }),
      ...(trouble !== undefined && { failure: trouble }),
      ...(lastDecision !== undefined && { lastDecision }),
    };
  }

  get scores(): readonly number[] {
    return this.#state.drafts.flatMap(({ score }) => (score === undefined ? [] : [score]));
  }

  /** Ids of the decisions whose comments every later draft has to heed. */
  get commentIds(): readonly string[] {
    return this.#state.decisions.filter(({ kind }) => kind === 'request-changes').map(({ id }) => id);
  }

  /** The next draft: what it grows from, and what it has to heed. */
  assignment(): WriteDraftInput {
    const basis = this.best;
    const setbackIds = this.#state.drafts.flatMap(({ version, critiqueId }) =>
      basis !== undefined && version > basis.version && critiqueId !== undefined && version >= this.#state.roundFrom
        ? [critiqueId]
        : [],
    );
    return {
      articleId: this.#input.articleId,
      step: this.nextStep(),
      version: this.#nextVersion(),
      commentIds: this.commentIds,
      ...(setbackIds.length > 0 && { setbackIds }),
      ...(basis !== undefined && {
        basis: {
          draftId: basis.draftId,
          ...(basis.critiqueId !== undefined && { critiqueId: basis.critiqueId }),
          ...(basis.factReportId !== undefined && { factReportId: basis.factReportId }),
        },
      }),
    };
  }

  // What the agents bring

  /** A name for the next piece of work that no other will have. */
  nextStep(): string {
    this.#state.steps += 1;
    return `s${this.#state.steps}`;
  }

  nextPostKey(): string {
    this.#state.posts += 1;
    return String(this.#state.posts);
  }

  addDraft(written: { readonly draftId: string; readonly hash: string }): DraftRecord {
    this.#state.iteration += 1;
    return this.#add({ ...written, version: this.#nextVersion(), author: 'agent' });
  }

  /** A score that is not a number from 0 to 10 never counts: the draft stays without one. */
  addCritique(version: number, { critiqueId, score }: { readonly critiqueId: string; readonly score: number }): void {
    this.#amend(version, { critiqueId, ...(score >= 0 && score <= 10 && { score }) });
  }

  addFactReport(version: number, factReportId: string): void {
    this.#amend(version, { factReportId });
  }

  /** After a draft was criticised: on with the loop, to the gate, or, where nobody is asked, to the end. */
  concludeIteration(): void {
    const { maxIterations, qualityThreshold, approval } = this.#input.settings;
    const { best } = this;
    if (best === undefined) return;
    const reason: StopReason | undefined =
      (best.score ?? -1) >= qualityThreshold
        ? 'threshold'
        : this.#state.iteration >= maxIterations
          ? 'max-iterations'
          : approval.gate === 'every_draft'
            ? 'every-draft'
            : undefined;
    if (reason === undefined) return;
    this.#state.stopReason = reason;
    this.#state.chosen = best.version;
    this.#state.phase = approval.gate === 'none' ? 'finishing' : 'gate';
  }

  /** The card of this draft is in the thread. */
  show(version: number): void {
    this.#state.shown = Math.max(this.#state.shown, version);
  }

  fail(failure: FailureRecord): void {
    this.#state.failure = failure;
  }

  failDelivery(failure: FailureRecord): void {
    this.#state.undeliverable = failure;
  }

  /** The finished article is on its way to the thread; it is over when it has arrived. */
  deliver(): void {
    this.#state.phase = 'delivered';
  }

  addCard(card: LiveCard): void {
    this.#state.cards = [...this.#state.cards, card];
  }

  /** The cards whose buttons no longer mean anything; each is told once. */
  takeStaleCards(): readonly LiveCard[] {
    const isLive = (card: LiveCard): boolean =>
      card.kind === 'failure'
        ? this.#state.failure === card.failure
        : (this.phase === 'gate' || this.phase === 'drafting') &&
          this.decisionOn(card.version) === undefined &&
          card.version === (this.chosen ?? this.latest)?.version;
    const stale = this.#state.cards.filter((card) => !isLive(card));
    this.#state.cards = this.#state.cards.filter(isLive);
    // Where messages are a second apart, the card that was just clicked comes first: it is the newest.
    return stale.toReversed();
  }

  decisionOn(version: number): DecisionRecord | undefined {
    return this.#state.decisions.find((decision) => decision.version === version);
  }

  draft(version: number): DraftRecord | undefined {
    return this.#draft(version);
  }

  // What people do

  /** Why this decision does not count; undefined when it does, or did already under the same id. */
  refusalOf(decision: Decision): Refusal | undefined {
    const { stage } = this;
    if (this.#state.decisions.some(({ id }) => id === decision.id)) return undefined;
    if (!mayDecide(decision.by, this.#rules))
      return { code: 'not-a-reviewer', reviewers: this.#input.settings.approval.approvers };
    const earlier = this.decisionOn(decision.draft.version);
    if (earlier !== undefined)
      return { code: 'already-decided', decision: earlier.kind, byName: earlier.byName, at: earlier.at };
    if (isOver(stage) || this.phase === 'finishing') return { code: 'article-over', stage };
    const { current } = this;
    if (current === undefined) return { code: 'no-draft-yet' };
    if (!this.#isCurrent(decision.draft.version) || !this.#isSame(decision.draft))
      return { code: 'other-draft-is-current', asked: decision.draft.version, current: current.version };
    const words =
      decision.kind === 'request-changes' ? decision.comment : decision.kind === 'reject' ? decision.reason : undefined;
    if (words !== undefined && (words.trim() === '' || words.length > MAX_COMMENT_CHARS))
      return { code: 'bad-comment' };
    return undefined;
  }

  /** Lets a decision count. False when it did already. */
  apply(decision: Decision, at: string): boolean {
    if (this.#state.decisions.some(({ id }) => id === decision.id)) return false;
    const { version } = decision.draft;
    this.#decide({ id: decision.id, kind: decision.kind, version, byName: decision.by.displayName, at });
    switch (decision.kind) {
      case 'approve':
        this.#choose(version, 'finishing');
        break;
      case 'request-changes':
        this.#state.roundFrom = this.#nextVersion();
        this.#reopen();
        break;
      case 'edit': {
        const edited = this.#add({ ...decision.edited, version: this.#nextVersion(), author: 'person' });
        this.#state.roundFrom = edited.version;
        this.#state.iteration = 0;
        this.#state.stopReason = 'edited';
        this.#choose(edited.version, 'gate');
        break;
      }
      case 'reject':
        this.#state.phase = 'rejected';
        break;
      default:
        decision satisfies never;
    }
    return true;
  }

  /** Why this control does not count; undefined when it does, or did already under the same id. */
  refusalOfControl(control: Control): Refusal | undefined {
    if (this.#state.controls.includes(control.id)) return undefined;
    if (!mayControl(control.by, control.kind, this.#rules))
      return { code: 'not-a-reviewer', reviewers: controllersOf(control.kind, this.#rules) };
    return this.#controlRefusal(control);
  }

  /** Lets a control count. False when it did already. */
  applyControl(control: Control, at: string): boolean {
    if (this.#state.controls.includes(control.id)) return false;
    this.#state.controls = [...this.#state.controls, control.id];
    switch (control.kind) {
      case 'pause':
        this.#state.paused = true;
        break;
      case 'resume':
        this.#state.paused = false;
        break;
      case 'cancel':
        this.#state.phase = 'cancelled';
        delete this.#state.failure;
        break;
      case 'finish': {
        const draft = this.finishable;
        if (draft === undefined) break;
        this.#decide({ id: control.id, kind: 'approve', version: draft.version, byName: control.by.displayName, at });
        this.#state.stopReason = 'person';
        this.#state.paused = false;
        this.#choose(draft.version, 'finishing');
        break;
      }
      case 'retry':
        delete this.#state.failure;
        delete this.#state.undeliverable;
        break;
      case 'move':
        this.#state.home = { thread: control.thread, cardKey: `card-${this.nextPostKey()}` };
        delete this.#state.undeliverable;
        break;
      default:
        control satisfies never;
    }
    return true;
  }

  #controlRefusal(
    control: Pick<Extract<Control, { readonly kind: 'move' }>, 'kind' | 'thread'> | { readonly kind: PlainControlKind },
  ): Refusal | undefined {
    const { stage, phase } = this;
    const { kind } = control;
    const notNow: Refusal = { code: 'not-now', control: kind, stage };
    if (isOver(stage)) return { code: 'article-over', stage };
    if (phase === 'delivered' && kind !== 'retry' && kind !== 'cancel' && kind !== 'move') return notNow;
    switch (kind) {
      case 'pause':
        return this.#state.paused ? notNow : undefined;
      case 'resume':
        return this.#state.paused ? undefined : notNow;
      case 'cancel':
        return undefined;
      case 'finish':
        if (phase !== 'drafting' && phase !== 'gate') return notNow;
        return this.finishable === undefined ? { code: 'no-draft-yet' } : undefined;
      case 'retry':
        return stage === 'stuck' ? undefined : notNow;
      case 'move':
        // Cards stay where they are and go on being edited there, by the platform that posted them.
        return control.thread.platform !== this.thread.platform || isSameThread(control.thread, this.thread)
          ? notNow
          : undefined;
      default:
        return kind satisfies never;
    }
  }

  get #rules(): ApprovalRules {
    const { requester, settings } = this.#input;
    return { approvers: settings.approval.approvers, requester: actorKey(requester) };
  }

  get #bestOfRound(): DraftRecord | undefined {
    return bestOfRound(this.#state.drafts, this.#state.roundFrom);
  }

  /** Beside the newest draft, the last one people can see counts, until the newest is in the thread too. */
  #isCurrent(version: number): boolean {
    return this.#state.chosen === undefined
      ? version === this.latest?.version || version === this.#state.shown
      : version === this.#state.chosen;
  }

  #isSame(ref: DraftRef): boolean {
    return this.#draft(ref.version)?.hash === ref.hash;
  }

  #decide(decision: DecisionRecord): void {
    this.#state.decisions = [...this.#state.decisions, decision];
    delete this.#state.failure;
  }

  #choose(version: number, phase: 'gate' | 'finishing'): void {
    this.#state.chosen = version;
    this.#state.phase = phase;
  }

  #reopen(): void {
    this.#state.phase = 'drafting';
    this.#state.iteration = 0;
    delete this.#state.chosen;
    delete this.#state.stopReason;
  }

  #nextVersion(): number {
    return (this.latest?.version ?? 0) + 1;
  }

  #draft(version: number | undefined): DraftRecord | undefined {
    return this.#state.drafts.find((draft) => draft.version === version);
  }

  #add(draft: DraftRecord): DraftRecord {
    this.#state.drafts = [...this.#state.drafts, draft];
    return draft;
  }

  #amend(version: number, change: Partial<DraftRecord>): void {
    this.#state.drafts = this.#state.drafts.map((draft) =>
      draft.version === version ? { ...draft, ...change } : draft,
    );
  }
}
