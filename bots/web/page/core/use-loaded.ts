import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from './api.ts';
import { api } from './session.ts';

/** What the server says at an address. */
export interface Loaded<T> {
  /** What it said last. Absent: nothing yet. */
  readonly value?: T;
  /** Why it said nothing the last time. */
  readonly problem?: Problem;
  readonly reload: () => Promise<void>;
}

interface State<T> {
  readonly path: string | undefined;
  readonly value?: T;
  readonly problem?: Problem;
}

/**
 * Asks the server, again whenever the page comes into view, and every so often while it is.
 * @param path absent: nothing is asked
 * @param everyMs default: it is not asked again by itself
 */
export function useLoaded<T>(path: string | undefined, { everyMs }: { readonly everyMs?: number } = {}): Loaded<T> {
  const [state, setState] = useState<State<T>>({ path });
  const asked = useRef<AbortController>(undefined);

  const reload = useCallback(async () => {
    asked.current?.abort();
    if (path === undefined) return;
    const asking = new AbortController();
    asked.current = asking;
    const answer = await api.get<T>(path, { signal: asking.signal });
    if (asking.signal.aborted) return;
    setState((before) => {
      if (answer.ok) return { path, value: answer.value };
      // What was shown is better than nothing.
      const kept = before.path === path && before.value !== undefined ? { value: before.value } : {};
      return { path, ...kept, problem: answer.problem };
    });
  }, [path]);

  useEffect(() => {
    void reload();
    const look = (): void => {
      if (document.visibilityState === 'visible') void reload();
    };
    const timer = everyMs === undefined ? undefined : setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
      asked.current?.abort();
    };
  }, [reload, everyMs]);

  const { value, problem } = state.path === path ? state : {};
  return { ...(value !== undefined && { value }), ...(problem !== undefined && { problem }), reload };
}
