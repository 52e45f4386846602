import { connect, createServer } from 'node:net';
import { LocalError } from './local-error.ts';

const LOOPBACK = '127.0.0.1';
const ATTEMPTS = 50;

/**
 * A port of 127.0.0.1 that nobody listens on: the preferred one when it is free, otherwise one that the system gives.
 *
 * @param preferred 0 or nothing: any
 * @param avoid ports already promised to somebody else in the same start
 * @throws LocalError `PORT_NOT_FOUND`
 */
export async function pickPort(preferred = 0, avoid: readonly number[] = []): Promise<number> {
  if (preferred !== 0 && !avoid.includes(preferred) && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await listenOnce(0, LOOPBACK);
    if (port !== undefined && !avoid.includes(port) && (await isFree(port))) return port;
  }
  throw new LocalError(
    'PORT_NOT_FOUND',
    'Could not find a free port on 127.0.0.1: every one tried is taken. Stop a program that holds many, and start again.',
  );
}

/** A port of 127.0.0.1 that nobody else gets before it is released. */
export interface HeldPort {
  readonly port: number;
  /** From then on whoever comes first has it. Safe to call twice. */
  readonly release: () => Promise<void>;
}

/** Picks a port as {@link pickPort} does, and keeps it: what is to listen there begins much later. @throws LocalError `PORT_NOT_FOUND` */
export async function holdPort(preferred: number): Promise<HeldPort> {
  for (;;) {
    const port = await pickPort(preferred);
    // Whoever comes too early comes again.
    const server = createServer((socket) => socket.destroy());
    const isHeld = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(true));
    });
    if (isHeld) return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
  }
}

/** Whether something accepts connections on this port of 127.0.0.1. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.setTimeout(1000, () => answer(true));
  });
}

async function isFree(port: number): Promise<boolean> {
  // macOS lets us bind 127.0.0.1 beside somebody's 0.0.0.0, so ask as a client too; a "localhost" server may sit on ::1 alone.
  if (await accepts(port)) return false;
  return (await listenOnce(port, LOOPBACK)) !== undefined && (await listenOnce(port, '::1')) !== undefined;
}

function listenOnce(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const noSuchAddressHere = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      resolve(noSuchAddressHere ? port : undefined);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
