import { z } from 'zod';
import { group, number, shown } from './fields.ts';

/** Upper bounds of the buckets of a histogram, in seconds. */
function buckets(what: string, seconds: readonly number[]) {
  const error = ({ input }: { readonly input?: unknown }): string =>
    `must be one to 30 rising numbers of seconds such as [0.1, 1, 10], is ${shown(input)}`;
  return z
    .array(z.number({ error }).positive({ error }), { error })
    .min(1, { error })
    .max(30, { error })
    .refine((list) => list.every((one, at) => at === 0 || one > (list[at - 1] ?? 0)), { error })
    .meta({ description: `Upper bounds in seconds of the buckets of ${what}.` })
    .default([...seconds]);
}

export const telemetry = group(
  {
    sampling: number({
      from: 0,
      to: 1,
      about:
        'The share of articles whose traces are sent. An article has its trace whole or not at all, in all processes.',
    }).default(1),
    most_waiting_spans: number({
      from: 1,
      to: 1_000_000,
      whole: true,
      about:
        'Steps of traces that wait in memory while nobody takes them, about a kilobyte each. More are dropped and counted; no work waits.',
    }).default(4096),
    count_every_seconds: number({
      from: 1,
      to: 3600,
      about:
        'How often a worker counts, for its metrics, what waits in PostgreSQL. Asked sooner, it says the same again.',
    }).default(15),
    buckets: group(
      {
        answers: buckets('how long the desk takes to answer', [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10]),
        models: buckets('how long models take', [0.5, 1, 2, 5, 10, 20, 40, 60, 120, 300, 600]),
        stages: buckets(
          'how long articles are in a stage',
          [1, 10, 60, 300, 900, 3600, 14_400, 86_400, 259_200, 604_800, 2_592_000],
        ),
        chats: buckets(
          'how long calls of chats, and bringing a thread up to date, take',
          [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
        ),
      },
      'How finely durations are told apart in metrics.',
    ).prefault({}),
  },
  'Traces and metrics. Where they go is said by the standard variables of OpenTelemetry: docs/operations.md, Telemetry.',
).prefault({});

export interface TelemetrySettings {
  /** 0 to 1. */
  readonly sampling: number;
  readonly mostWaitingSpans: number;
  readonly countEveryMs: number;
  /** In seconds, as Prometheus has them. */
  readonly buckets: {
    readonly answers: readonly number[];
    readonly models: readonly number[];
    readonly stages: readonly number[];
    readonly chats: readonly number[];
  };
}

export function toTelemetrySettings(yaml: z.output<typeof telemetry>): TelemetrySettings {
  return {
    sampling: yaml.sampling,
    mostWaitingSpans: yaml.most_waiting_spans,
    countEveryMs: yaml.count_every_seconds * 1000,
    buckets: yaml.buckets,
  };
}
