/** What a workflow tells of itself, for the trace of its article. It does nothing by it: told or not, its history is the same. */
export type TraceSinks = {
  trace: {
    /** An article has begun. */
    begun(): void;
    step(step: WorkflowStep): void;
  };
};

/** Something that a workflow has done or waited for. */
export interface WorkflowStep {
  /** As Temporal's interceptors for OpenTelemetry name it: `StartActivity:writeDraft`. */
  readonly name: string;
  /** Tells it from other steps of the run. */
  readonly key: string;
  /** By the clock of the workflow, epoch milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Of what it failed with; absent: it did not. */
  readonly code?: string;
  /** The header in which whoever asked for it has said of which step it is a part, as it came. */
  readonly header?: Uint8Array;
}

/** Key of the run itself. */
export const RUN_KEY = 'run';

/** Key of an activity: who runs it, elsewhere, knows its id too. */
export function activityKey(activityId: string): string {
  return `activity/${activityId}`;
}

/** Where Temporal's interceptors for OpenTelemetry put the step that something is a part of. */
export const TRACE_HEADER = '_tracer-data';
