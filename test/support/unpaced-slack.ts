import type { SlackPace } from '../../bots/slack/messenger/rate-limits.ts';

const AT_ONCE = { everyMs: 1, burst: 1000 };

/** For a Slack that takes whatever comes. */
export const UNPACED_SLACK: SlackPace = {
  post: AT_ONCE,
  update: AT_ONCE,
  files: AT_ONCE,
  read: AT_ONCE,
  session: AT_ONCE,
  open: AT_ONCE,
  workspace: AT_ONCE,
};
