import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../lib/reason-of.ts';

const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_PAUSE_MS = 500;
/** What is only in the way for a moment is waited for so long. */
const PASSING_MS = 30_000;

/** A server that has been started, or found running. */
export interface RunningServer {
  readonly pid: number;
  /** Resolves when the process has ended, to how it ended. */
  readonly ended: Promise<string>;
}

export interface SuperviseOptions {
  /** As it begins a sentence of the log: "PostgreSQL". */
  readonly name: string;
  readonly running: RunningServer;
  /** Starts it again, on the same ports. */
  readonly restart: () => Promise<RunningServer>;
  /** Ends the process and returns when it is gone. */
  readonly end: (pid: number) => Promise<void>;
  readonly log: (line: string) => void;
  /** Whether a restart failed for something that passes by itself: it is tried again, and no failure. Default: nothing does. */
  readonly isPassing?: ((reason: string) => boolean) | undefined;
  /** Called once when it kept dying: after this nobody starts it any more. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

export interface Supervised {
  readonly pid: number;
  /** Ends the server for good; safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a server again whenever it ends by itself, up to five times a minute. */
export function supervise(options: SuperviseOptions): Supervised {
  const { name, log } = options;
  let running = options.running;
  let stopping: Promise<void> | undefined;
  let restarting: Promise<RunningServer | undefined> | undefined;
  const restarts: number[] = [];

  async function watch(): Promise<void> {
    for (;;) {
      const how = await running.ended;
      if (stopping !== undefined) return;
      log(`${name} ended by itself (${how}); starting it again`);
      restarting = startAgain();
      const next = await restarting;
      if (next === undefined || stopping !== undefined) return;
      running = next;
    }
  }

  async function startAgain(): Promise<RunningServer | undefined> {
    let reason = 'it keeps ending';
    const passesUntil = Date.now() + PASSING_MS;
    while (stopping === undefined && mayRestart()) {
      try {
        return await options.restart();
      } catch (error) {
        reason = reasonOf(error);
        if (options.isPassing?.(reason) === true && Date.now() < passesUntil) restarts.pop();
        else log(`${name} did not start again: ${reason}`);
        await sleep(RESTART_PAUSE_MS);
      }
    }
    if (stopping === undefined) options.onLost?.(new Error(`${name} is gone: ${reason}`));
    return undefined;
  }

  function mayRestart(): boolean {
    const now = Date.now();
    restarts.push(now);
    return restarts.filter((at) => now - at < RESTART_WINDOW_MS).length <= MAX_RESTARTS;
  }

  void watch();

  async function stop(): Promise<void> {
    await options.end(running.pid);
    // A restart that was under way when stop() came has one more process to end.
    const restarted = await restarting;
    if (restarted !== undefined && restarted !== running) await options.end(restarted.pid);
  }

  return {
    get pid() {
      return running.pid;
    },
    stop: () => (stopping ??= stop()),
  };
}
