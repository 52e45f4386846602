import { LogLevel, WebClient } from '@slack/web-api';
import type { Logger } from '../../../src/lib/logger.ts';

/** How long one request to Slack may take. */
export const REQUEST_TIMEOUT_MS = 10_000;

export interface SlackClientOptions {
  /** Where Slack's Web API is. Default: slack.com. */
  readonly apiUrl?: string;
  /** How long one request may take, in milliseconds. Default: {@link REQUEST_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  /** Of a token for an organisation: the workspace that is meant. */
  readonly workspaceId?: string | undefined;
  /** Hears what the client warns of. Default: nobody. */
  readonly logger?: Pick<Logger, 'warn'>;
}

/**
 * A client that sends each request once and gives up after `timeoutMs`: whoever uses it decides about trying again.
 * A 429 is thrown instead of holding up every channel. It has no `headers`, because clients that share them share the token in them.
 */
export function createSlackClient(
  token: string | undefined,
  { apiUrl, timeoutMs = REQUEST_TIMEOUT_MS, workspaceId, logger }: SlackClientOptions = {},
): WebClient {
  const warn = (...words: readonly unknown[]): void => logger?.warn({ said: words.map(String) }, 'Slack client');
  return new WebClient(token, {
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    rejectRateLimitedCalls: true,
    ...(workspaceId !== undefined && { teamId: workspaceId }),
    // On debug it would tell the texts of messages.
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn,
      error: warn,
      setLevel: () => undefined,
      getLevel: () => LogLevel.WARN,
      setName: () => undefined,
    },
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  });
}
