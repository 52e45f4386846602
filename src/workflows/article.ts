import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineSignal,
  isCancellation,
  makeContinueAsNewFunc,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { WrittenFactReport } from '../protocol/activities.ts';
import { PATIENCE } from '../protocol/actor.ts';
import type { ArticleInput, ArticleOutcome } from '../protocol/article.ts';
import { type Deadline, dueDeadline, type Gate, nextDueMs } from '../protocol/gate.ts';
import type { NextStep } from '../protocol/next-step.ts';
import {
  MALFORMED,
  PUBLISH_WORKFLOW_TYPE,
  publishWorkflowIdOf,
  RENEW_SIGNAL,
  SEARCH_ATTRIBUTES,
} from '../protocol/names.ts';
import { awaitedKeyOf } from '../protocol/queue-order.ts';
import type { PublishInput, PublishTarget } from '../protocol/publication.ts';
import { parseArticleInput } from '../protocol/parse.ts';
import { draftOf } from '../protocol/rules.ts';
import { chooseTargets, planDeadlines, tellTranslations, thinkingActivities } from './activities.ts';
import { Desk } from './desk/desk.ts';
import { Feed } from './feed.ts';
import { listenToPeople } from './people.ts';
import { Recorder } from './recorder.ts';
import { type StepInput, Steps } from './steps.ts';

/** More events than a gate, a round or a pause needs: the history is cut at the next place where nothing is under way. */
const LONG_HISTORY = 1000;

type StepOf<K extends NextStep['kind']> = Extract<NextStep, { readonly kind: K }>;

