import { createHmac } from 'node:crypto';
import type { Json, JsonObject } from '../../../src/practice-model/json.ts';
import { ACK_TIMEOUT_MS, type Acknowledgement, type SlackDelivery, type SlackTransport } from './delivery.ts';

/** What is wrong with a request that only looks as if it came from Slack. */
export interface Tampering {
  /** Signed with this instead. */
  readonly signingSecret?: string;
  /** Signed correctly so long ago. */
  readonly ageSeconds?: number;
  /** What becomes of the body after it was signed. */
  readonly alter?: (body: string) => string;
  /** Without any signature. */
  readonly unsigned?: boolean;
}

export interface HttpSender extends SlackTransport {
  deliver(delivery: SlackDelivery, tampering?: Tampering): Promise<Acknowledgement>;
  /** Slack's own retries of an event: at once, after one and five minutes, here without the waits. */
  redeliver(delivery: SlackDelivery, times: number): Promise<readonly Acknowledgement[]>;
}

/**
 * Sends what happens in Slack to the app's request URL, signed as Slack signs.
 *
 * @param url whole, such as `http://127.0.0.1:3000/slack/events`
 */
export function createHttpSender({
  url,
  signingSecret,
}: {
  readonly url: string;
  readonly signingSecret: string;
}): HttpSender {
  const deliver = async (delivery: SlackDelivery, tampering: Tampering = {}): Promise<Acknowledgement> => {
    const { body, contentType } = encode(delivery);
    const timestamp = Math.floor(Date.now() / 1000) - (tampering.ageSeconds ?? 0);
    const signature = `v0=${createHmac('sha256', tampering.signingSecret ?? signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex')}`;
    const sentAt = performance.now();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': contentType,
          accept: '*/*',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          ...(tampering.unsigned !== true && {
            'x-slack-signature': signature,
            'x-slack-request-timestamp': String(timestamp),
          }),
          ...(delivery.retry !== undefined && {
            'x-slack-retry-num': String(delivery.retry.attempt),
            'x-slack-retry-reason': delivery.retry.reason,
          }),
        },
        body: tampering.alter === undefined ? body : tampering.alter(body),
        signal: AbortSignal.timeout(ACK_TIMEOUT_MS),
      });
      const answer = decode(await response.text());
      return {
        taken: response.ok,
        status: response.status,
        afterMs: performance.now() - sentAt,
        ...(answer !== undefined && { body: answer }),
      };
    } catch {
      return { taken: false, status: 0, afterMs: performance.now() - sentAt };
    }
  };
  return {
    deliver,
    async redeliver(delivery, times) {
      const answers: Acknowledgement[] = [];
      for (let attempt = 1; attempt <= times; attempt += 1)
        answers.push(await deliver({ ...delivery, retry: { attempt, reason: 'http_timeout' } }));
      return answers;
    },
  };
}

/** Commands are forms, interactions forms with one field of JSON, events JSON. */
function encode({ kind, payload }: SlackDelivery): { readonly body: string; readonly contentType: string } {
  switch (kind) {
    case 'events_api':
      return { body: JSON.stringify(payload), contentType: 'application/json' };
    case 'interactive':
      return {
        body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'slash_commands':
      return {
        body: Object.entries(payload)
          .map(([key, value]) => `${key}=${encodeURIComponent(plain(value))}`)
          .join('&'),
        contentType: 'application/x-www-form-urlencoded',
      };
    default:
      return kind satisfies never;
  }
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** An acknowledgement may be empty, a text for the person, or JSON. */
function decode(body: string): JsonObject | undefined {
  if (body === '') return undefined;
  try {
    const json = JSON.parse(body) as Json;
    return typeof json === 'string' ? { text: json } : (json as JsonObject);
  } catch {
    return { text: body };
  }
}
