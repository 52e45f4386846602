import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How well bytes come through. */
interface Weather {
  /** By so much every round trip takes longer, milliseconds: half of it on each way. Default: 0. */
  readonly roundTripMs?: number;
  /** Of each connection, each way. Default: as many as come. */
  readonly bytesPerSecond?: number;
}

/** A way to a server that a test can make worse, cut and mend, while connections are open. */
export interface TcpGate {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** How many connections there are now. */
  readonly connections: number;
  /** Cuts every connection; new ones are refused, or are taken and lead nowhere. */
  cut(how: 'refuse' | 'hang'): void;
  /** From now on everything comes later, on the connections that there are, too. */
  slow(weather: Weather): void;
  /** As when packets are lost: nothing comes through, nobody is told, and what was sent arrives after {@link open}. */
  hold(): void;
  /** Resets every connection that there is; new ones go through as before. */
  reset(): void;
  open(): void;
  close(): Promise<void>;
}

/** One direction of a connection. */
interface Lane {
  /** Brings what is due. */
  deliver(): void;
  /** Brings all there is. */
  flush(): void;
}

interface Way extends Required<Weather> {
  readonly isHeld: boolean;
}

const CLEAR: Way = { roundTripMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, isHeld: false };
/** More than that waits where it comes from. */
const MOST_HELD_BYTES = 1_048_576;

/** @param target `host:port` */
export async function openTcpGate(target: string): Promise<TcpGate> {
  const [host = '127.0.0.1', port = ''] = target.split(/:(?=\d+$)/);
  const sockets = new Set<Socket>();
  const ledNowhere = new Set<Socket>();
  const lanes = new Set<Lane>();
  let state: 'open' | 'refuse' | 'hang' = 'open';
  let way = CLEAR;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      ledNowhere.delete(socket);
    });
    // Whoever is on the other end finds out by itself.
    socket.on('error', () => socket.destroy());
  };
  const lead = (from: Socket, to: Socket): void => {
    const lane = createLane(from, to, () => way);
    lanes.add(lane);
    to.once('close', () => lanes.delete(lane));
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    keep(near);
    if (state === 'refuse') near.resetAndDestroy();
    if (state === 'hang') ledNowhere.add(near);
    if (state !== 'open') return;
    const far = connect({ host, port: Number(port), allowHalfOpen: true });
    keep(far);
    lead(near, far);
    lead(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      // Each has two ends.
      return (sockets.size - ledNowhere.size) / 2 + ledNowhere.size;
    },
    cut(how) {
      state = how;
      for (const socket of sockets) socket.destroy();
    },
    slow(weather) {
      way = { ...CLEAR, ...weather };
      for (const lane of lanes) lane.deliver();
    },
    hold() {
      way = { ...CLEAR, isHeld: true };
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    open() {
      state = 'open';
      way = CLEAR;
      for (const lane of lanes) lane.flush();
      // It connects anew.
      for (const socket of ledNowhere) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function createLane(from: Socket, to: Socket, way: () => Way): Lane {
  const waiting: { readonly dueAt: number; readonly bytes: number; readonly act: () => void }[] = [];
  let held = 0;
  /** When the line has carried what it was given. */
  let freeAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function put(bytes: number, act: () => void): void {
    const { roundTripMs, bytesPerSecond } = way();
    freeAt = Math.max(performance.now(), freeAt) + (1000 * bytes) / bytesPerSecond;
    waiting.push({ dueAt: freeAt + roundTripMs / 2, bytes, act });
    held += bytes;
    deliver();
  }

  function deliver(): void {
    clearTimeout(timer);
    if (way().isHeld) return holdBack();
    for (let [next] = waiting; next !== undefined && next.dueAt <= performance.now(); [next] = waiting) take();
    const [next] = waiting;
    if (next !== undefined) timer = setTimeout(deliver, Math.ceil(next.dueAt - performance.now()));
    holdBack();
  }

  function take(): void {
    const { bytes = 0, act } = waiting.shift() ?? {};
    held -= bytes;
    act?.();
  }

  function holdBack(): void {
    if (held > MOST_HELD_BYTES) from.pause();
    else if (from.isPaused()) from.resume();
  }

  from.on('data', (chunk: Buffer) => put(chunk.length, () => void to.write(chunk)));
  from.once('end', () => put(0, () => void to.end()));
  // Whoever hangs up in order has ended both directions, and what they said is still on its way.
  from.once('close', (hadError) => hadError && put(0, () => void to.destroy()));
  to.once('close', () => clearTimeout(timer));
  return {
    deliver,
    flush() {
      freeAt = 0;
      while (waiting.length > 0) take();
      deliver();
    },
  };
}
