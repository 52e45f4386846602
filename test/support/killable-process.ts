import { type NativeProcess, startNative, untilHealthy } from '../compose/native-process.ts';

/** A process that a test ends as an outage would, and starts again. */
export interface KillableProcess {
  /** Resolves when it is at work. @throws with what it said when it does not come to it. */
  start(): Promise<void>;
  /** `kill -9`: resolves when it is gone. */
  kill(): Promise<void>;
  /** Why it runs no more although nobody killed it: its exit code and the end of what it said. Undefined: it runs, or was never started. */
  ended(): string | undefined;
}

export interface KillableProcessOptions {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it says when it is at work. */
  readonly ready: string;
  /** How long that may take, milliseconds. Default: 30 s. */
  readonly readyMs?: number;
}

const READY_MS = 30_000;

export function createKillableProcess({
  command,
  env = {},
  ready,
  readyMs = READY_MS,
}: KillableProcessOptions): KillableProcess {
  let running: NativeProcess | undefined;
  return {
    async start() {
      const started = startNative(command, { env });
      running = started;
      await untilHealthy(started, async () => started.output().includes(ready), readyMs);
    },
    async kill() {
      await running?.stop(0, 'SIGKILL');
      running = undefined;
    },
    ended() {
      const code = running?.exitCode();
      return code === undefined ? undefined : `exit code ${code}:\n${running?.output() ?? ''}`;
    },
  };
}
