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
import { type Actor, actorKey, OPERATOR } from '../protocol/actor.ts';
import type { Answer, Control, Decision, Refusal } from '../protocol/decision.ts';
import { isOver } from '../protocol/article.ts';
import type { ArticleStatus, DeskState } from '../protocol/desk-state.ts';
import type { DraftRecord } from '../protocol/draft.ts';
import type { ThreadReport } from '../protocol/feed.ts';
import {
  CONTROL_SIGNAL,
  CONTROL_UPDATE,
  DECIDE_SIGNAL,
  DECIDE_UPDATE,
  LINKED_SIGNAL,
  MALFORMED,
  OPERATOR_SIGNALS,
  REFUSED,
  REPORT_SIGNAL,
  STANDING_QUERY,
  STATUS_QUERY,
} from '../protocol/names.ts';
import { draftOf } from '../protocol/rules.ts';
import {
  parseActor,
  parseControl,
  parseDecision,
  parseKeys,
  parseThreadReport,
  type Parsed,
} from '../protocol/parse.ts';
import { channelKey } from '../protocol/thread.ts';
import type { Standing } from '../protocol/webhook.ts';
import type { Desk } from './desk/desk.ts';
import type { Feed } from './feed.ts';

const statusQuery = defineQuery<ArticleStatus, [Actor?]>(STATUS_QUERY);
const standingQuery = defineQuery<Standing>(STANDING_QUERY);
const decideUpdate = defineUpdate<Answer, [Decision]>(DECIDE_UPDATE);
const decisionSignal = defineSignal<[Decision]>(DECIDE_SIGNAL);
const controlUpdate = defineUpdate<Answer, [Control]>(CONTROL_UPDATE);
const controlSignal = defineSignal<[Control]>(CONTROL_SIGNAL);
const linkedSignal = defineSignal<[readonly string[]]>(LINKED_SIGNAL);
const reportSignal = defineSignal<[ThreadReport]>(REPORT_SIGNAL);

export interface PeopleOptions {
  readonly desk: Desk;
  readonly feed: Feed;
  /** What is being done was planned before somebody decided otherwise: it ends. */
  readonly interrupt: () => void;
  /** Whether nothing is being written down, and nothing is left to be. */
  readonly isWritten: () => boolean;
}

/** One way in which people act on an article: how it is read, whether it counts, and what it does. */
interface Act<M extends { readonly by: Actor; readonly kind: Decision['kind'] | Control['kind'] }> {
  readonly parse: (untrusted: unknown) => Parsed<M>;
  readonly refusalOf: (message: M) => Refusal | undefined;
  readonly apply: (message: M) => void;
}

/**
 * Listens to people and operators. Whatever comes in is parsed whole first; what does not parse is refused or logged. An update is
 * answered, a signal counts or is refused in the thread; the rules are the same for both.
 */
