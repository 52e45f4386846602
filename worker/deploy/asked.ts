import { parseArgs } from 'node:util';
import { BUILD_ID, isBuildId } from '../../src/config/environment.ts';

/** What somebody wants of the versions. `build` absent: promote this checkout, roll back to the one before, renew what is on any but the current one. */
export type DeployAsked =
  | { readonly kind: 'help' }
  | { readonly kind: 'status' }
  | { readonly kind: 'promote'; readonly build?: string; readonly rampPercent?: number }
  | { readonly kind: 'promote-unversioned' }
  | { readonly kind: 'rollback'; readonly build?: string }
  | { readonly kind: 'renew'; readonly build?: string }
  | { readonly kind: 'drop'; readonly build: string };

const VERBS = ['status', 'promote', 'rollback', 'renew', 'drop'] as const;

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readDeployAsked(args: readonly string[]): DeployAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ramp: { type: 'string' },
      unversioned: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [typed = 'status', build, ...more] = positionals;
  const verb = VERBS.find((known) => known === typed);
  if (verb === undefined) throw new TypeError(`Say ${VERBS.join(', ')}, not ${typed}.`);
  if (more.length > 0) throw new TypeError(`One build at a time, not ${[build, ...more].join(' ')}.`);
  if (build !== undefined && !isBuildId(build))
    throw new TypeError(`A build is ${BUILD_ID}, not ${JSON.stringify(build)}.`);
  const { ramp, unversioned = false } = values;
  if (verb !== 'promote' && (ramp !== undefined || unversioned))
    throw new TypeError(`--${ramp === undefined ? 'unversioned' : 'ramp'} goes with promote.`);
  const named = build === undefined ? {} : { build };
  switch (verb) {
    case 'status':
      if (build !== undefined) throw new TypeError('status is about all versions: leave the build out.');
      return { kind: 'status' };
    case 'promote':
      if (!unversioned)
        return { kind: 'promote', ...named, ...(ramp !== undefined && { rampPercent: readPercent(ramp) }) };
      if (build !== undefined || ramp !== undefined)
        throw new TypeError('--unversioned is about workers without a version: leave the build and --ramp out.');
      return { kind: 'promote-unversioned' };
    case 'rollback':
    case 'renew':
      return { kind: verb, ...named };
    case 'drop':
      if (build === undefined) throw new TypeError('Say which build to drop.');
      return { kind: 'drop', build };
    default:
      return verb satisfies never;
  }
}

/** `20`, `20%` or `0.25%`. */
function readPercent(typed: string): number {
  const percent = /^\d{1,2}(\.\d{1,2})?%?$/.test(typed) ? Number.parseFloat(typed) : Number.NaN;
  if (!(percent > 0))
    throw new TypeError(`--ramp must be a share between 0% and 100%, such as 20%, is ${typed}. All is promote alone.`);
  return percent;
}
