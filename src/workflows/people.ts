import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  defineSignal,
  defineUpdate,
  log,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import { OPERATOR } from '../protocol/actor.ts';
import type { RecordDecisionInput } from '../protocol/activities.ts';
import type { Answer, Control, Decision, PlainControlKind, Refusal } from '../protocol/decision.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  OPERATOR_SIGNALS,
  REFUSED,
  STATUS_QUERY,
} from '../protocol/names.ts';
import { parseActor, parseControl, parseDecision, type Parsed } from '../protocol/parse.ts';
import type { ArticleThread } from './article-thread.ts';
import type { Desk } from './desk.ts';
import { mustParse } from './failures.ts';

// Anybody who reaches the server may send anything under these names: it is parsed whole before the desk sees it.
const statusQuery = defineQuery<ArticleStatus, [unknown?]>(STATUS_QUERY);
const decideUpdate = defineUpdate<Answer, [unknown]>(DECIDE_UPDATE);
const decisionSignal = defineSignal<[unknown]>(DECIDE_SIGNAL);
const controlUpdate = defineUpdate<Answer, [unknown]>(CONTROL_UPDATE);
const controlSignal = defineSignal<[unknown]>(CONTROL_SIGNAL);

export interface PeopleOptions {
  readonly desk: Desk;
  readonly thread: ArticleThread;
  /** Writes a decision down for good. */
  readonly record: (decision: Omit<RecordDecisionInput, 'articleId' | 'known'>) => void;
  /** What is being done was planned before somebody decided otherwise: it ends. */
  readonly interrupt: () => void;
}

/** Listens to people and operators. An update is answered, a signal is heeded or refused in the thread; the rules are the desk's for both. */
export function listenToPeople({ desk, thread, record, interrupt }: PeopleOptions): void {
  const refusalOf = (decision: Decision): Refusal | undefined => desk.refusalOf(decision);
  const refusalOfControl = (control: Control): Refusal | undefined => desk.refusalOfControl(control);

  setHandler(statusQuery, (asker) =>
    desk.status(asker === undefined || asker === null ? OPERATOR : mustParse(parseActor(asker))),
  );
  setHandler(decideUpdate, (given) => answer(mustParse(parseDecision(given)), refusalOf, decide), {
    validator: (given: unknown) => refuse(desk.refusalOf(mustParse(parseDecision(given)))),
  });
  setHandler(controlUpdate, (given) => answer(mustParse(parseControl(given)), refusalOfControl, steer), {
    validator: (given: unknown) => refuse(desk.refusalOfControl(mustParse(parseControl(given)))),
  });
  setHandler(decisionSignal, (given) => hear(parseDecision(given), refusalOf, decide));
  setHandler(controlSignal, (given) => hear(parseControl(given), refusalOfControl, steer));
  for (const kind of OPERATOR_SIGNALS) setHandler(defineSignal(kind), () => hearOperator(kind));
  // The Cancel of the Web UI means what ours means.
  CancellationScope.current().cancelRequested.catch(() => hearOperator('cancel'));

  function decide(decision: Decision): void {
    const at = new Date().toISOString();
    if (!desk.apply(decision, at)) return;
    const edited = decision.kind === 'edit' ? desk.latest : undefined;
    record({ decision, at, ...(edited !== undefined && { editedVersion: edited.version }) });
    if (edited !== undefined) thread.sayDraft(edited, { kind: 'draft', buttons: false });
    thread.sayGate();
    thread.show();
    interrupt();
  }

  function steer(control: Control): void {
    const at = new Date().toISOString();
    if (!desk.applyControl(control, at)) return;
    const { kind, by } = control;
    const byName = by.displayName;
    switch (kind) {
      case 'pause':
        thread.say({ kind: 'notice', notice: { code: 'paused', byName } });
        break;
      case 'resume':
        thread.say({ kind: 'notice', notice: { code: 'resumed', byName } });
        break;
      case 'retry':
        thread.say({ kind: 'notice', notice: { code: 'retrying', byName } });
        break;
      case 'move':
        thread.move();
        thread.say({ kind: 'notice', notice: { code: 'moved', byName } });
        break;
      case 'cancel':
        thread.say({ kind: 'notice', notice: { code: 'cancelled', byName } });
        interrupt();
        break;
      case 'finish': {
        const { chosen } = desk;
        if (chosen !== undefined)
          record({
            decision: { kind: 'approve', id: control.id, draft: { version: chosen.version, hash: chosen.hash }, by },
            at,
          });
        thread.say({ kind: 'notice', notice: { code: 'finishing', byName } });
        interrupt();
        break;
      }
      default:
        kind satisfies never;
    }
    thread.show();
  }

  /** The name of the signal says it all; what comes with it is ignored. */
  function hearOperator(kind: PlainControlKind): void {
    hear({ ok: true, value: { id: uuid4(), kind, by: OPERATOR } }, refusalOfControl, steer);
  }

  /** A signal cannot be answered, so a refusal goes to the thread; what does not parse has nobody to be told, and is logged. */
  function hear<M extends Decision | Control>(
    parsed: Parsed<M>,
    refusal: (message: M) => Refusal | undefined,
    heed: (message: M) => void,
  ): void {
    if (!parsed.ok) {
      log.warn('A signal was not understood and is ignored', { fault: parsed.fault });
      return;
    }
    const message = parsed.value;
    const refused = refusal(message);
    if (refused === undefined) heed(message);
    else
      thread.say({
        kind: 'notice',
        notice: { code: 'did-not-count', byName: message.by.displayName, asked: message.kind, refusal: refused },
      });
  }
}

/** Between validator and handler another update may have come first. */
function answer<M>(message: M, refusal: (message: M) => Refusal | undefined, heed: (message: M) => void): Answer {
  refuse(refusal(message));
  heed(message);
  return { kind: 'counted' };
}

/** Throwing in a validator refuses an update without a trace in the history. */
function refuse(refusal: Refusal | undefined): void {
  if (refusal !== undefined)
    throw ApplicationFailure.create({ type: REFUSED, message: refusal.code, nonRetryable: true, details: [refusal] });
}
