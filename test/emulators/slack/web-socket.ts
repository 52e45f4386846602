import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** The server's end of one WebSocket: texts whole, as RFC 6455 has them. No extensions. */
export interface ServerWebSocket {
  send(text: string): void;
  /** Begins the closing handshake. */
  close(code: number, reason?: string): void;
  /** Breaks the connection without a word. */
  destroy(): void;
}

export interface WebSocketHandlers {
  text(text: string): void;
  /** Once, however it ended. */
  closed(): void;
}

// RFC 6455, section 1.3.
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
const PING_EVERY_MS = 10_000;

/** Answers an upgrade request. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Socket,
  handlers: WebSocketHandlers,
): ServerWebSocket {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}${ACCEPT_SUFFIX}`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.setNoDelay(true);
  let received: Buffer = Buffer.alloc(0);
  let fragments: Buffer[] = [];
  let isClosing = false;

  const write = (opcode: number, payload: Buffer): void => {
    if (!socket.destroyed && socket.writable) socket.write(frame(opcode, payload));
  };
  const pinging = setInterval(() => write(OPCODE.ping, Buffer.from('Ping from server')), PING_EVERY_MS);
  pinging.unref();

  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let read = readFrame(received); read !== undefined; read = readFrame(received)) {
      received = received.subarray(read.length);
      if (read.opcode === OPCODE.ping) write(OPCODE.pong, read.payload);
      else if (read.opcode === OPCODE.close) {
        if (!isClosing) write(OPCODE.close, read.payload);
        socket.end();
      } else if (read.opcode === OPCODE.text || read.opcode === OPCODE.continuation) {
        fragments.push(read.payload);
        if (read.isFinal) {
          const text = Buffer.concat(fragments).toString('utf8');
          fragments = [];
          handlers.text(text);
        }
      }
    }
  });
  // A client that vanishes is an end like any other.
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    clearInterval(pinging);
    handlers.closed();
  });

  return {
    send: (text) => write(OPCODE.text, Buffer.from(text)),
    close(code, reason = '') {
      isClosing = true;
      const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
      payload.writeUInt16BE(code);
      payload.write(reason, 2);
      write(OPCODE.close, payload);
    },
    destroy: () => void socket.destroy(),
  };
}

interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
  /** Of the whole frame, in bytes. */
  readonly length: number;
}

/** The first frame of what has arrived; undefined until it is whole. Clients mask all they send. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return undefined;
  const size = lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + size)).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return { opcode: first & 0x0f, isFinal: (first & 0x80) !== 0, payload: Buffer.from(payload), length: start + size };
}

/** One frame of a server, which does not mask. */
function frame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? Buffer.alloc(2) : payload.length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (head.length === 2) head[1] = payload.length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, payload]);
}
