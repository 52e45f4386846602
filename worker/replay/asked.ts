import { parseArgs } from 'node:util';
import { readMoment } from '../../src/lib/read-moment.ts';

/** Which histories are held against the code of this checkout. */
export type ReplayAsked =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'replay';
      /** Of what is not over, or ended after this. */
      readonly since: Date;
      /** At most so many runs. */
      readonly limit: number;
      /** Leaves out what stays on a version of its own, where workers have versions. */
      readonly unpinned: boolean;
    };

const LIMIT = 10_000;
const MOST = 1_000_000;

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readReplayAsked(args: readonly string[], now: Date): ReplayAsked {
  const { values } = parseArgs({
    args: [...args],
    options: {
      since: { type: 'string' },
      limit: { type: 'string' },
      unpinned: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return { kind: 'help' };
  if (values.since === undefined) throw new TypeError('Say since when: --since 7d.');
  const since = readMoment('--since', values.since, now);
  if (since > now) throw new TypeError(`--since must lie in the past, is ${values.since}.`);
  return {
    kind: 'replay',
    since,
    limit: values.limit === undefined ? LIMIT : readLimit(values.limit),
    unpinned: values.unpinned === true,
  };
}

function readLimit(typed: string): number {
  const limit = /^\d{1,7}$/.test(typed) ? Number(typed) : 0;
  if (limit < 1 || limit > MOST) throw new TypeError(`--limit must be a number from 1 to ${MOST}, is ${typed}.`);
  return limit;
}
