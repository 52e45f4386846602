import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { SCHEDULED_TYPE, scheduleIdOf } from '../protocol/names.ts';
import { momentKey, type Schedule } from '../protocol/schedule.ts';
import { endedByOthers } from './ended-by-others.ts';

/** The port to moments of schedules. Rejects with whatever the store throws. */
export interface StoppedRuns {
  /** Undefined: there is none, or not any more. */
  find(scheduleId: string): Promise<Schedule | undefined>;
  /** Nothing begins at this moment, and its maker is told; without effect on one that was noted before. */
  noteStopped(run: { readonly scheduleId: string; readonly slot: string; readonly dueAt: Date }): Promise<void>;
}

/** Temporal's own, of what a schedule started. */
const STARTED_BY = defineSearchAttributeKey('TemporalScheduledById', SearchAttributeType.KEYWORD);
const DUE_AT = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/**
 * Has makers of schedules told of a moment that an operator ended before anybody took note of it. Any number of processes may run it at
 * once, every half minute.
 * @throws what PostgreSQL or Temporal threw; the next run does the rest.
 */
export async function noteStoppedRuns(client: Client, schedules: StoppedRuns): Promise<void> {
  for await (const { typedSearchAttributes: its, startTime } of endedByOthers(client, SCHEDULED_TYPE)) {
    const startedBy = its.get(STARTED_BY);
    if (startedBy === undefined) continue;
    const scheduleId = startedBy.slice(scheduleIdOf('').length);
    const schedule = await schedules.find(scheduleId);
    const dueAt = its.get(DUE_AT) ?? startTime;
    const slot = schedule && momentKey(schedule, dueAt);
    if (slot !== undefined) await schedules.noteStopped({ scheduleId, slot, dueAt });
  }
}
