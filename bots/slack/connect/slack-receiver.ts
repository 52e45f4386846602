import type { Receiver } from '@slack/bolt';

/** A Bolt receiver that is supervised from outside. */
export interface SlackReceiver extends Receiver {
  /**
   * Takes what Slack sends until the signal comes. Rejects when it cannot begin, or can no longer go on; it may be run again.
   * @param onListening is called once Slack can reach us
   */
  run(signal: AbortSignal, onListening?: () => void): Promise<void>;
  /** Whether Slack can reach us right now. */
  isListening(): boolean;
  /** The port that requests come to. Absent in Socket Mode, and while not listening. */
  port?(): number | undefined;
}
