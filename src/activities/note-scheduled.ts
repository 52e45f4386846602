import { momentKey, type SchedulingActivities } from '../protocol/schedule.ts';
import type { ScheduleStore } from '../storage/schedule-store.ts';

/** Takes note of a schedule's moment, once however often it is told. What was skipped, paused or deleted meanwhile is nothing any more. */
export function createNoteScheduled(
  schedules: Pick<ScheduleStore, 'find' | 'noteRun'>,
): SchedulingActivities['noteScheduled'] {
  return async ({ scheduleId, at }) => {
    const schedule = await schedules.find(scheduleId);
    const dueAt = new Date(at);
    const slot = schedule && momentKey(schedule, dueAt);
    if (slot !== undefined) await schedules.noteRun({ scheduleId, slot, dueAt });
  };
}
