import type { ScheduleRules } from '../config/schedules-schema.ts';
import type { ScheduleGateway } from '../gateway/schedule-gateway.ts';
import type { Logger } from '../lib/logger.ts';
import { pause } from '../lib/pause.ts';
import { reasonOf } from '../lib/reason-of.ts';
import type { Actor } from '../protocol/actor.ts';
import type {
  DueRun,
  RunNews,
  RunOutcome,
  ScheduleNews,
  ScheduleRecord,
  ScheduleStore,
} from '../storage/schedule-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import type { ReplyRefusal } from './reply.ts';
import { follow } from './schedules.ts';

export interface ScheduledRunsOptions {
  readonly platform: string;
  readonly desk: Pick<ChatDesk, 'startScheduled'>;
  readonly schedules: ScheduleStore;
  readonly scheduling: ScheduleGateway;
  readonly rules: ScheduleRules;
  /** Who the maker is by now, as far as the platform tells. Default: who they were. Does not reject. */
  readonly makerNow?: (schedule: ScheduleRecord) => Promise<Actor>;
  /** Why nothing begins in the place. Default: nothing is known against it. Rejects when it cannot be told now; then it is asked again. */
  readonly againstPlace?: (schedule: ScheduleRecord) => Promise<ReplyRefusal | undefined>;
  /** Tells the maker, in private where that can be. What rejects is told later. Absent: somebody else does, and also what has begun. */
  readonly tell?: (news: RunNews) => Promise<void>;
  readonly logger: Logger;
}

const EVERY_MS = 2000;
/** A change that is not at Temporal after this is nobody's any more. */
const FORGOTTEN_AFTER_SECONDS = 30;

/**
 * Starts what the schedules of a platform are due for, tells their makers what could not begin, and has Temporal follow where it does
 * not. Every process of the platform runs it, until the signal. Never rejects.
 */
export async function keepStartingScheduled(options: ScheduledRunsOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await startScheduled(options);
    } catch (error) {
      if (!signal.aborted)
        options.logger.warn({ reason: reasonOf(error) }, 'Could not look for what schedules are due for');
    }
    await pause(EVERY_MS, signal);
  }
}

/** Once. @throws what PostgreSQL threw */
export async function startScheduled(options: ScheduledRunsOptions): Promise<void> {
  const { platform, schedules, tell, logger } = options;
  for (const run of await schedules.takeRuns(platform)) await startRun(run, options);
  for (const { schedule, isDeleted } of await schedules.notApplied(FORGOTTEN_AFTER_SECONDS))
    await follow(schedule, isDeleted, options);
  if (tell === undefined) return;
  for (const news of await schedules.takeNews(platform)) {
    const { scheduleId } = news.schedule;
    try {
      await tell(news);
      await schedules.told({ scheduleId, slot: news.slot });
    } catch (error) {
      logger.warn({ scheduleId, reason: reasonOf(error) }, 'Could not tell the maker of a schedule; it is tried again');
    }
  }
}

async function startRun(run: DueRun, options: ScheduledRunsOptions): Promise<void> {
  const { schedules, desk, rules, tell, logger } = options;
  const { schedule, slot, dueAt } = run;
  const { scheduleId } = schedule;
  const end = async (outcome: RunOutcome, news?: ScheduleNews, articleId?: string): Promise<void> => {
    const ended = { outcome, ...(news !== undefined && { news }), ...(articleId !== undefined && { articleId }) };
    await schedules.endRun({ scheduleId, slot }, ended, rules.pauseAfterRefusals);
  };
  const refuse = async (refusal: ReplyRefusal): Promise<void> => {
    await end('refused', { kind: 'refused', refusal, isPaused: false });
    const now = await schedules.find(scheduleId);
    if (now?.paused !== undefined && now.revision !== schedule.revision) await follow(now, false, options);
  };

  if (Date.now() - dueAt.getTime() > rules.catchUpMinutes * 60_000) return await end('late', { kind: 'late' });
  const last = rules.whileWaiting === 'skip' ? await schedules.underWay(scheduleId) : undefined;
  if (last !== undefined) return await end('waiting', { kind: 'waiting', ...last });
  const shut = await options.againstPlace?.(schedule);
  if (shut !== undefined) return await refuse(shut);
  const maker = (await options.makerNow?.(schedule)) ?? schedule.maker;
  const reply = await desk.startScheduled(maker, run);
  switch (reply.kind) {
    case 'started': {
      const { articleId } = reply;
      logger.info({ scheduleId, slot, articleId }, 'An article of a schedule has begun');
      // Where somebody tells, its thread shows it.
      return await end('started', tell === undefined ? { kind: 'started', articleId } : undefined, articleId);
    }
    case 'refused':
      return await refuse(reply.refusal);
    case 'away':
      // Tried again in a minute, as long as it is not too late.
      return;
    default:
      return reply satisfies never;
  }
}
