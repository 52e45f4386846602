/** Where a browser says that it is. */
export interface Origin {
  /** `https://copydesk.example.com`, `http://127.0.0.1:8000` */
  readonly origin: string;
  readonly isSecure: boolean;
  /** This machine alone. */
  readonly isLoopback: boolean;
}

/** Under which names we are opened. */
export interface Origins {
  /**
   * @param host as the request names it (`Host`). Undefined: it is none of ours. A page of somebody else's that has its own name lead to
   *   this machine (DNS rebinding) comes under that name.
   */
  of(host: string): Origin | undefined;
}

/** Whatever the port: who comes through a tunnel names the port at their own end. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Whether a name or address is this machine's own. @param host with or without a port */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** @param publicUrl origin at which people open the page; absent: this machine alone */
export function createOrigins(publicUrl: string | undefined): Origins {
  const open = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    of(host) {
      if (isLoopback(host)) return { origin: `http://${host.toLowerCase()}`, isSecure: false, isLoopback: true };
      if (open === undefined || !/^[\w.:[\]-]{1,260}$/.test(host)) return undefined;
      if (URL.parse(`${open.protocol}//${host}`)?.host !== open.host) return undefined;
      return { origin: open.origin, isSecure: open.protocol === 'https:', isLoopback: false };
    },
  };
}
