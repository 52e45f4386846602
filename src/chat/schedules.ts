import type { ScheduleRules } from '../config/schedules-schema.ts';
import { GatewayError } from '../gateway/gateway-error.ts';
import type { ScheduleGateway } from '../gateway/schedule-gateway.ts';
import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import { type Actor, keysOf } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import { comingTimes, type ScheduleAct, type SchedulePause } from '../protocol/schedule.ts';
import { clockAt, nextTimes, slotOf, type Timing, weekAt } from '../protocol/timing.ts';
import type { Thread } from '../protocol/thread.ts';
import type { ScheduleChange, ScheduleRecord, ScheduleStore } from '../storage/schedule-store.ts';
import type { Door } from './door.ts';
import type { TypedTiming } from './read-schedule.ts';
import { type NotAccepted, refused } from './reply.ts';
import type { TypedRequest } from './to-article-request.ts';
import { readTypedOrder } from './typed-order.ts';

/** A schedule as it is shown to who may see it. */
export interface ScheduleView {
  readonly scheduleId: string;
  readonly topic: string;
  readonly timing: Timing;
  /** The soonest first, at most three; none while it is paused. */
  readonly next: readonly Date[];
  /** The slot that “skip the next” would leave out, so that pressing twice skips one. */
  readonly nextSlot?: string;
  readonly paused?: SchedulePause;
  readonly last?: ScheduleRecord['last'];
  readonly thread: Thread;
  readonly makerName: string;
  readonly isOwn: boolean;
}

export interface Scheduled {
  readonly kind: 'scheduled';
  readonly schedule: ScheduleView;
}

/** What was wanted of a schedule is so, now or since it was asked for first. */
export interface ScheduleChanged {
  readonly kind: 'schedule-changed';
  readonly act: ScheduleAct;
  readonly schedule: ScheduleView;
}

export interface ScheduleList {
  readonly kind: 'schedules';
  readonly scope: ScheduleScope;
  readonly schedules: readonly ScheduleView[];
  /** The person may ask for everybody's. Absent of a single one. */
  readonly mayAll?: boolean;
}

/** `everywhere`: of everybody in the workspace or on the platform, for administrators. */
export type ScheduleScope = 'mine' | 'everywhere';

export interface ScheduleListAsk {
  readonly scope: ScheduleScope;
  /** At most so many. Default: {@link LIST_LIMIT}. */
  readonly most?: number;
  /** Only this one, whoever's it is, for who may see it. */
  readonly scheduleId?: string;
}

export interface ScheduleAsk {
  /** Names the chat event beyond doubt: delivered again, it makes no second one. */
  readonly eventKey: string;
  readonly timing: TypedTiming;
  /** Of the person, where their platform tells it. */
  readonly zone?: string;
  /** As for an article. Files are read once, and none are taken. */
  readonly request: TypedRequest;
  /** Where its articles begin. */
  readonly thread: Thread;
  readonly language: InterfaceLanguage;
}

export interface ScheduleActAsk {
  /** Names the chat event beyond doubt: delivered again, it runs no second time. */
  readonly eventKey: string;
  /** Absent: the person's only one. */
  readonly scheduleId?: string;
  readonly act: ScheduleAct;
  /** Which slot is skipped. Absent: the next one. */
  readonly slot?: string;
}

export type ScheduleRefusal =
  | { readonly code: 'schedule-limit'; readonly scope: 'person' | 'channel'; readonly most: number }
  | { readonly code: 'no-such-schedule'; readonly scheduleId: string }
  | { readonly code: 'no-schedules' | 'schedule-paused' | 'schedule-files' | 'schedules-off' }
  /** No id was given, and there are several. */
  | {
      readonly code: 'several-schedules';
      readonly act: ScheduleAct;
      readonly candidates: readonly { readonly scheduleId: string; readonly topic: string }[];
    }
  /** Nothing begins by it then. */
  | { readonly code: 'no-such-slot'; readonly slot: string }
  /** The last article of the schedule is not over. */
  | { readonly code: 'schedule-waits'; readonly articleId: string; readonly topic: string }
  /** Of a moment: the maker is not in the place any more, or could not come there; nobody can write there. */
  | { readonly code: 'left-place' | 'signed-out' | 'place-shut' };

export interface SchedulesOptions {
  readonly schedules: ScheduleStore;
  readonly scheduling: ScheduleGateway;
  readonly rules: ScheduleRules;
  readonly door: Door;
  /** The id of what an event makes: a schedule, a moment that is run by hand. */
  readonly idOf: (eventKey: string) => string;
  /** Why an article could not be asked for so. */
  readonly fault: (
    actor: Actor,
    ask: Pick<ScheduleAsk, 'request' | 'thread' | 'language'>,
  ) => Promise<NotAccepted | undefined>;
  /** By whose clock somebody lives whose platform does not tell it, IANA. Rejects with what the store throws. */
  readonly zoneOf: (actor: Actor) => Promise<string>;
  readonly logger: Logger;
  readonly storeBudgetMs: number;
}

