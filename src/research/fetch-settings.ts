/** How pages are fetched: `research` of `config/agents.yaml` as plain data; every default lives there. */
export interface FetchSettings {
  /** How we name ourselves to servers, and to robots.txt up to its first slash: `Copydesk/1.0`. */
  readonly userAgent: string;
  /** One page: all its redirects, its robots.txt and its last byte. */
  readonly timeoutSeconds: number;
  /** The longest silence of a server. */
  readonly idleTimeoutSeconds: number;
  /** Of one page, as it is sent and when it is unpacked. */
  readonly maxBytes: number;
  /** That one page may send us on. */
  readonly maxRedirects: number;
  readonly ports: readonly number[];
  /** False: nothing is asked of an address of this machine or its networks. */
  readonly allowPrivateAddresses: boolean;
}

/** Why a page could not be had. */
export type FetchFaultCode =
  | 'not-an-address'
  /** A name or a password stands in the address. */
  | 'credentials'
  | 'port-refused'
  /** Of this machine or its networks. */
  | 'private-address'
  /** Its robots.txt says no. */
  | 'robots'
  | 'too-many-redirects'
  /** 404, 410 */
  | 'not-found'
  /** 401, 402, 403, 407, 451: for others, or for money. */
  | 'forbidden'
  /** Any other status. */
  | 'bad-status'
  | 'timed-out'
  | 'too-large'
  /** It is of a type that nobody here can read. */
  | 'unreadable-type'
  /** There is nothing to read. */
  | 'empty'
  /** No such name, no connection, a broken answer. */
  | 'unreachable';

export class FetchFault extends Error {
  override readonly name = 'FetchFault';
  readonly code: FetchFaultCode;
  readonly status: number | undefined;

  constructor(
    code: FetchFaultCode,
    message: string,
    options: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
  }
}
