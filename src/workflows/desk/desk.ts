import { type Actor, actorKey } from '../../protocol/actor.ts';
import type {
  ReadSources,
  RulePatterns,
  WrittenCritique,
  WrittenDraft,
  WrittenFactReport,
} from '../../protocol/activities.ts';
import type { CheckPoint } from '../../protocol/adaptive.ts';
import { type ArticleInput, isOver, type SourceFile, type Stage, type Step } from '../../protocol/article.ts';
import type { ArticleState } from '../../protocol/article-state.ts';
import { type BudgetStop, type BudgetWarning, warningKey } from '../../protocol/budget.ts';
import type { Control, ControlKind, Decision, Refusal } from '../../protocol/decision.ts';
import {
  type ArticleStatus,
  type DeskState,
  type FailureRecord,
  type Outage,
  REMEMBERED_WARNINGS,
} from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import { isSamePlace, placesOf, withoutPlace } from '../../protocol/following.ts';
import type { Deadline, Gate } from '../../protocol/gate.ts';
import type { ExpiryOutcome } from '../../protocol/patience.ts';
import {
  controlsFor,
  decidableSubjects,
  draftOf,
  hasCounted,
  newestDraft,
  refusalOfControl,
  refusalOfDecision,
  votingIn,
  type Standing,
  stageOf,
} from '../../protocol/rules.ts';
import { withAssigned } from '../../protocol/assignment.ts';
import { type ApprovalRules, mayDecide, namedAmong, waitedFor } from '../../protocol/approvers.ts';
import { ruleOf } from '../../protocol/rule-of.ts';
import { channelKey, type Thread } from '../../protocol/thread.ts';
import { asOne, isVotedOn, type Shortfall, shortfallOf, type Tally } from '../../protocol/voting.ts';
import { approvalBy, withControl, withEnd, withFollowings } from './controls.ts';
import { newEdition } from './new-edition.ts';
import { nextVersion, scores, withDraft, withDraftAmended } from '../../protocol/drafts.ts';
import { type Check, dueCheck, patternsOf, withReport } from '../../protocol/checks.ts';
import { awake, withDecision, withGate, without, withoutClock } from './gate.ts';
import { type NextStep, nextStep } from '../../protocol/next-step.ts';

const EMPTY: DeskState = {
  phase: 'drafting',
  drafts: [],
  roundFrom: 1,
  iteration: 0,
  gates: 0,
  decisions: [],
  controls: [],
  paused: false,
  steps: 0,
  said: 0,
  revision: 0,
};

/**
 * The desk of one article: what is known, and how it changes. Knows nothing of Temporal and does nothing; the workflow asks it what
 * comes next. Whether something counts is decided by `protocol/rules.ts`.
 */
export class Desk {
  readonly #input: ArticleInput;
  #state: DeskState;
  #step: Step | undefined;
  #changes = 0;

  constructor(input: ArticleInput) {
    this.#input = input;
    const { desk, revises, translates } = input;
    const empty = translates?.research === undefined ? EMPTY : { ...EMPTY, research: translates.research };
    this.#state = desk ?? (revises === undefined ? empty : newEdition(empty, revises, this.#policy));
  }

  // Queries

  get state(): DeskState {
    return this.#state;
  }

  /** Rises with every change of the state or the step. */
  get changes(): number {
    return this.#changes;
  }

  /** Whether people have been asked, or have decided unasked, so that somebody waits for what comes now. */
  get isAwaited(): boolean {
    return this.#state.gates > 0 || this.#state.decisions.length > 0;
  }

  get phase(): DeskState['phase'] {
    return this.#state.phase;
  }

