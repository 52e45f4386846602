import { useEffect, useState } from 'preact/hooks';
import { createTimeAgo } from '../../../../src/messages/relative-time.ts';
import { say } from '../core/words.ts';

const MINUTE_MS = 60_000;

interface MomentProps {
  readonly at: string;
  readonly show?: 'ago' | 'full';
  /** How it is said how long ago it was, in milliseconds. Default: `3 hours ago`. */
  readonly say?: (ms: number) => string;
}

/** A point in time by the reader's clock: how long ago, or in full, and always in full for who points at it. */
export function Moment({ at, show = 'ago', say: said }: MomentProps) {
  const [, again] = useState(0);
  useEffect(() => {
    if (show !== 'ago') return undefined;
    const timer = setInterval(() => again((count) => count + 1), MINUTE_MS);
    return () => clearInterval(timer);
  }, [show]);
  const full = say().words.format.dateTime(at);
  return (
    <time dateTime={at} title={full}>
      {show === 'full' ? full : (said ?? ago)(Math.max(0, Date.now() - Date.parse(at)))}
    </time>
  );
}

function ago(ms: number): string {
  const now = new Date();
  return createTimeAgo(document.documentElement.lang)(new Date(now.getTime() - ms), now);
}
