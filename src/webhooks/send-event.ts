import { postJson } from '../lib/post-json.ts';
import { type AddressGuard, PrivateAddressError } from '../lib/public-address.ts';
import { readEndpointAddress } from '../lib/endpoint-address.ts';
import { COPYDESK_VERSION } from '../lib/version.ts';
import { isUnreached } from '../lib/unreached.ts';
import type { Attempt, DueDelivery } from '../storage/webhook-store.ts';
import { signedHeaders } from './sign.ts';

/** What became of one request. */
export type Sent =
  | { readonly kind: 'accepted' | 'gone'; readonly attempt: Attempt }
  /** `afterMs`: how long it asks to be left alone. */
  | { readonly kind: 'refused'; readonly attempt: Attempt; readonly afterMs?: number };

export interface SendOptions {
  /** The first is the newest; none: what signs for the endpoint is not here. */
  readonly secrets: readonly string[];
  readonly ports: readonly number[];
  readonly timeoutMs: number;
  readonly guard?: AddressGuard;
  readonly signal: AbortSignal;
}

const GONE = 410;

/**
 * Sends an event once. No redirect is followed, and of the answer nothing but its status counts. Rejects only with the reason of `signal`.
 */
export async function sendEvent(due: DueDelivery, options: SendOptions): Promise<Sent> {
  const { secrets, ports, timeoutMs, guard, signal } = options;
  const { eventId: id, body, url, allowPrivate } = due;
  const read = readEndpointAddress(url, { ports, allowPrivate });
  // It was one when it was named: the settings have changed since.
  if ('fault' in read) return refused({ problem: read.fault });
  try {
    const { status, headers } = await postJson(read.url.href, body, {
      headers: {
        ...signedHeaders({ id, body }, secrets, new Date()),
        'user-agent': `Copydesk/${COPYDESK_VERSION}`,
      },
      timeoutMs,
      maxBytes: 0,
      readsBody: false,
      allowPrivateAddresses: allowPrivate,
      ...(guard !== undefined && { guard }),
      signal,
    });
    if (status >= 200 && status < 300) return { kind: 'accepted', attempt: { status } };
    if (status === GONE) return { kind: 'gone', attempt: { status } };
    return refused({ status }, retryAfterMs(headers['retry-after']));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return refused({ problem: problemOf(error) });
  }
}

function refused(attempt: Attempt, afterMs?: number): Sent {
  return { kind: 'refused', attempt, ...(afterMs !== undefined && { afterMs }) };
}

/** A word of ours: what the system says may hold the address, and with it a secret of the receiver's. */
function problemOf(error: unknown): string {
  if (error instanceof PrivateAddressError) return error.code;
  if (!(error instanceof Error)) return 'unreachable';
  if (error.name === 'TimeoutError') return 'timed-out';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ABORT_ERR') return 'timed-out';
  return isUnreached(code) ? code : 'unreachable';
}

/** RFC 9110: seconds, or a date. */
function retryAfterMs(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
