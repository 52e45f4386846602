import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JsonObject, object, text as textOf } from '../../../src/practice-model/json.ts';
import { ACK_TIMEOUT_MS, type Acknowledgement, type SlackDelivery, type SlackTransport } from './delivery.ts';
import { acceptWebSocket, type ServerWebSocket } from './web-socket.ts';

/** Slack's end of Socket Mode: hands envelopes to whichever of the app's sockets it likes, and waits for their acknowledgement. */
export interface SocketMode extends SlackTransport {
  /** Sockets that were greeted and are open. */
  connections(): number;
  /** How often a socket was opened so far. */
  opened(): number;
  /** The answer of apps.connections.open: an address that is good for one socket. */
  open(): string;
  /** The error that apps.connections.open answers with; undefined: none. */
  refusal(): string | undefined;
  /** From now on apps.connections.open answers with this error; without: sockets are given again. */
  refuse(error?: string): void;
  upgrade(request: IncomingMessage, socket: Socket): void;
  /** The same envelope over every socket, as happens while one is replaced by another. Answers in their order. */
  deliverEverywhere(delivery: SlackDelivery): Promise<readonly Acknowledgement[]>;
  /** Tells every socket to go: before a restart of Slack's own, for a fresh one, or because Socket Mode was switched off. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Breaks every connection without a word. */
  drop(): void;
}

export interface SocketModeOptions {
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  readonly appId: string;
  readonly ackTimeoutMs?: number;
}

/** Slack gives an app ten sockets at most. */
const MAX_CONNECTIONS = 10;
/** Events are tried again three times; what a person waits for is not. */
const EVENT_RETRIES = 3;
const LOOK_EVERY_MS = 20;

/** A restart is announced some ten seconds before; a socket that is to be refreshed works for a moment still. */
const CLOSES_AFTER_MS = { warning: 10_000, refresh_requested: 1000, link_disabled: 0 } as const;

export function createSocketMode({ origin, appId, ackTimeoutMs = ACK_TIMEOUT_MS }: SocketModeOptions): SocketMode {
  const tickets = new Set<string>();
  const sockets = new Set<ServerWebSocket>();
  const waiting = new Map<string, (payload: JsonObject | undefined) => void>();
  let refusal: string | undefined;
  let opened = 0;
  let turn = 0;

  const sendTo = (socket: ServerWebSocket, envelopeId: string, { kind, payload, retry }: SlackDelivery): void => {
    socket.send(
      JSON.stringify({
        envelope_id: envelopeId,
        payload,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        ...(kind === 'events_api' && { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }),
      }),
    );
  };

  const once = async (socket: ServerWebSocket, delivery: SlackDelivery): Promise<Acknowledgement> => {
    const envelopeId = randomUUID();
    const sentAt = performance.now();
    const acknowledged = Promise.withResolvers<JsonObject | undefined>();
    waiting.set(envelopeId, acknowledged.resolve);
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), ackTimeoutMs);
    sendTo(socket, envelopeId, delivery);
    const outcome = await Promise.race([acknowledged.promise, late.promise]);
    clearTimeout(timer);
    waiting.delete(envelopeId);
    const afterMs = performance.now() - sentAt;
    if (outcome === 'late') return { taken: false, status: 0, afterMs };
    return {
      taken: true,
      status: 200,
      afterMs,
      ...(outcome !== undefined && Object.keys(outcome).length > 0 && { body: outcome }),
    };
  };

  return {
    connections: () => sockets.size,
    opened: () => opened,
    refusal: () => refusal ?? (sockets.size >= MAX_CONNECTIONS ? 'too_many_websockets' : undefined),
    refuse(error) {
      refusal = error;
    },
    open() {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade(request, socket) {
      const ticket = new URL(request.url ?? '/', origin).searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        return;
      }
      const webSocket = acceptWebSocket(request, socket, {
        text(message) {
          const { envelope_id, payload } = JSON.parse(message) as JsonObject;
          waiting.get(textOf(envelope_id))?.(payload === undefined ? undefined : object(payload));
        },
        closed: () => void sockets.delete(webSocket),
      });
      opened += 1;
      sockets.add(webSocket);
      webSocket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: sockets.size,
          debug_info: { host: 'applink-1', build_number: 115, approximate_connection_time: 18_060 },
          connection_info: { app_id: appId },
        }),
      );
    },
    async deliver(delivery) {
      for (let attempt = 0; ; attempt += 1) {
        // An event waits for a socket; a person is told at once that nobody is there.
        const patience = Date.now() + ackTimeoutMs;
        while (delivery.kind === 'events_api' && sockets.size === 0 && Date.now() < patience)
          await sleep(LOOK_EVERY_MS);
        const open = [...sockets];
        const socket = open[(turn += 1) % Math.max(1, open.length)];
        const again = { ...delivery, ...(attempt > 0 && { retry: { attempt, reason: 'timeout' } }) };
        const answer = socket === undefined ? { taken: false, status: 0, afterMs: 0 } : await once(socket, again);
        if (answer.taken || delivery.kind !== 'events_api' || attempt === EVENT_RETRIES) return answer;
      }
    },
    deliverEverywhere: (delivery) => Promise.all([...sockets].map((socket) => once(socket, delivery))),
    disconnect(reason) {
      for (const socket of sockets) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
        setTimeout(() => socket.close(1000), CLOSES_AFTER_MS[reason]).unref();
      }
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
