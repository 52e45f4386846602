import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that a test can cut, and open again. */
export interface TcpGate {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Cuts every connection; new ones are refused, or are taken and lead nowhere. */
  cut(how: 'refuse' | 'hang'): void;
  open(): void;
  close(): Promise<void>;
}

/** @param target `host:port` */
export async function openTcpGate(target: string): Promise<TcpGate> {
  const [host = '127.0.0.1', port = ''] = target.split(/:(?=\d+$)/);
  const sockets = new Set<Socket>();
  let state: 'open' | 'refuse' | 'hang' = 'open';
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Whoever is on the other end finds out by itself.
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'refuse') near.resetAndDestroy();
    if (state !== 'open') return;
    const far = connect({ host, port: Number(port) });
    keep(far);
    near.pipe(far);
    far.pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(how) {
      state = how;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      state = 'open';
      // What was led nowhere connects anew.
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
