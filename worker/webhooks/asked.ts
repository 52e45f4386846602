import { parseArgs } from 'node:util';
import { readMoment } from '../../src/lib/read-moment.ts';
import type { Replayed, WebhookDelivery } from '../../src/storage/webhook-store.ts';

/** What somebody wants to know or to have done. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'secret' }
  | { readonly kind: 'list' }
  | {
      readonly kind: 'deliveries';
      readonly endpoint: string;
      readonly limit: number;
      readonly state?: WebhookDelivery['state'];
    }
  | { readonly kind: 'replay'; readonly endpoint: string; readonly which: Replayed }
  | { readonly kind: 'enable'; readonly endpoint: string };

const DEFAULT_LIMIT = 50;
const MOST = 10_000;

/** Reads a command line. @throws TypeError that says what is wrong with it. */
export function readAsked(args: readonly string[], now: Date): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      'given-up': { type: 'boolean' },
      due: { type: 'boolean' },
      limit: { type: 'string' },
      since: { type: 'string' },
      id: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help' };
  const [verb = 'list', endpoint, ...more] = positionals;
  if (more.length > 0) throw new TypeError(`One endpoint at a time: ${more.join(' ')} is too much.`);
  if (verb === 'list' || verb === 'secret') {
    if (endpoint !== undefined) throw new TypeError(`${verb} takes no name.`);
    return { kind: verb };
  }
  if (verb !== 'deliveries' && verb !== 'replay' && verb !== 'enable')
    throw new TypeError(`Say secret, list, deliveries, replay or enable, not ${verb}.`);
  if (endpoint === undefined) throw new TypeError(`Say which endpoint: ${verb} newsroom. "list" has their names.`);
  if (verb === 'enable') return { kind: verb, endpoint };
  if (verb === 'deliveries') {
    const state = values['given-up'] === true ? 'given-up' : values.due === true ? 'pending' : undefined;
    return { kind: verb, endpoint, limit: readLimit(values.limit), ...(state !== undefined && { state }) };
  }
  if (values.since !== undefined && values.id !== undefined) throw new TypeError('Say --since or --id, not both.');
  if (values.id !== undefined) return { kind: verb, endpoint, which: { kind: 'event', id: values.id } };
  if (values.since === undefined) return { kind: verb, endpoint, which: { kind: 'given-up' } };
  return { kind: verb, endpoint, which: { kind: 'since', at: readMoment('--since', values.since, now) } };
}

function readLimit(typed: string | undefined): number {
  if (typed === undefined) return DEFAULT_LIMIT;
  const limit = Number(typed);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit;
  throw new TypeError(`--limit must be a number between 1 and ${MOST}, is ${typed}.`);
}