const SHOWN_TIMES = 3;
/** Further ahead nobody skips. */
const MOST_SKIPS = 20;
/** More than anybody reads in a chat, and than the settings usually let there be. */
const LIST_LIMIT = 30;
/** Somebody else has just changed it. */
const MOST_TRIES = 5;

/** What people do with schedules. Throws {@link GatewayError}. */
export interface Schedules {
  make(actor: Actor, ask: ScheduleAsk): Promise<Scheduled | NotAccepted>;
  list(actor: Actor, ask: ScheduleListAsk): Promise<ScheduleList | NotAccepted>;
  act(actor: Actor, ask: ScheduleActAsk): Promise<ScheduleChanged | NotAccepted>;
}

export function createSchedules(options: SchedulesOptions): Schedules {
  const { schedules, rules, door, storeBudgetMs } = options;
  const store = <T>(work: Promise<T>): Promise<T> => inStore(storeBudgetMs, work);

  /** A schedule that the person may see and change. */
  async function find(actor: Actor, scheduleId: string): Promise<ScheduleRecord | undefined> {
    const found = await store(schedules.find(scheduleId));
    if (found === undefined || isMaker(actor, found)) return found;
    return isNear(actor, found.thread) && (await door.isAdministrator(actor)) ? found : undefined;
  }

  async function meant(actor: Actor, { scheduleId, act }: ScheduleActAsk): Promise<ScheduleRecord | NotAccepted> {
    if (scheduleId !== undefined)
      return (await find(actor, scheduleId)) ?? refused({ code: 'no-such-schedule', scheduleId });
    const [only, ...more] = await store(schedules.list({ makers: keysOf(actor) }, LIST_LIMIT));
    if (only === undefined) return refused({ code: 'no-schedules' });
    if (more.length === 0) return only;
    const candidates = [only, ...more].map((one) => ({ scheduleId: one.scheduleId, topic: topicOf(one) }));
    return refused({ code: 'several-schedules', act, candidates });
  }

  /** Changes the row, which is what is wanted, and has Temporal follow. */
  async function change(
    before: ScheduleRecord,
    make: (now: ScheduleRecord) => ScheduleChange | undefined,
  ): Promise<ScheduleRecord | undefined> {
    let now: ScheduleRecord | undefined = before;
    for (let tries = 0; now !== undefined && tries < MOST_TRIES; tries += 1) {
      const wanted = make(now);
      if (wanted === undefined) return now;
      const changed = await store(schedules.change(now, wanted));
      if (changed !== undefined) {
        await follow(changed, wanted.isDeleted === true, options);
        return changed;
      }
      now = await store(schedules.find(before.scheduleId));
    }
    return now;
  }

  return {
    async make(actor, ask) {
      const { eventKey, timing, request, thread, language } = ask;
      if ((request.files ?? []).length > 0) return refused({ code: 'schedule-files' });
      if (rules.perPerson === 0 || rules.perChannel === 0) return refused({ code: 'schedules-off' });
      const fault = await options.fault(actor, ask);
      if (fault !== undefined) return fault;
      const scheduleId = options.idOf(`schedule:${eventKey}`);
      const zone = ask.zone ?? (await store(options.zoneOf(actor)));
      const opened = await store(
        schedules.open({ scheduleId, maker: actor, thread, language, request, timing: toTiming(timing, zone) }, rules),
      );
      if (opened !== 'open') return refused({ code: 'schedule-limit', scope: opened.scope, most: opened.most });
      const made = await store(schedules.find(scheduleId));
      if (made === undefined) return refused({ code: 'no-such-schedule', scheduleId });
      if (made.revision === 1) await follow(made, false, options);
      return { kind: 'scheduled', schedule: toView(made, actor) };
    },

    async list(actor, { scope, scheduleId, most = LIST_LIMIT }) {
      if (scheduleId !== undefined) {
        const one = await find(actor, scheduleId);
        if (one === undefined) return refused({ code: 'no-such-schedule', scheduleId });
        return { kind: 'schedules', scope, schedules: [toView(one, actor)] };
      }
      const mayAll = await door.isAdministrator(actor);
      if (scope === 'everywhere' && !mayAll) return refused({ code: 'not-an-administrator' });
      const of = scope === 'mine' ? { makers: keysOf(actor) } : { scope: `${actor.platform}:${actor.workspace ?? ''}` };
      const found = await store(schedules.list(of, most));
      return { kind: 'schedules', scope, schedules: found.map((one) => toView(one, actor)), mayAll };
    },

    async act(actor, ask) {
      const schedule = await meant(actor, ask);
      if ('kind' in schedule) return schedule;
      const answer = (now: ScheduleRecord | undefined): ScheduleChanged | NotAccepted =>
        now === undefined
          ? refused({ code: 'no-such-schedule', scheduleId: schedule.scheduleId })
          : { kind: 'schedule-changed', act: ask.act, schedule: toView(now, actor) };
      switch (ask.act) {
        case 'pause':
          return answer(
            await change(schedule, ({ paused }) => (paused === undefined ? { paused: 'person' } : undefined)),
          );
        case 'resume':
          return answer(await change(schedule, ({ paused }) => (paused === undefined ? undefined : { paused: null })));
        case 'delete':
          // Gone already is as good.
          await change(schedule, () => ({ isDeleted: true }));
          return answer(schedule);
        case 'skip': {
          if (schedule.paused !== undefined) return refused({ code: 'schedule-paused' });
          const slot = ask.slot ?? nextSlotOf(schedule);
          if (slot !== undefined && !isSlotOf(schedule, slot)) return refused({ code: 'no-such-slot', slot });
          return answer(await change(schedule, (now) => toSkip(now, slot)));
        }
        case 'run': {
          const { scheduleId } = schedule;
          const run = { scheduleId, slot: options.idOf(`run:${ask.eventKey}`), dueAt: new Date() };
          if (await store(schedules.isNoted(run))) return answer(schedule);
          const waits = await store(schedules.underWay(scheduleId));
          if (waits !== undefined && rules.whileWaiting === 'skip')
            return refused({ code: 'schedule-waits', ...waits });
          await store(schedules.noteRun(run));
          return answer(schedule);
        }
        default:
          return ask.act satisfies never;
      }
    },
  };
}