  get stage(): Stage {
    return stageOf(this.#state);
  }

  /** Where the article lives. */
  get home(): Thread {
    return this.#state.home ?? this.#input.thread;
  }

  get latest(): DraftRecord | undefined {
    return newestDraft(this.#state);
  }

  /** The draft that was approved. */
  get approved(): DraftRecord | undefined {
    return draftOf(this.#state, this.#state.approved);
  }

  /** The draft that a decision is about right now. */
  get current(): DraftRecord | undefined {
    return this.approved ?? draftOf(this.#state, this.#state.gate?.subject.version) ?? this.latest;
  }

  /** What cards, lists and people are shown; the revision is whoever's who writes it down. */
  get articleState(): Omit<ArticleState, 'revision'> {
    const {
      iteration,
      stopReason,
      failure,
      failureSeq,
      outage,
      budget,
      trouble,
      decisions,
      approved,
      assigned,
      isParked,
    } = this.#state;
    const { since, escalatedAt } = this.#state.gate ?? {};
    const { stage } = this;
    const [open] = decidableSubjects(this.#state, this.#standing.policy);
    const asked = failure ?? trouble;
    const lastDecision = decisions.at(-1)?.id;
    return {
      stage,
      iteration,
      scores: scores(this.#state),
      ...(this.#step !== undefined && !isOver(stage) && { step: this.#step, work: this.#work }),
      ...(stopReason !== undefined && { stopReason }),
      ...(open !== undefined && { open }),
      ...(asked !== undefined && { failure: { ...asked, ...(failureSeq !== undefined && { seq: failureSeq }) } }),
      ...(outage !== undefined && { outage }),
      ...(budget !== undefined && { budget }),
      ...(since !== undefined && { waitingSince: since }),
      ...(escalatedAt !== undefined && { escalatedAt }),
      ...(isParked && { isParked }),
      ...(approved !== undefined && { approved }),
      ...(assigned !== undefined && { assigned }),
      ...(this.#state.inCharge !== undefined && { inCharge: this.#state.inCharge }),
      ...(this.#state.followings !== undefined && { followings: this.#state.followings }),
      ...(lastDecision !== undefined && { lastDecision }),
    };
  }

  /** @param by who asks; absent: an operator */
  statusFor(by?: Actor): ArticleStatus {
    const { iteration, drafts, stopReason, failure, trouble, outage, budget, decisions, assigned, isParked } =
      this.#state;
    const { current, stage } = this;
    const { request, requester, articleId, settings, revises } = this.#input;
    const lastDecision = decisions.at(-1);
    const asked = failure ?? trouble;
    const { policy } = this.#standing;
    const { tally } = this;
    const mayDecideNow = by !== undefined && mayDecide(by, policy);
    return {
      articleId,
      ...(revises !== undefined && { edition: revises.edition }),
      topic: request.topic,
      requesterName: requester.displayName,
      stage,
      iteration,
      maxIterations: settings.maxIterations,
      scores: scores(this.#state),
      drafts,
      waitingFor:
        stage === 'waiting'
          ? withAssigned(tally?.waitingFor ?? settings.approval.approvers, assigned, tally)
          : waitedFor(stage, settings.approval, budget !== undefined),
      ...(assigned !== undefined && { assigned }),
      ...(tally !== undefined && stage === 'waiting' && { tally }),
      decidable: mayDecideNow ? decidableSubjects(this.#state, policy) : [],
      controls: controlsFor(this.#standing, by),
      ...(this.#step !== undefined && !isOver(stage) && { step: this.#step }),
      ...(current !== undefined && { current }),
      ...(stopReason !== undefined && { stopReason }),
      ...(asked !== undefined && { failure: asked }),
      ...(outage !== undefined && { outage }),
      ...(budget !== undefined && { budget }),
      ...(isParked && stage === 'paused' && { isParked }),
      ...(lastDecision !== undefined && { lastDecision }),
      ...(this.#state.followings !== undefined && { followings: this.#state.followings }),
    };
  }

  /** Whether it is a guess in what language the article is to be, and nobody has spoken to it. */
  get asksLanguage(): boolean {
    return this.#input.request.languageAssumed === true && this.#state.language === undefined;
  }

  /** Whether sources are to be read before anything is written; those that came when there was a draft, before the next one is. */
  get wantsResearch(): boolean {
    const { request, settings } = this.#input;
    const { when, hasSearch } = settings.research ?? { when: 'auto', hasSearch: false };
    const { phase, research, files = [], drafts } = this.#state;
    if (when === 'never' || phase !== 'drafting') return false;
    if (files.length > 0) return drafts.length === 0 || this.next.kind === 'write';
    if (research !== undefined || drafts.length > 0) return false;
    const isNamed = [request.sources, request.files].some((named) => named !== undefined && named.length > 0);
    return when === 'always' || hasSearch || request.pasted !== undefined || isNamed;
  }

  /** Sources are being read. */
  get isReading(): boolean {
    return this.#step === 'researching';
  }

  /** What comes next while it is being drafted. */
  get next(): NextStep {
    return nextStep(this.#state, this.#input.settings);
  }

  /** The next check that the rules ask for at a point. */
  dueCheck(at: CheckPoint): Check | undefined {
    return dueCheck(this.#state, this.#input.settings, at);
  }

  /** What the rules look for in the texts of a step. */
  patterns(at: 'after-draft' | 'later'): { readonly patterns?: readonly RulePatterns[] } {
    const patterns = patternsOf(this.#input.settings.adaptive, at);
    return patterns.length === 0 ? {} : { patterns };
  }

  // Results of agents

  /** A name for the next piece of work that no other will have. */
  nextStep(): string {
    this.#state = { ...this.#state, steps: this.#state.steps + 1 };
    return this.#work;
  }

  get #work(): string {
    return `s${this.#state.steps}`;
  }

  /** The number of the next feed entry. */
  nextSeq(): number {
    this.#state = { ...this.#state, said: this.#state.said + 1 };
    return this.#state.said;
  }

  nextRevision(): number {
    this.#state = { ...this.#state, revision: this.#state.revision + 1 };
    return this.#state.revision;
  }

  /** What an agent is doing; undefined: nothing. Not kept over continue-as-new, which happens where nothing is done. */
  doStep(step: Step | undefined): void {
    if (this.#step === step) return;
    this.#step = step;
    this.#changes += 1;
  }

  /** Nobody has said what it should be. */
  goOnInGuessedLanguage(): void {
    if (this.asksLanguage) this.#become({ ...this.#state, language: this.#input.request.language });
  }

  /** @param files those that were read: others may have come meanwhile */
  addResearch(read: ReadSources, files: readonly SourceFile[] = []): void {
    const { research, files: waiting = [], ...rest } = this.#state;
    const left = waiting.filter(({ id }) => !files.some((file) => file.id === id));
    this.#become({
      ...rest,
      research: {
        researchId: read.researchId,
        read: (research?.read ?? 0) + read.read,
        failed: (research?.failed ?? 0) + read.failed,
      },
      ...(left.length > 0 && { files: left }),
    });
  }

  addDraft(written: WrittenDraft): DraftRecord {
    const { warnings: _, ...kept } = written;
    const draft: DraftRecord = { ...kept, version: nextVersion(this.#state), author: 'agent' };
    this.#become({ ...withDraft(this.#state, draft), iteration: this.#state.iteration + 1 });
    return draft;
  }

  /** An outline is no draft of the round: people decide on it at once. */
  addOutline(written: WrittenDraft): DraftRecord {
    const { draftId, hash } = written;
    const outline: DraftRecord = { draftId, hash, version: nextVersion(this.#state), author: 'agent', outline: true };
    this.#become(withGate(withDraft(this.#state, outline), outline, 'outline'));
    return outline;
  }

  /** A score that is not a number from 0 to 10 never counts: the draft stays without one. */
  addCritique(version: number, critique: WrittenCritique): void {
    const { critiqueId, score, factsQuestionable, repeats, suspect, matched = [] } = critique;
    const known = draftOf(this.#state, version)?.matched ?? [];
    this.#become(
      withDraftAmended(this.#state, version, {
        critiqueId,
        ...(score >= 0 && score <= 10 && { score }),
        ...(factsQuestionable && { doubtful: true }),
        ...(repeats === true && { repeats }),
        ...(suspect === true && { suspect }),
        ...(matched.length > 0 && { matched: [...known, ...matched] }),
      }),
    );
  }

  addComparison(version: number, compared: NonNullable<DraftRecord['compared']>): void {
    this.#become(withDraftAmended(this.#state, version, { compared }));
  }

  addFactReport({ version, name }: Pick<Check, 'version' | 'name'>, report: WrittenFactReport): void {
    const draft = draftOf(this.#state, version);
    if (draft !== undefined) this.#become(withDraftAmended(this.#state, version, withReport(draft, name, report)));
  }

  /** The critic answered nothing that can be used. */
  missCritique(version: number): void {
    this.#become(withDraftAmended(this.#state, version, { unjudged: true }));
  }

  /** The agent that should have checked a draft could not. */
  missCheck({ version, name }: Pick<Check, 'version' | 'name'>): void {
    const { checkedBy = [] } = draftOf(this.#state, version) ?? {};
    this.#become(withDraftAmended(this.#state, version, { checkedBy: [...checkedBy, name], unchecked: true }));
  }

  /** What goes with a draft was written, or could not be. */
  addExtras(version: number, extras: NonNullable<DraftRecord['extras']>): void {
    this.#become(withDraftAmended(this.#state, version, { extras }));
  }

  /** Whether what should go with a draft is not there. */
  lacksExtras({ outline, extras }: DraftRecord): boolean {
    const { extras: wanted = [] } = this.#input.settings;
    return wanted.length > 0 && outline !== true && extras !== 'written';
  }

  /** After a draft was criticised or checked: on with the loop, to the gate, or, where nobody is asked and nothing is contradicted, to the end. */
  concludeIteration(): void {
    const { next } = this;
    if (next.kind !== 'ask-people' && next.kind !== 'edit') return;
    const draft = draftOf(this.#state, next.version);
    if (draft === undefined) return;
    this.#become(
      next.kind === 'edit'
        ? { ...this.#state, phase: 'finishing', approved: draft.version, stopReason: next.reason }
        : withGate(this.#state, draft, next.reason),
    );
  }

  /** @param seq of the feed entry that asks people */
  fail(failure: FailureRecord, seq?: number): void {
    this.#become({
      ...without(this.#state, 'outage'),
      failure,
      ...(seq !== undefined && { failureSeq: seq }),
    });
  }

  meetOutage(outage: Outage): void {
    this.#become({ ...this.#state, outage });
  }

  endOutage(): void {
    if (this.#state.outage !== undefined) this.#become(without(this.#state, 'outage'));
  }

  /** A budget is spent. */
  stopForBudget(stop: BudgetStop): void {
    this.#become({ ...without(this.#state, 'outage'), budget: stop });
  }

  /** The day of the budget is over. */
  endBudgetStop(): void {
    if (this.#state.budget !== undefined) this.#become(without(this.#state, 'budget'));
  }

  /** Those of the warnings that were not said yet; from now on they are. */
  takeWarnings(warnings: readonly BudgetWarning[]): readonly BudgetWarning[] {
    const { warned = [] } = this.#state;
    const fresh = warnings.filter((warning) => !warned.includes(warningKey(warning)));
    if (fresh.length > 0)
      this.#become({ ...this.#state, warned: [...warned, ...fresh.map(warningKey)].slice(-REMEMBERED_WARNINGS) });
    return fresh;
  }

  /** People can decide at the open gate from now on; or, while it is paused or stuck, they cannot: they have all of the time again when it goes on. */
  keepWaiting(now: string): void {
    const { gate } = this.#state;
    const isWaiting = this.stage === 'waiting';
    if (gate === undefined || isWaiting === (gate.since !== undefined)) return;
    this.#become({ ...this.#state, gate: isWaiting ? { ...gate, since: now } : withoutClock(gate) });
  }

  /** When something becomes due at a gate, if it is still open and nobody has planned that. */
  planDeadlines({ id, since }: Gate, deadlines: readonly Deadline[]): void {
    const { gate } = this.#state;
    if (gate === undefined || gate.id !== id || gate.since !== since) return;
    this.#become({ ...this.#state, gate: { ...gate, deadlines, isPlanned: true } });
  }

  /** Acts on a deadline of the open gate. None of them decides. @param now ISO 8601 @returns what has become of the article */
  passDeadline(deadline: Deadline, now: string): 'escalated' | ExpiryOutcome | undefined {
    const { gate } = this.#state;
    const { escalate, expire } = this.#input.settings.patience ?? {};
    if (gate === undefined) return undefined;
    const deadlines = gate.deadlines.filter(({ kind, at }) => kind !== deadline.kind || at !== deadline.at);
    const passed: DeskState = { ...this.#state, gate: { ...gate, deadlines } };
    switch (deadline.kind) {
      case 'escalate':
        this.#become({ ...passed, gate: { ...gate, deadlines, escalatedAt: now } });
        return escalate && 'escalated';
      case 'expire':
        this.#become(expire?.outcome === 'cancel' ? withEnd(passed) : { ...passed, paused: true, isParked: true });
        return expire?.outcome;
      default:
        return deadline.kind satisfies never;
    }
  }

  /** `actorKey`s of people who are named one by one among those whose decision is awaited. */
  get namedPeople(): readonly string[] {
    const { approvers, requester } = this.#standing.policy;
    return namedAmong(approvers, requester);
  }

  /** The finished article is in the feed; it is delivered when it has arrived in the thread. */
  deliver(): void {
    this.#become({ ...this.#state, phase: 'delivering' });
  }

  /** @param seq of the entry that the thread shows. A task of the workflow that was lost may have said it, and the next one is about to. */
  arrive(seq: number): void {
    if (this.phase === 'delivering') this.#become({ ...without(this.#state, 'trouble'), phase: 'delivered' });
    else if (!isOver(this.stage)) this.#become({ ...this.#state, arrived: seq });
  }

  /** The thread refuses messages for good. False when that is known, or does not matter any more. */
  meetTrouble(trouble: FailureRecord): boolean {
    if (isOver(this.stage) || this.#state.trouble !== undefined) return false;
    this.#become({ ...this.#state, trouble });
    return true;
  }

  /** A place takes no messages any more. @returns who had the article shown there; undefined: it is not shown there */
  losePlace(thread: Thread): string | undefined {
    const { followings = [] } = this.#state;
    const lost = followings.find((following) => isSamePlace(following.thread, thread));
    if (lost === undefined || isOver(this.stage)) return undefined;
    this.#become(withFollowings(this.#state, withoutPlace(followings, thread)));
    return lost.byName;
  }

  // Acts of people

  refusalOf(decision: Decision): Refusal | undefined {
    return refusalOfDecision(this.#standing, decision);
  }

  /** Lets a decision count. False when it did already. */
  decide(decision: Decision, at: string): boolean {
    if (hasCounted(this.#state, decision.id)) return false;
    this.#become(awake(withDecision(this.#state, decision, at, this.#standing.policy)));
    if (decision.kind === 'edit') this.concludeIteration();
    return true;
  }

  /** Whether a gate takes several people. */
  get isVotedOn(): boolean {
    return isVotedOn(this.#policy);
  }

  /** Too few people are left who may approve what is up for decision. */
  get shortfall(): Shortfall | undefined {
    const { policy } = this.#standing;
    return this.#state.gate === undefined || policy.voting === undefined
      ? undefined
      : shortfallOf(votingIn(this.#state), policy);
  }

  /** How far people are at the open gate, where it takes several. */
  get tally(): Tally | undefined {
    return decidableSubjects(this.#state, this.#standing.policy)[0]?.tally;
  }

  /**
   * What somebody has said in several chats is one person's from now on.
   * @param keys all by which they may be named
   * @returns what they are called, where it was counted as several people's
   */
  join(keys: readonly string[]): string | undefined {
    const { gate } = this.#state;
    if (gate === undefined) return undefined;
    const votes = asOne(gate.votes, keys);
    if (JSON.stringify(votes) === JSON.stringify(gate.votes)) return undefined;
    this.#become({ ...this.#state, gate: { ...gate, votes } });
    return votes.length < gate.votes.length
      ? votes.find((vote) => vote.keys.some((key) => keys.includes(key)))?.byName
      : undefined;
  }

  refusalOfControl(control: Control): Refusal | undefined {
    return refusalOfControl(this.#standing, control);
  }

  /** Lets a control count. False when it did already; else the approval that it was, if it was one. */
  control(control: Control, at: string): false | { readonly approval?: Decision } {
    if (this.#state.controls.includes(control.id)) return false;
    const approval = approvalBy(control, this.#state);
    const controlled = withControl(this.#state, control, at, this.#standing.policy);
    this.#become(controlled.paused ? controlled : awake(controlled));
    return approval === undefined ? {} : { approval };
  }

  /** By which rule what somebody does counts. */
  ruleOf(by: Actor, act: ControlKind | 'decision'): string {
    return ruleOf(by, this.#standing.policy, act);
  }

  get #standing(): Standing {
    return {
      state: this.#state,
      policy: {
        ...this.#policy,
        ...(this.#state.inCharge !== undefined && { inCharge: this.#state.inCharge.keys }),
        home: channelKey(this.home),
        ...(this.#state.followings !== undefined && { places: placesOf(this.#state.followings) }),
      },
      home: this.home,
      neverReads: this.#input.settings.research?.when === 'never',
      isTranslation: this.#input.translates !== undefined,
    };
  }

  get #policy(): ApprovalRules {
    const { requester, settings } = this.#input;
    return { ...settings.approval, requester: actorKey(requester), requesterName: requester.displayName };
  }

  #become(state: DeskState): void {
    this.#state = state;
    this.#changes += 1;
  }
}
