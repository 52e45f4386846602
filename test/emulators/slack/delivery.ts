import type { JsonObject } from '../../../src/practice-model/json.ts';

/** Something that happened in Slack and that the app is told of. */
export interface SlackDelivery {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: JsonObject;
  /** Set on the second and later attempts. */
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

/** What the app made of it. */
export interface Acknowledgement {
  /** False: Slack shows the person an error, or tries again. */
  readonly taken: boolean;
  /** HTTP status; Socket Mode has 200 for an acknowledgement; 0: none came in time. */
  readonly status: number;
  /** What the app answered with; absent: nothing. */
  readonly body?: JsonObject;
  readonly afterMs: number;
}

/** How Slack reaches the app: over HTTP, or through its sockets. */
export interface SlackTransport {
  deliver(delivery: SlackDelivery): Promise<Acknowledgement>;
}

/** Slack waits so long for an acknowledgement. */
export const ACK_TIMEOUT_MS = 3000;
