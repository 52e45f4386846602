import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../config/config-error.ts';
import { reasonOf } from '../lib/reason-of.ts';

export interface ListenOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default: every address of this machine. */
  readonly host?: string;
  /** Which sets the port: `HEALTH_PORT`. */
  readonly variable: string;
  /** Which sets the host. */
  readonly hostVariable?: string;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Waits for nobody who still asks. */
  close(): Promise<void>;
}

/** The same, for a server that is nothing but that. @throws {ConfigError} when the port cannot be had. */
export async function serveOn(server: Server, options: ListenOptions): Promise<Listening> {
  await listenOn(server, options);
  return {
    // A TCP server's address is an object.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Returns when the server listens. @throws {ConfigError} when the port cannot be had. */
export async function listenOn<S extends Server>(
  server: S,
  { port, host, variable, hostVariable }: ListenOptions,
): Promise<S> {
  server.listen({ port, ...(host !== undefined && { host }) });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (hostVariable !== undefined && isOfHost(error))
      throw new ConfigError([
        { where: `environment ${hostVariable}`, what: `must be an address of this machine (${reasonOf(error)})` },
      ]);
    const what = `cannot listen on port ${port} (${reasonOf(error)}); set another one`;
    throw new ConfigError([{ where: `environment ${variable}`, what }]);
  }
}

/** No port would help. */
function isOfHost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EINVAL';
}