/** Undefined: it is skipped already, or none of the moments that come. */
function toSkip({ skips, timing }: ScheduleRecord, slot: string | undefined): ScheduleChange | undefined {
  if (slot === undefined || skips.includes(slot) || !comingSlots(timing).includes(slot)) return undefined;
  const today = clockAt(new Date(), timing.zone);
  return { skips: [...skips.filter((one) => one >= today), slot].sort() };
}

/** Whether one of the moments that come is called so, or one that has passed may have been: whoever presses too late asks for nothing. */
function isSlotOf({ timing }: ScheduleRecord, slot: string): boolean {
  return slot <= clockAt(new Date(), timing.zone) || comingSlots(timing).includes(slot);
}

function comingSlots(timing: Timing): readonly string[] {
  return nextTimes(timing, new Date(), MOST_SKIPS).flatMap((at) => slotOf(timing, at)?.key ?? []);
}

/**
 * Has Temporal do what the row says. Where it cannot be reached, whoever looks next does: nothing begins by a schedule meanwhile that the
 * row does not want.
 */
export async function follow(
  wanted: ScheduleRecord,
  isDeleted: boolean,
  { schedules, scheduling, logger }: Pick<SchedulesOptions, 'schedules' | 'scheduling' | 'logger'>,
): Promise<void> {
  const { scheduleId } = wanted;
  try {
    let now: ScheduleRecord | undefined = isDeleted ? undefined : wanted;
    if (now === undefined) {
      await scheduling.remove(scheduleId);
      await schedules.applied(wanted);
      return;
    }
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await scheduling.apply(now);
      if (await schedules.applied(now)) return;
      // Somebody was quicker, and what they wanted may have been overwritten just now.
      now = await schedules.find(scheduleId);
      if (now === undefined) return await scheduling.remove(scheduleId);
    }
  } catch (error) {
    logger.warn({ scheduleId, reason: reasonOf(error) }, 'Temporal does not have a schedule as it is wanted yet');
  }
}

/** @throws {GatewayError} `unavailable` */
export async function inStore<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  try {
    return await within(budgetMs, 'PostgreSQL', work);
  } catch (error) {
    throw new GatewayError('unavailable', `PostgreSQL did not answer: ${reasonOf(error)}`, { cause: error });
  }
}

export function topicOf({ request }: Pick<ScheduleRecord, 'request'>): string {
  return readTypedOrder(request.topic).topic;
}

function toView(schedule: ScheduleRecord, actor: Actor): ScheduleView {
  const { scheduleId, timing, thread, maker, paused, last } = schedule;
  const next = comingTimes(schedule, new Date(), SHOWN_TIMES);
  const nextSlot = nextSlotOf(schedule);
  return {
    scheduleId,
    topic: topicOf(schedule),
    timing,
    next,
    ...(nextSlot !== undefined && { nextSlot }),
    ...(paused !== undefined && { paused }),
    ...(last !== undefined && { last }),
    thread,
    makerName: maker.displayName,
    isOwn: isMaker(actor, schedule),
  };
}

function nextSlotOf(schedule: ScheduleRecord): string | undefined {
  const [next] = comingTimes(schedule, new Date(), 1);
  return next && slotOf(schedule.timing, next)?.key;
}

/** It begins in the week of its first moment. */
function toTiming({ everyWeeks, zone: typed, ...when }: TypedTiming, zoneOfPerson: string): Timing {
  const zone = typed ?? zoneOfPerson;
  const timing = { ...when, zone };
  if (everyWeeks === undefined) return timing;
  const [first] = nextTimes(timing, new Date(), 1);
  return { ...timing, weeks: { every: everyWeeks, phase: weekAt(first ?? new Date(), zone) % everyWeeks } };
}

function isMaker(actor: Actor, { maker }: ScheduleRecord): boolean {
  return keysOf(actor).some((key) => keysOf(maker).includes(key));
}

/** Nobody looks after what lives elsewhere. */
function isNear({ platform, workspace }: Actor, home: Thread): boolean {
  return platform === home.platform && workspace === home.workspace;
}
