import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  log,
  makeContinueAsNewFunc,
  setHandler,
  TimeoutFailure,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { ArticleInput, ArticleOutcome, Stage, Step } from '../protocol/article.ts';
import type { DraftMessage, GateMessage, Post } from '../protocol/chat-message.ts';
import type { Answer, Control, Decision, Refusal } from '../protocol/decision.ts';
import type { ArticleStatus, FailureRecord, LiveCard } from '../protocol/desk-state.ts';
import type { DraftRecord } from '../protocol/draft.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  OPERATOR_SIGNALS,
  REFUSED,
  SEARCH_ATTRIBUTES,
  STATUS_QUERY,
} from '../protocol/names.ts';
import { deliveringActivities, record, thinkingActivities } from './activities.ts';
import { Desk, OPERATOR } from './desk.ts';
import { isControl, isDecision } from './signals.ts';
import { ThreadPoster } from './thread-poster.ts';

const decideUpdate = defineUpdate<Answer, [Decision]>(DECIDE_UPDATE);
const decisionSignal = defineSignal<[Decision]>(DECIDE_SIGNAL);
const controlUpdate = defineUpdate<Answer, [Control]>(CONTROL_UPDATE);
const controlSignal = defineSignal<[Control]>(CONTROL_SIGNAL);
const statusQuery = defineQuery<ArticleStatus>(STATUS_QUERY);