export function listenToPeople({ desk, feed, interrupt, isWritten }: PeopleOptions): void {
  const decision: Act<Decision> = { parse: readDecision, refusalOf: (made) => desk.refusalOf(made), apply: decide };
  const control: Act<Control> = { parse: parseControl, refusalOf: (made) => desk.refusalOfControl(made), apply: steer };

  setHandler(statusQuery, (by) => desk.statusFor(by === undefined || by === null ? undefined : parsed(parseActor(by))));
  setHandler(standingQuery, () => ({
    revision: desk.state.revision,
    isWritten: isWritten(),
    decisions: desk.state.decisions.map(({ id }) => id),
  }));
  setHandler(decideUpdate, (untrusted) => answer(decision, untrusted), {
    validator: (untrusted) => refuse(decision.refusalOf(parsed(decision.parse(untrusted)))),
  });
  setHandler(controlUpdate, (untrusted) => answer(control, untrusted), {
    validator: (untrusted) => refuse(control.refusalOf(parsed(control.parse(untrusted)))),
  });
  setHandler(decisionSignal, (untrusted) => receive(decision, untrusted));
  setHandler(controlSignal, (untrusted) => receive(control, untrusted));
  setHandler(reportSignal, (untrusted) => {
    const report = parseThreadReport(untrusted);
    if (report.ok) hearOfThread(report.value);
    else log.warn('A report of a thread is malformed and ignored', { fault: report.fault });
  });
  setHandler(linkedSignal, (untrusted) => {
    const keys = parseKeys(untrusted);
    if (keys.ok) hearOfLink(keys.value);
    else log.warn('A signal about a person is malformed and ignored', { fault: keys.fault });
  });
  for (const kind of OPERATOR_SIGNALS) setHandler(defineSignal(kind), () => operate(kind));
  // The Cancel of the Web UI means what ours means.
  CancellationScope.current().cancelRequested.catch(() => operate('cancel'));

  function operate(kind: (typeof OPERATOR_SIGNALS)[number]): void {
    receive(control, { id: uuid4(), kind, by: OPERATOR });
  }

  /** Where several people vote, each click is a vote of its own. */
  function readDecision(untrusted: unknown): Parsed<Decision> {
    const read = parseDecision(untrusted);
    if (!read.ok || !desk.isVotedOn) return read;
    const { click, kind } = read.value;
    const isOneOfMany = click !== undefined && (kind === 'approve' || kind === 'reject');
    return isOneOfMany ? { ...read, value: { ...read.value, id: click } } : read;
  }

  function decide(made: Decision): void {
    const at = new Date().toISOString();
    const before = desk.state;
    if (!desk.decide(made, at)) return;
    const edited = made.kind === 'edit' || made.kind === 'bring-back' ? desk.latest : undefined;
    const outline = isOutline(made);
    noteDecision(made, at, before, edited);
    sayVoid(before);
    if (isVote(made)) {
      // Whoever approved a draft before its gate has opened one.
      if (desk.state.gate?.id === before.gate?.id) return;
      feed.sayGate();
      interrupt();
      return;
    }
    // What is brought back has been shown.
    if (made.kind === 'edit' && edited !== undefined)
      feed.say({
        kind: 'draft',
        draftId: edited.draftId,
        version: edited.version,
        ...(outline && { outline: true as const }),
      });
    if (edited !== undefined) feed.sayGate();
    interrupt();
  }

  function noteDecision(made: Decision, at: string, before: DeskState, edited?: DraftRecord): void {
    const vote = isVote(made);
    const { gate } = vote ? desk.state : before;
    const { joined } = desk.state.decisions.find(({ id }) => id === made.id) ?? {};
    feed.decided({
      decision: made,
      at,
      rule: desk.ruleOf(made.by, 'decision'),
      ...(isOutline(made) && { subject: 'outline' as const }),
      ...(gate?.subject.version === made.draft.version && { gate: gate.id }),
      ...(vote && { vote: true as const }),
      ...(joined !== undefined && { joined }),
      ...(edited !== undefined && { editedVersion: edited.version }),
    });
  }

  /** It was one of several that it takes. */
  function isVote({ id }: Decision): boolean {
    return desk.state.votes?.includes(id) === true;
  }

  /** Where people had voted on a text that gives way to another one. */
  function sayVoid({ gate, approved }: DeskState): void {
    if (gate === undefined || gate.votes.length === 0 || desk.state.gate?.id === gate.id) return;
    if (desk.state.approved !== approved || isOver(desk.stage)) return;
    const names = gate.votes.map(({ byName }) => byName);
    feed.say({ kind: 'notice', notice: { code: 'votes-void', version: gate.subject.version, names } });
  }

  function isOutline({ draft }: Decision): boolean {
    return draftOf(desk.state, draft.version)?.outline === true;
  }

  function steer(made: Control): void {
    const at = new Date().toISOString();
    const hadTrouble = desk.state.trouble !== undefined;
    const { budget } = desk.state;
    const before = desk.state;
    const applied = desk.control(made, at);
    if (applied === false) return;
    const { id, kind, by } = made;
    const byName = by.displayName;
    const rule = desk.ruleOf(by, kind);
    feed.acted({
      id,
      act: kind,
      by,
      at,
      rule,
      ...(made.kind === 'assign' && { about: `person:${actorKey(made.to)}` }),
      ...(made.kind === 'follow' && { about: aboutPlace(made) }),
      ...(made.kind === 'unfollow' && { about: channelKey(made.thread) }),
    });
    switch (kind) {
      case 'pause':
        feed.say({ kind: 'notice', notice: { code: 'paused', byName } });
        break;
      case 'resume':
        feed.say({ kind: 'notice', notice: { code: 'resumed', byName } });
        break;
      case 'retry':
        feed.say({ kind: 'notice', notice: { code: 'retrying', byName } });
        if (hadTrouble) feed.retryThreads();
        break;
      case 'raise':
        if (budget !== undefined)
          feed.say({
            kind: 'notice',
            notice: { code: 'raised', byName, scope: budget.scope, usd: budget.raiseByUsd },
          });
        break;
      case 'language': {
        const { language } = made;
        feed.languageChosen(language);
        feed.say({ kind: 'notice', notice: { code: 'language', byName, language } });
        interrupt();
        break;
      }
      case 'move':
        feed.moved(made.thread);
        feed.say({ kind: 'notice', notice: { code: 'moved', byName } });
        break;
      case 'follow': {
        const { role, anyone } = made;
        if (JSON.stringify(desk.state.followings) !== JSON.stringify(before.followings))
          feed.say({ kind: 'notice', notice: { code: 'followed', byName, role, ...(anyone && { anyone }) } });
        break;
      }
      case 'unfollow':
        feed.say({ kind: 'notice', notice: { code: 'unfollowed', byName } });
        break;
      case 'add-source':
        feed.say({ kind: 'notice', notice: { code: 'source-added', byName, name: made.file.name } });
        // What is being read is read to its end, and this file after it; what is being criticised, too.
        if (desk.wantsResearch && !desk.isReading) interrupt();
        break;
      case 'cancel':
        feed.say({ kind: 'notice', notice: { code: 'cancelled', byName } });
        interrupt();
        break;
      case 'step-in':
        feed.say({
          kind: 'notice',
          notice: {
            code: 'stepped-in',
            byName,
            reason: made.reason,
            voted: before.gate?.votes.map((vote) => vote.byName) ?? [],
          },
        });
        break;
      case 'assign':
        feed.say({
          kind: 'notice',
          notice: { code: 'assigned', byName, to: actorKey(made.to), toName: made.to.displayName },
        });
        break;
      case 'claim':
      case 'release':
        // The card of the gate says so.
        break;
      case 'another':
        feed.say({ kind: 'notice', notice: { code: 'another', byName } });
        sayVoid(before);
        break;
      case 'finish': {
        const { approval } = applied;
        if (approval !== undefined) noteDecision(approval, at, before);
        feed.say({ kind: 'notice', notice: { code: 'finishing', byName } });
        // Others have to agree, too: they are asked where nobody was yet.
        const isAsked = approval !== undefined && isVote(approval) && desk.state.gate?.id !== before.gate?.id;
        if (isAsked) feed.sayGate();
        interrupt();
        break;
      }
      default:
        kind satisfies never;
    }
  }

  function hearOfLink(keys: readonly string[]): void {
    const byName = desk.join(keys);
    const version = desk.state.gate?.subject.version;
    if (byName !== undefined && version !== undefined)
      feed.say({ kind: 'notice', notice: { code: 'votes-joined', byName, version } });
    if (byName !== undefined) feed.sayShortfall();
  }

  function hearOfThread(report: ThreadReport): void {
    if (report.kind === 'arrived') {
      desk.arrive(report.seq);
      return;
    }
    if (report.kind === 'lost') {
      const { thread, failure } = report;
      const byName = desk.losePlace(thread);
      if (byName !== undefined)
        feed.say({ kind: 'notice', notice: { code: 'place-lost', byName, platform: thread.platform, failure } });
      return;
    }
    const { where, code, message, reason } = report;
    if (!desk.meetTrouble({ step: 'delivering', code, message, ...(reason !== undefined && { reason }) })) return;
    feed.say({ kind: 'notice', notice: { code: 'undeliverable', where, failure: reason ?? code } }, 'requester');
  }

  /** Between validator and handler another update may have come first. */
  function answer<M extends Decision | Control>({ parse, refusalOf, apply }: Act<M>, untrusted: unknown): Answer {
    const made = parsed(parse(untrusted));
    refuse(refusalOf(made));
    apply(made);
    const tally = 'draft' in made && isVote(made) ? desk.tally : undefined;
    return {
      kind: 'counted',
      ...('draft' in made && isOutline(made) && { subject: 'outline' as const }),
      ...(tally !== undefined && { tally }),
    };
  }

  /** A signal cannot be answered, so a refusal goes to the thread. Sent by hand, it may be anything. */
  function receive<M extends Decision | Control>({ parse, refusalOf, apply }: Act<M>, untrusted: unknown): void {
    const made = parse(untrusted);
    if (!made.ok) {
      log.warn('A signal is malformed and ignored', { fault: made.fault });
      return;
    }
    const refusal = refusalOf(made.value);
    if (refusal === undefined) apply(made.value);
    else {
      const { id, by, kind } = made.value;
      feed.acted({ id, act: kind, by, at: new Date().toISOString(), code: refusal.code });
      feed.say({ kind: 'notice', notice: { code: 'did-not-count', byName: by.displayName, asked: kind, refusal } });
    }
  }
}

/** For the audit: `decides slack:T1:C2 anyone`. */
function aboutPlace({ role, thread, anyone }: Extract<Control, { readonly kind: 'follow' }>): string {
  return [role, channelKey(thread), ...(anyone === true ? ['anyone'] : [])].join(' ');
}

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw ApplicationFailure.create({ type: MALFORMED, message: result.fault, nonRetryable: true });
}

/** Throwing in a validator refuses an update without a trace in the history. */
function refuse(refusal: Refusal | undefined): void {
  if (refusal !== undefined)
    throw ApplicationFailure.create({ type: REFUSED, message: refusal.code, nonRetryable: true, details: [refusal] });
}
