import type { DecisionButton } from '../../../../src/chat/make-decision.ts';
import { decodeButton } from '../../../../src/protocol/button-codec.ts';

/** Where a form was opened, so that its answer goes there: a channel and perhaps a thread, or nothing for the Home tab. */
export interface Origin {
  readonly channel?: string;
  /** `thread_ts`. */
  readonly thread?: string;
}

/** What a form carries along. Slack: 3,000 characters. @param button that opened it, as `encodeButton` writes it */
export function writeOrigin(origin: Origin, button?: string): string {
  return JSON.stringify({ ...origin, button });
}

/** What a form carried along comes back as it was, unless it is of another version of ours. */
export function readOrigin(metadata: string): Origin & { readonly button?: DecisionButton } {
  const read = parse(metadata);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const [channel, thread] = [text(read['channel']), text(read['thread'])];
  const button = decodeButton(text(read['button']) ?? '');
  return {
    ...(channel !== undefined && { channel }),
    ...(thread !== undefined && { thread }),
    ...(button?.kind === 'decision' && { button }),
  };
}

function parse(metadata: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(metadata);
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}