/** One article, from the request to its delivery. Settings come with the input, texts never do. */
export async function article(input: ArticleInput): Promise<ArticleOutcome> {
  const desk = new Desk(input);
  const [home] = input.threads;
  const think = thinkingActivities(input.settings);
  const platform = deliveringActivities(input.settings, home.platform);

  /** What is being done now, so that a person's decision can stop it. */
  let work: CancellationScope | undefined;
  /** Decisions in the order in which they have to be written down. */
  let records = Promise.resolve();
  let publishedStage: Stage = input.desk === undefined ? 'drafting' : desk.stage;

  const thread = new ThreadPoster(
    {
      nextKey: () => desk.nextPostKey(),
      send: (posts) => platform.deliver({ articleId: input.articleId, thread: home, posts }),
      onSent: (posts) => posts.forEach(noteShown),
      onRefused: waitForDelivery,
    },
    input.desk !== undefined,
  );

  setHandler(statusQuery, () => desk.status);
  setHandler(decideUpdate, (decision) => answer(desk.refusalOf(decision), () => decide(decision)), {
    validator: (decision: Decision) => refuse(desk.refusalOf(decision)),
  });
  setHandler(controlUpdate, (control) => answer(desk.refusalOfControl(control), () => steer(control)), {
    validator: (control: Control) => refuse(desk.refusalOfControl(control)),
  });
  setHandler(decisionSignal, (decision) => takeSignal(decision, isDecision, (it) => desk.refusalOf(it), decide));
  setHandler(controlSignal, (control) => takeSignal(control, isControl, (it) => desk.refusalOfControl(it), steer));
  for (const kind of OPERATOR_SIGNALS) {
    setHandler(defineSignal(kind), () => {
      takeSignal({ id: uuid4(), kind, by: OPERATOR }, isControl, (it) => desk.refusalOfControl(it), steer);
    });
  }
  CancellationScope.current().cancelRequested.catch(() => {
    const control: Control = { id: uuid4(), kind: 'cancel', by: OPERATOR };
    if (desk.refusalOfControl(control) === undefined) steer(control);
  });

  return await CancellationScope.nonCancellable(async () => {
    if (input.desk === undefined) {
      const { desk: _, ...opening } = input;
      await record.openArticle(opening);
    }
    for (;;) {
      show();
      switch (desk.phase) {
        case 'drafting':
          await interruptible(writeNextDraft);
          break;
        case 'gate':
          await waitForDecision();
          break;
        case 'finishing':
          await interruptible(finish);
          break;
        case 'delivered':
        case 'rejected':
        case 'cancelled':
          return await close();
        default:
          desk.phase satisfies never;
      }
    }
  });

  // The story

  async function writeNextDraft(): Promise<void> {
    const assignment = desk.assignment();
    const draft = desk.addDraft(await attempt('writing', () => think.writeDraft(assignment)));
    sayCard(draft, { kind: 'draft', buttons: true });

    const asked = { articleId: input.articleId, step: desk.nextStep(), draftId: draft.draftId };
    const critique = await attempt('critiquing', () => think.critiqueDraft({ ...asked, commentIds: desk.commentIds }));
    desk.addCritique(draft.version, critique);
    thread.say({ kind: 'critique', version: draft.version, critiqueId: critique.critiqueId });

    if (critique.factsQuestionable) {
      const report = await attempt('fact-checking', () => think.factCheckDraft({ ...asked, step: desk.nextStep() }));
      desk.addFactReport(draft.version, report.factReportId);
      thread.say({ kind: 'fact-report', version: draft.version, factReportId: report.factReportId });
    }
    desk.step = undefined;
    desk.concludeIteration();
    askAtGate();
  }

  function askAtGate(): void {
    const { chosen } = desk;
    const { stopReason } = desk.state;
    if (desk.phase === 'gate' && chosen !== undefined && stopReason !== undefined)
      sayCard(chosen, { kind: 'gate', stopReason, buttons: true });
  }

  /** Hours, days, weeks: the history is cut here, where nothing is under way. */
  async function waitForDecision(): Promise<void> {
    const mayContinue = (): boolean => workflowInfo().continueAsNewSuggested && thread.idle && allHandlersFinished();
    await condition(() => desk.phase !== 'gate' || mayContinue());
    if (desk.phase !== 'gate') return;
    await records;
    if (desk.phase === 'gate' && mayContinue())
      await makeContinueAsNewFunc<typeof article>({})({ ...input, desk: desk.state });
  }

  async function finish(): Promise<void> {
    const { chosen } = desk;
    if (chosen === undefined) return;
    const step = desk.nextStep();
    await attempt('editing', () =>
      think.editArticle({
        articleId: input.articleId,
        step,
        draftId: chosen.draftId,
        keepText: chosen.author === 'person',
      }),
    );
    desk.step = undefined;
    thread.say({ kind: 'final', version: chosen.version });
    desk.deliver();
  }

  /** The last words are out, or given up: while they cannot be delivered, a person may still cancel. */
  async function close(): Promise<ArticleOutcome> {
    await thread.flush();
    await records;
    const stage = desk.phase === 'delivered' || desk.phase === 'rejected' ? desk.phase : 'cancelled';
    const ended = {
      articleId: input.articleId,
      stage,
      ...(stage === 'delivered' && desk.chosen !== undefined && { version: desk.chosen.version }),
    } as const;
    await record.closeArticle(ended);
    await condition(allHandlersFinished);
    return ended;
  }

  // People

  function answer(refusal: Refusal | undefined, count: () => void): Answer {
    refuse(refusal);
    count();
    return { kind: 'counted' };
  }

  /** A signal cannot be answered, so a refusal goes to the thread. */
  function takeSignal<M extends Decision | Control>(
    message: M,
    isValid: (message: M) => boolean,
    refusalOf: (message: M) => Refusal | undefined,
    count: (message: M) => void,
  ): void {
    if (!isValid(message)) {
      log.warn('A signal was not understood and is ignored', { message });
      return;
    }
    const refusal = refusalOf(message);
    if (refusal === undefined) count(message);
    else
      thread.say({
        kind: 'notice',
        notice: { code: 'did-not-count', byName: message.by.displayName, asked: message.kind, refusal },
      });
  }

  function decide(decision: Decision): void {
    const at = new Date().toISOString();
    if (!desk.apply(decision, at)) return;
    const edited = decision.kind === 'edit' ? desk.latest : undefined;
    write({ decision, at, ...(edited !== undefined && { editedVersion: edited.version }) });
    if (edited !== undefined) {
      sayCard(edited, { kind: 'draft', buttons: false });
      askAtGate();
    }
    interrupt();
  }

  function steer(control: Control): void {
    const at = new Date().toISOString();
    if (!desk.applyControl(control, at)) return;
    const byName = control.by.displayName;
    const { chosen } = desk;
    switch (control.kind) {
      case 'pause':
        thread.say({ kind: 'notice', notice: { code: 'paused', byName } });
        break;
      case 'resume':
        thread.say({ kind: 'notice', notice: { code: 'resumed', byName } });
        break;
      case 'retry':
        thread.say({ kind: 'notice', notice: { code: 'retrying', byName } });
        break;
      case 'cancel':
        thread.say({ kind: 'notice', notice: { code: 'cancelled', byName } });
        interrupt();
        break;
      case 'finish':
        if (chosen !== undefined)
          write({
            decision: {
              kind: 'approve',
              id: control.id,
              draft: { version: chosen.version, hash: chosen.hash },
              by: control.by,
            },
            at,
          });
        thread.say({ kind: 'notice', notice: { code: 'finishing', byName } });
        interrupt();
        break;
      default:
        control.kind satisfies never;
    }
    show();
  }

  function write(decision: {
    readonly decision: Decision;
    readonly at: string;
    readonly editedVersion?: number;
  }): void {
    records = records.then(() =>
      CancellationScope.nonCancellable(() => record.recordDecision({ articleId: input.articleId, ...decision })),
    );
  }

  /** A decision changes what comes next: what is being done for the old plan ends. */
  function interrupt(): void {
    show();
    work?.cancel();
  }

  async function interruptible(task: () => Promise<void>): Promise<void> {
    const scope = new CancellationScope({ cancellable: true });
    work = scope;
    try {
      await scope.run(async () => {
        await condition(() => !desk.state.paused);
        await records;
        await task();
      });
    } catch (error) {
      if (!isCancellation(error)) throw error;
    } finally {
      work = undefined;
      desk.step = undefined;
    }
  }

  /** Runs an activity until it succeeds; when its attempts are used up, people choose how to go on. */
  async function attempt<T>(step: Step, run: () => Promise<T>): Promise<T> {
    for (;;) {
      await condition(() => !desk.state.paused);
      desk.step = step;
      show();
      try {
        return await run();
      } catch (error) {
        if (isCancellation(error)) throw error;
        const failure = toFailure(step, error);
        desk.fail(failure);
        const key = thread.say({
          kind: 'failure',
          failure,
          options: desk.status.controls.filter(
            (control) => control === 'retry' || control === 'finish' || control === 'cancel',
          ),
        });
        desk.addCard({ key, kind: 'failure', failure });
        show();
        await condition(() => desk.state.failure === undefined);
      }
    }
  }

  /** The platform refuses a message. There is no telling the thread, so the operator is told, and a retry sends it again. */
  async function waitForDelivery(error: unknown): Promise<boolean> {
    if (desk.phase === 'cancelled' || desk.phase === 'rejected') return false;
    desk.failDelivery(toFailure('delivering', error));
    publishStage();
    await condition(
      () => desk.state.undeliverable === undefined || desk.phase === 'cancelled' || desk.phase === 'rejected',
    );
    return desk.state.undeliverable === undefined;
  }

  // The thread

  function sayCard(
    { draftId, version }: DraftRecord,
    card: Omit<DraftMessage, 'draftId' | 'version'> | Omit<GateMessage, 'draftId' | 'version'>,
  ): void {
    const key = thread.say({ ...card, draftId, version });
    if (card.buttons) desk.addCard({ key, kind: card.kind, version });
  }

  function noteShown({ message }: Post): void {
    if (message.kind === 'draft' || message.kind === 'gate') desk.show(message.version);
  }

  /** Brings the thread, and what an operator sees, up to date. */
  function show(): void {
    for (const card of desk.takeStaleCards()) editCard(card);
    const { stage, step, iteration, scores, stopReason, lastDecision } = desk.status;
    thread.status({
      kind: 'status',
      stage,
      iteration,
      scores,
      ...(step !== undefined && { step }),
      ...(stopReason !== undefined && { stopReason }),
      ...(lastDecision !== undefined && { decidedBy: lastDecision.id }),
    });
    publishStage();
  }

  function editCard(card: LiveCard): void {
    if (card.kind === 'failure') {
      thread.edit(card.key, { kind: 'failure', failure: card.failure, options: [] });
      return;
    }
    const draft = desk.draft(card.version);
    if (draft === undefined) return;
    const decision = desk.decisionOn(card.version);
    const rest = {
      draftId: draft.draftId,
      version: card.version,
      buttons: false,
      ...(decision !== undefined && { decidedBy: decision.id }),
    };
    thread.edit(
      card.key,
      card.kind === 'draft'
        ? { kind: 'draft', ...rest }
        : { kind: 'gate', stopReason: desk.state.stopReason ?? 'person', ...rest },
    );
  }

  function publishStage(): void {
    if (desk.stage === publishedStage) return;
    publishedStage = desk.stage;
    upsertSearchAttributes([{ key: { name: SEARCH_ATTRIBUTES.stage, type: 'KEYWORD' }, value: publishedStage }]);
  }
}

/** Throwing in a validator refuses an update without a trace in the history. */
function refuse(refusal: Refusal | undefined): void {
  if (refusal !== undefined)
    throw ApplicationFailure.create({ type: REFUSED, message: refusal.code, nonRetryable: true, details: [refusal] });
}

function toFailure(step: FailureRecord['step'], error: unknown): FailureRecord {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return { step, code: cause.type ?? 'internal', message: cause.message };
  if (cause instanceof TimeoutFailure) return { step, code: 'timeout', message: cause.message };
  return { step, code: 'internal', message: cause instanceof Error ? cause.message : String(cause) };
}