/** One article, from the request to its delivery. Settings come with the input, texts never do. */
export async function article(untrusted: ArticleInput): Promise<ArticleOutcome> {
  const input = parseInput(untrusted);
  const { articleId } = input;
  const desk = new Desk(input);
  const feed = new Feed(articleId, desk, { resumed: input.desk !== undefined, left: input.unwritten });
  const recorder = new Recorder(desk, feed, input.desk === undefined ? 'drafting' : desk.stage);
  const steps = new Steps({ input, desk, feed, recorder, resumed });
  const ordinary = thinkingActivities(input.settings);
  const awaited = thinkingActivities(input.settings, awaitedKeyOf(workflowInfo().priority?.fairnessKey));
  const think = (): typeof ordinary => (desk.isAwaited ? awaited : ordinary);
  /** The gate at which this run began: its history is short. */
  const knownGate = input.desk?.gate?.id;
  /** Names of targets to which what is delivered goes: between that and the end no run begins anew. */
  let publishing: readonly string[] = [];
  let isToBeRenewed = false;

  if (input.desk === undefined && input.revises !== undefined) feed.sayRevision(input.revises);
  else if (input.desk === undefined && input.translates !== undefined) feed.sayTranslation(input.translates, input);
  listenToPeople({ desk, feed, interrupt: () => steps.interrupt(), isWritten: () => recorder.isWritten });
  setHandler(defineSignal(RENEW_SIGNAL), () => {
    isToBeRenewed = true;
  });
  recorder.start();
  // Cancellation from outside is treated like the control `cancel`, so that the thread is told.
  return await CancellationScope.nonCancellable(async () => {
    for (;;) {
      switch (desk.phase) {
        case 'drafting':
          await steps.interruptible(writeNextDraft);
          break;
        case 'gate':
          await waitForPeople();
          break;
        case 'finishing':
          await steps.interruptible(finish);
          break;
        case 'delivering':
          await condition(() => desk.phase !== 'delivering');
          break;
        case 'delivered':
        case 'rejected':
        case 'cancelled':
          return await close(desk.phase);
        default:
          desk.phase satisfies never;
      }
    }
  });

  /** From its writing, or where the history was cut, to the end of its checks. */
  async function writeNextDraft(): Promise<void> {
    if (desk.asksLanguage) await waitForLanguage();
    while (desk.wantsResearch) await readSources();
    const { next: first } = desk;
    if (first.kind === 'outline') return await outline(first);
    if (first.kind === 'write') await write(first);
    for (;;) {
      const { next } = desk;
      switch (next.kind) {
        case 'critique':
          await critique(next);
          break;
        case 'compare':
          await compare(next);
          break;
        case 'fact-check':
          await checkFacts(next);
          break;
        case 'extras':
          await writeExtras(next);
          break;
        case 'ask-people':
        case 'edit':
          return steps.take(() => {
            desk.concludeIteration();
            feed.sayGate();
          });
        case 'write':
        case 'outline':
          return;
        default:
          return next satisfies never;
      }
    }
  }

  /** Nothing is paid for meanwhile. Who speaks later is heard until there is a draft. */
  async function waitForLanguage(): Promise<void> {
    const { askLanguageSeconds = 0 } = input.settings;
    if (askLanguageSeconds > 0) {
      // No step follows that would have the card shown.
      feed.unwritten();
      await condition(() => !desk.asksLanguage, askLanguageSeconds * 1000);
    }
    steps.take(() => desk.goOnInGuessedLanguage());
  }

  /** What could not be read is said, too. */
  async function readSources(): Promise<void> {
    const { research, files } = desk.state;
    const what = { ...(files !== undefined && { files }), ...(research !== undefined && { again: true as const }) };
    const { researchId, read, failed } = await steps.attempt('researching', (step) =>
      think().readSources({ ...step, ...what }),
    );
    steps.take(() => desk.addResearch({ researchId, read, failed }, files));
    if (read + failed > 0) feed.say({ kind: 'sources', researchId });
  }

  /** The plan of the article, which goes to people. */
  async function outline({ kind: _, ...assignment }: StepOf<'outline'>): Promise<void> {
    const written = await steps.attempt('outlining', (step) => think().writeOutline({ ...step, ...assignment }));
    const { draftId, version } = steps.take(() => desk.addOutline(written));
    feed.say({ kind: 'draft', draftId, version, outline: true });
    feed.sayGate();
  }

  async function write({ kind: _, ...assignment }: StepOf<'write'>): Promise<void> {
    const written = await steps.attempt('writing', (step) =>
      think().writeDraft({ ...step, ...assignment, ...desk.patterns('after-draft') }),
    );
    const draft = steps.take(() => desk.addDraft(written));
    const { draftId, version } = draft;
    feed.say({ kind: 'draft', draftId, version });
    // What nobody has judged the gate says.
    if ((desk.state.research?.read ?? 0) > 0)
      await steps.attemptIfUsable('citing', (step) => think().judgeCitations({ ...step, draftId }));
  }

  async function critique({ kind: _, version, ...subject }: StepOf<'critique'>): Promise<void> {
    const written = await steps.attemptIfUsable('critiquing', (step) =>
      think().critiqueDraft({ ...step, ...subject, ...desk.patterns('later') }),
    );
    if (written === undefined) return steps.take(() => desk.missCritique(version));
    steps.take(() => desk.addCritique(version, written));
    feed.say({ kind: 'critique', version, critiqueId: written.critiqueId });
  }

  /** Close scores do not say which draft is better. */
  async function compare({ kind: _, version, standing, ...subject }: StepOf<'compare'>): Promise<void> {
    const { won } = await steps.attempt('comparing', (step) =>
      think().compareDrafts({ ...step, ...subject, standing }),
    );
    steps.take(() => desk.addComparison(version, { with: standing.version, won }));
    feed.say({ kind: 'notice', notice: { code: 'compared', version, with: standing.version, won } });
  }

  /** Whatever the rules ask for. What nobody can check goes to people, who are told; a person's text waits for nobody who is away, either. */
  async function checkFacts({ kind: _, version, name, ...subject }: StepOf<'fact-check'>): Promise<void> {
    const check = (step: StepInput): Promise<WrittenFactReport> => think().factCheckDraft({ ...step, ...subject });
    const isEdited = draftOf(desk.state, version)?.author === 'person';
    const report = await (isEdited
      ? steps.tryOnce('fact-checking', check)
      : steps.attemptIfUsable('fact-checking', check));
    if (report === undefined) return steps.take(() => desk.missCheck({ version, name }));
    steps.take(() => desk.addFactReport({ version, name }, report));
    // That what was wrong has gone is no news, nor that there was nothing to look into.
    if (report.isEmpty || (subject.scope === 'earlier' && report.contradicted + report.remembered === 0)) return;
    feed.say({ kind: 'fact-report', version, factReportId: report.factReportId });
  }

  /** What goes with a draft keeps nothing from being decided: where it is not to be had, people are told. */
  async function writeExtras({ version, draftId }: StepOf<'extras'>): Promise<void> {
    const { extras: wanted = [] } = input.settings;
    const written = await steps.tryOnce('writing-extras', (step) => think().writeExtras({ ...step, draftId, wanted }));
    steps.take(() => desk.addExtras(version, written === undefined ? 'missing' : 'written'));
  }

  /** Hours, days, weeks: nothing is under way, so the history begins anew, and the next run asks people. */
  async function waitForPeople(): Promise<void> {
    desk.keepWaiting(new Date().toISOString());
    const { gate } = desk.state;
    if (gate === undefined) return;
    const { stage } = desk;
    const isRunOver = (): boolean => gate.id !== knownGate || isOutgrown();
    const isPast = (): boolean => desk.state.gate !== gate || desk.stage !== stage || isRunOver();
    if (!isPast()) {
      const planning = new CancellationScope({ cancellable: true });
      const planned = planning.run(() => planFor(gate));
      const dueMs = stage === 'waiting' ? nextDueMs(gate, Date.now()) : undefined;
      await (dueMs === undefined ? condition(isPast) : condition(isPast, dueMs));
      planning.cancel();
      await planned;
    }
    const due = dueDeadline(gate, Date.now());
    if (due !== undefined && desk.state.gate === gate && desk.stage === 'waiting') passDeadline(gate, due);
    if (desk.phase === 'gate' && isRunOver()) await continueAsNew();
  }

  /** Whether a run that waits for people had better make way for a new one. */
  function isOutgrown(): boolean {
    const { historyLength, targetWorkerDeploymentVersionChanged } = workflowInfo();
    // Other code is given new articles by now: the code of this one is not kept for it any longer than until it is woken.
    return isToBeRenewed || targetWorkerDeploymentVersionChanged || historyLength > LONG_HISTORY;
  }

  /** Once for each time that people begin to be waited for. */
  async function planFor(gate: Gate): Promise<void> {
    const { patience: rules } = input.settings;
    const { since, isPlanned } = gate;
    if (since === undefined || isPlanned || rules === undefined) return;
    if (rules.escalate === undefined && rules.expire === undefined) return;
    try {
      desk.planDeadlines(gate, await planDeadlines({ people: desk.namedPeople, since, rules }));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }

  /** Tells people. Nothing that becomes due by itself approves anything. */
  function passDeadline({ id, since }: Gate, deadline: Deadline): void {
    const now = Date.now();
    const at = new Date(now).toISOString();
    const waitedMs = Math.max(0, now - Date.parse(since ?? at));
    const outcome = desk.passDeadline(deadline, at);
    switch (outcome) {
      case 'escalated':
        feed.say({
          kind: 'notice',
          notice: { code: 'escalated', to: input.settings.patience?.escalate?.to ?? [], waitedMs },
        });
        break;
      case 'park':
      case 'cancel': {
        const act = outcome === 'park' ? 'pause' : 'cancel';
        feed.acted({ id: `${articleId}-${id}-${at}`, act, by: PATIENCE, at, rule: 'expire_after' });
        feed.say({ kind: 'notice', notice: { code: outcome === 'park' ? 'parked' : 'expired', waitedMs } });
        break;
      }
      case undefined:
        break;
      default:
        outcome satisfies never;
    }
  }

  async function finish(): Promise<void> {
    const { approved } = desk;
    if (approved === undefined) return;
    const { draftId, version, author, extras } = approved;
    const { unedited, outline: approvedOutline } = desk.state;
    const keepHeadings = approvedOutline === undefined ? {} : ({ keepHeadings: true } as const);
    const { rules = [] } = await steps.attempt('editing', (step) =>
      think().editArticle({
        ...step,
        draftId,
        keepText: author === 'person',
        ...keepHeadings,
        // Who approves a draft before its gate has not seen what may have been written since.
        ...(extras === 'written' && { withExtras: true }),
        ...(unedited && { unedited }),
      }),
    );
    const targets = await chosenTargets();
    await condition(() => !desk.state.paused);
    steps.take(() => desk.deliver());
    for (const rule of rules) feed.say({ kind: 'style-rule', rule });
    publishing = targets;
    const seq = feed.say({ kind: 'final', draftId, version, ...(targets.length > 0 && { targets }) });
    for (const target of targets) feed.say({ kind: 'publication', target });
    if (desk.state.arrived === seq) desk.arrive(seq);
  }

  async function close(stage: ArticleOutcome['stage']): Promise<ArticleOutcome> {
    await recorder.flush();
    if (stage === 'delivered')
      for (const target of input.settings.publish ?? [])
        if (publishing.includes(target.name)) await startPublishing(target);
    await condition(allHandlersFinished);
    await recorder.leave();
    // When it is certain that it is over. What was said until then has its number.
    if (input.translates !== undefined || (stage === 'delivered' && input.revises !== undefined))
      await tellTranslations({ articleId });
    return { articleId, stage, ...(stage === 'delivered' && desk.approved && { version: desk.approved.version }) };
  }

  /** Names of the targets to which the article goes. */
  async function chosenTargets(): Promise<readonly string[]> {
    const { publish: targets = [] } = input.settings;
    return targets.length === 0 ? [] : await chooseTargets({ articleId, targets });
  }

  /** On its own, so that it outlives the article: that is delivered, and its books are closed. */
  async function startPublishing(target: PublishTarget): Promise<void> {
    try {
      await startChild(PUBLISH_WORKFLOW_TYPE, {
        workflowId: publishWorkflowIdOf(articleId, target.name),
        parentClosePolicy: 'ABANDON',
        args: [{ articleId, target } satisfies PublishInput],
      });
    } catch (error) {
      // An operator has reset the article to before this: it is under way.
      if (!(error instanceof Error) || error.name !== 'WorkflowExecutionAlreadyStartedError') throw error;
    }
  }

  /** While an article is paused people may pause and resume it as often as they like: that history, too, has an end. */
  async function resumed(): Promise<void> {
    if (!desk.state.paused) return;
    desk.doStep(undefined);
    await condition(() => !desk.state.paused || isOutgrown());
    // Whoever cancels meanwhile cancels in the next run: a run that half left would write nothing down any more.
    if (desk.state.paused) await CancellationScope.nonCancellable(continueAsNew);
  }

  async function continueAsNew(): Promise<void> {
    await recorder.leave();
    await condition(allHandlersFinished);
    const { typedSearchAttributes } = workflowInfo();
    const stage = { key: { name: SEARCH_ATTRIBUTES.stage, type: 'KEYWORD' as const }, value: desk.stage };
    const goOn = makeContinueAsNewFunc<typeof article>({
      typedSearchAttributes: typedSearchAttributes.updateCopy([stage]),
      // Where workers have versions: on the one that is given new articles now. This run stays on the code on which it began.
      initialVersioningBehavior: 'AUTO_UPGRADE',
    });
    await goOn({ ...input, desk: desk.state, unwritten: feed.left });
  }
}

function parseInput(untrusted: unknown): ArticleInput {
  const parsed = parseArticleInput(untrusted);
  if (parsed.ok) return parsed.value;
  const message = `This code does not understand what the article was given: ${parsed.fault}.`;
  // A failed task, and no failed article: what code of after this wrote, before somebody went back to this one, is for that one to go on with.
  if (typeof untrusted === 'object' && untrusted !== null && 'desk' in untrusted)
    throw new Error(`${message} Code that does goes on with it.`);
  throw ApplicationFailure.create({ type: MALFORMED, message, nonRetryable: true });
}
