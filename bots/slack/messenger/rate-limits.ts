import type { CallKind, Limit } from '../../../src/delivery/messenger.ts';
import type { Thread } from '../../../src/protocol/thread.ts';

type Pace = Pick<Limit, 'everyMs' | 'burst'>;

/** Of Tier 3: 50 calls a minute and workspace, whatever the channel. */
const TIER_3: Pace = { everyMs: 1500, burst: 10 };

/**
 * What Slack lets an app do in a workspace, method by method: docs.slack.dev/apis/web-api/rate-limits. A minute's worth is
 * `burst + 60 s / everyMs`, so no minute has more calls than its tier, wherever one begins to count.
 */
export const SLACK_PACE = {
  /** chat.postMessage: "one message per second per channel", and short bursts. */
  post: { everyMs: 1000, burst: 2 },
  /** chat.update is Tier 3. A burst, since people who decide do so at the same time; between bursts, cards of all channels share the rest. */
  update: { everyMs: 2000, burst: 20 },
  /** Both methods that an upload takes are Tier 4: 100 a minute. An article has three files, and each asks for an address of its own. */
  files: { everyMs: 1500, burst: 10 },
  /** conversations.replies and .history. Distributed apps get one a minute: they are told by a 429, and a look-up is rare. */
  read: TIER_3,
  /** agents.sessions.setStatus, whose tier is not told. */
  session: TIER_3,
  /** conversations.open */
  open: TIER_3,
  /** "Several hundred messages per minute" in a workspace; and what everybody waits for when the token is refused. */
  workspace: { everyMs: 200, burst: 30 },
} as const satisfies Readonly<Record<string, Pace>>;

export type SlackPace = Readonly<Record<keyof typeof SLACK_PACE, Pace>>;

/** What a call uses up: an edit is not bound by the pace of its channel. */
export interface SlackLimits {
  of(
    call: CallKind,
    thread: Thread,
    more: { readonly isUpload: boolean; readonly isSession?: boolean; readonly opens: boolean },
  ): readonly Limit[];
  key(what: keyof SlackPace, thread: Thread): string;
}

export function createSlackLimits(pace: SlackPace = SLACK_PACE): SlackLimits {
  const key = (what: keyof SlackPace, { workspace = '', channel }: Thread): string =>
    what === 'post' ? `post:${workspace}:${channel}` : `${what}:${workspace}`;

  return {
    key,
    of(call, thread, { isUpload, isSession = false, opens }) {
      const limits = (...names: readonly (keyof SlackPace)[]): readonly Limit[] =>
        [...names, ...(opens ? (['open'] as const) : []), 'workspace' as const].map((what) => ({
          key: key(what, thread),
          ...pace[what],
        }));
      if (isSession) return limits('session');
      switch (call) {
        case 'post':
        case 'upload':
          // An upload is shown by a message of its own.
          return isUpload ? limits('post', 'files') : limits('post');
        case 'edit':
          return limits('update');
        case 'find':
          return limits('read');
        default:
          return call satisfies never;
      }
    },
  };
}
