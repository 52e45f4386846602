import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type AddressGuard, createPublicLookup, isPrivateAddress, PrivateAddressError } from '../lib/public-address.ts';
import { readBytes } from '../lib/read-bytes.ts';
import { FetchFault, type FetchSettings } from './fetch-settings.ts';
import { literalAddress } from '../lib/web-address.ts';

/** One answer of a server. `body` only where `isWanted` said so. */
export interface ServerAnswer {
  readonly status: number;
  /** In lower case, without its parameters: `text/html`. */
  readonly type: string;
  /** As the server names it. */
  readonly charset?: string;
  readonly location?: string;
  readonly body?: Uint8Array;
}

export interface AskOptions {
  readonly settings: FetchSettings;
  readonly guard?: AddressGuard;
  readonly accept: string;
  readonly maxBytes: number;
  /** Whether the body of an answer is read. */
  readonly isWanted: (answer: ServerAnswer) => boolean;
  readonly signal: AbortSignal;
}

/**
 * One `GET`, over a connection of its own to the very address that was checked: no redirect, no cookie, no proxy.
 * @throws FetchFault, or the reason of `signal`
 */
export async function askOnce(url: URL, options: AskOptions): Promise<ServerAnswer> {
  const { settings, guard = {}, signal } = options;
  const literal = literalAddress(url);
  const isPrivate = guard.isPrivate ?? isPrivateAddress;
  // No name is looked up for an address that is one already.
  if (!settings.allowPrivateAddresses && literal !== undefined && isPrivate(literal))
    throw privateAddress(new PrivateAddressError(literal));
  const idleMs = settings.idleTimeoutSeconds * 1000;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const sending = send(url, {
    agent: false,
    signal,
    headers: {
      'user-agent': settings.userAgent,
      accept: options.accept,
      'accept-encoding': 'gzip, deflate, br',
    },
    // A name of the operator's own is looked up like any other, and may be private.
    lookup: createPublicLookup(settings.allowPrivateAddresses ? { ...guard, isPrivate: () => false } : guard),
  });
  const idle = (): void => void sending.destroy(new FetchFault('timed-out', `Nothing came for ${idleMs} ms`));
  sending.setTimeout(idleMs, idle);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sending.on('response', resolve);
      sending.on('error', reject);
      sending.end();
    });
    // From here on errors come out of the body.
    sending.on('error', () => undefined);
    return await readAnswer(response, options);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw toFault(error);
  } finally {
    sending.destroy();
  }
}

async function readAnswer(response: IncomingMessage, options: AskOptions): Promise<ServerAnswer> {
  const { headers, statusCode: status = 0 } = response;
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([\w.:-]{1,40})/.exec(one)?.[1]).find(Boolean);
  const answer: ServerAnswer = {
    status,
    type: type.trim(),
    ...(charset !== undefined && { charset }),
    ...(headers.location !== undefined && { location: headers.location }),
  };
  if (!options.isWanted(answer)) return answer;
  const { maxBytes } = options;
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = await readBytes(unpacked(response, maxBytes), maxBytes);
  if (body === undefined) throw tooLarge(maxBytes);
  return { ...answer, body };
}

/** What was packed, bounded before and after: a kilobyte may unpack to a gigabyte, and a gigabyte to nothing. */
function unpacked(response: IncomingMessage, maxBytes: number): Readable {
  const packing = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpack = UNPACKERS.get(packing);
  if (unpack === undefined) throw new FetchFault('unreadable-type', `It is packed as ${packing.slice(0, 40)}`);
  const unpacking = unpack();
  // Its error comes out of the last stream, which is read.
  return unpacking === undefined
    ? pipeline(response, limited(maxBytes), () => undefined)
    : pipeline(response, limited(maxBytes), unpacking, () => undefined);
}

const UNPACKERS: ReadonlyMap<string, () => Transform | undefined> = new Map<string, () => Transform | undefined>([
  ['identity', () => undefined],
  ['', () => undefined],
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);

function limited(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

function tooLarge(maxBytes: number): FetchFault {
  return new FetchFault('too-large', `It has more than ${maxBytes} bytes`);
}

function privateAddress(cause: PrivateAddressError): FetchFault {
  return new FetchFault('private-address', cause.message, { cause });
}

function toFault(error: unknown): FetchFault {
  if (error instanceof FetchFault) return error;
  if (error instanceof PrivateAddressError) return privateAddress(error);
  return new FetchFault('unreachable', error instanceof Error ? error.message : String(error), { cause: error });
}
