import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { type AddressGuard, createPublicLookup, isPrivateAddress, PrivateAddressError } from './public-address.ts';

export interface SendOptions {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: none. */
  readonly body?: string | Uint8Array;
  /** An answer with more is broken off. */
  readonly maxBytes: number;
  /** False: nothing is sent to an address of this machine or its networks. */
  readonly allowPrivateAddresses: boolean;
  /** What says which addresses are private, where it is not for the system to say. */
  readonly guard?: AddressGuard;
  /** False: the status is all that is wanted of the answer. Default: true. */
  readonly readsBody?: boolean;
  readonly signal: AbortSignal;
}

export interface SentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/**
 * One request. Follows no redirect: whatever answers is what was named.
 * @throws PrivateAddressError, what the connection threw, or the reason of `signal`.
 */
export async function sendRequest(address: string, options: SendOptions): Promise<SentAnswer> {
  const { method, headers, body, maxBytes, allowPrivateAddresses, guard = {}, readsBody = true, signal } = options;
  const { isPrivate = isPrivateAddress } = guard;
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // No name is looked up for an address that is one already.
  if (!allowPrivateAddresses && isIP(host) !== 0 && isPrivate(host)) throw new PrivateAddressError(host);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return await new Promise<SentAnswer>((resolve, reject) => {
    const sending = send(
      url,
      {
        method,
        agent: false,
        signal,
        headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
        ...(!allowPrivateAddresses && { lookup: createPublicLookup(guard) }),
      },
      (answer) => {
        answer.on('error', reject);
        if (!readsBody) {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' });
          // Nobody hears any more what becomes of it.
          sending.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > maxBytes) answer.destroy(new Error(`The answer is longer than ${maxBytes} bytes`));
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    // What aborts has a reason of its own; Node's error only says that it was aborted.
    sending.on('error', (error) => reject(signal.reason instanceof Error ? signal.reason : error));
    sending.end(body);
  });
}
