import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adopt, launch, type LaunchOptions, untilReady } from './launch.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { LocalError, type LocalErrorCode } from './local-error.ts';
import { sizeOf, tailOf } from './log-file.ts';
import { accepts, pickPort } from './ports.ts';
import { endProcess, isRunning, type ProcessEntry } from './processes.ts';
import { type RunningServer, supervise } from './supervise.ts';

/** Between choosing a free port and listening on it, somebody else may take it. */
const START_ATTEMPTS = 3;
/** One that finds its port taken ends within half a second; on a busy machine within two. */
const CONTEST_MS = 3_000;

/** The way out where files of a server may be at fault. */
const DAMAGED =
  'If files of it are gone or damaged, bring a backup back (npm run restore -- FILE --force, which sets aside what is there).';

/** What every server is started with. */
export interface ServerOptions {
  /** A folder that this process holds the lock of (`openDataFolder`): what the server keeps, and its log. */
  readonly dataFolder: string;
  /** `false` in tests: what was written last may be lost when the machine (not the process) dies. Default true. */
  readonly durable?: boolean | undefined;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Called once when the server kept dying and is not started any more. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

/** The ports of 127.0.0.1 that a server listens on, by what it needs them for. */
type Ports<Name extends string> = Readonly<Record<Name, number>>;

/** All in which one kind of server differs from another. */
export interface ServerKind<Port extends string> {
  /** As it begins a sentence: `PostgreSQL`, `The Temporal server`. */
  readonly name: string;
  /** As it follows an article: `Temporal server`. */
  readonly noun: string;
  /** Of every error. */
  readonly code: LocalErrorCode;
  /** Path of what it serves; no two servers may run on the same. */
  readonly data: string;
  /** File in the data folder. */
  readonly logFile: string;
  readonly program: Omit<LaunchOptions, 'args' | 'logFile'>;
  /** The last of them tell it from servers that run otherwise. */
  readonly argsFor: (ports: Ports<Port>) => readonly string[];
  /** Chosen anew for each attempt. */
  readonly choosePorts: () => Promise<Ports<Port>>;
  /** Before the first start. */
  readonly prepare?: () => Promise<void>;
  /** What runs on the same data: left behind by a process that was killed. */
  readonly findOrphans: () => Promise<readonly ProcessEntry[]>;
  /** From a command line made of {@link argsFor}. */
  readonly portsIn: (command: string) => Ports<Port> | undefined;
  /** Whether one that was left behind does its work. */
  readonly answers: (ports: Ports<Port>) => Promise<boolean>;
  /** Whether the process that was just started does. Default: as {@link answers} says. */
  readonly isReady?: (ports: Ports<Port>, pid: number) => Promise<boolean>;
  readonly readyTimeoutMs: number;
  /** See {@link SuperviseOptions.isPassing}. */
  readonly isPassing?: (reason: string) => boolean;
  /** Whether somebody else's may be the one that answers, until one of the two has ended for lack of the port. */
  readonly isContested?: (ports: Ports<Port>) => boolean;
  /** How it is ended. */
  readonly ending: Parameters<typeof endProcess>[1];
}

/** A server that runs, and is started again when it dies. */
export interface SupervisedServer {
  readonly pid: number;
  /** Whether it was found running, left behind by a process that was killed. */
  readonly reused: boolean;
  readonly logFile: string;
  /** Ends it and returns when it is gone; safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server and returns when it answers; starts it again, on the same ports, when it dies. One that was left behind on the same data
 * is reused when it answers and runs as we would run it, otherwise ended first.
 *
 * @throws LocalError of the kind's code, with the end of the server's log
 */
export async function startSupervised<Port extends string>(
  kind: ServerKind<Port>,
  options: ServerOptions,
): Promise<SupervisedServer & { readonly ports: Ports<Port> }> {
  const { name, noun, code, data, program } = kind;
  const { log, signal } = options;
  const logFile = join(options.dataFolder, kind.logFile);
  const end = (pid: number): Promise<void> => endProcess(pid, kind.ending);

  interface Started {
    readonly running: RunningServer;
    readonly ports: Ports<Port>;
  }

  async function takeOverOrphan(): Promise<Started | undefined> {
    const orphans = await kind.findOrphans();
    const [only] = orphans;
    const ports = only && kind.portsIn(only.command);
    if (only !== undefined && ports !== undefined && orphans.length === 1 && runsAsOurs(only, ports)) {
      if (await kind.answers(ports)) {
        log(`Reusing the ${noun} that was left running (process ${only.pid})`);
        return { running: adopt(only.pid), ports };
      }
    }
    for (const { pid } of orphans) {
      log(`Stopping a ${noun} that was left running (process ${pid})`);
      await stopOrphan(pid);
    }
    return undefined;
  }

  /** The same arguments, whatever executable runs them. */
  function runsAsOurs({ command }: ProcessEntry, ports: Ports<Port>): boolean {
    return command.endsWith(` ${kind.argsFor(ports).join(' ')}`);
  }

  async function stopOrphan(pid: number): Promise<void> {
    try {
      await end(pid);
    } catch (error) {
      const byHand = `kill -${kind.ending.signal.replace('SIG', '')} ${pid}`;
      throw new LocalError(
        code,
        `Could not stop process ${pid}, a ${noun} on ${data}: ${reasonOf(error)}. Stop it by hand (${byHand}) and start again.`,
        { cause: error },
      );
    }
  }

  async function startFresh(): Promise<Started> {
    await kind.prepare?.();
    for (let attempt = 1; ; attempt += 1) {
      const ports = await kind.choosePorts();
      try {
        return { running: await startOn(ports), ports };
      } catch (error) {
        signal?.throwIfAborted();
        if (attempt === START_ATTEMPTS || !(await wasTaken(ports))) throw error;
      }
    }
  }

  async function startOn(ports: Ports<Port>): Promise<RunningServer> {
    const begun = sizeOf(logFile);
    const running = await run(kind.argsFor(ports));
    try {
      const isReady = (): Promise<boolean> => kind.isReady?.(ports, running.pid) ?? kind.answers(ports);
      const fault = await untilReady(running, isReady, { timeoutMs: kind.readyTimeoutMs, signal });
      if (fault === undefined && kind.isContested?.(ports) === true) await sleep(CONTEST_MS);
      if (fault === undefined && isRunning(running.pid)) return running;
      const why = fault ?? 'somebody else answers on its port';
      throw new LocalError(
        code,
        `Could not start a ${noun} on ${data}: ${why}. ${DAMAGED} What it said (${logFile}):\n${tailOf(logFile, { since: begun })}`,
      );
    } catch (error) {
      await end(running.pid);
      throw error;
    }
  }

  async function run(args: readonly string[]): Promise<RunningServer> {
    try {
      return await launch({ ...program, args, logFile });
    } catch (error) {
      throw new LocalError(code, `Could not run ${program.file}: ${reasonOf(error)}.`, { cause: error });
    }
  }

  const orphan = await takeOverOrphan();
  const { running, ports } = orphan ?? (await startFresh());
  const server = supervise({
    name,
    running,
    restart: () => startOn(ports),
    end,
    log,
    isPassing: kind.isPassing,
    onLost: options.onLost,
  });
  return {
    ports,
    get pid() {
      return server.pid;
    },
    reused: orphan !== undefined,
    logFile,
    stop: () => server.stop(),
  };
}

/**
 * The wanted port when it is free, otherwise another, which is said.
 *
 * @param wanted 0 means any
 * @param who as it goes on with a number: `Temporal listens on`
 */
export async function choosePort(
  wanted: number,
  who: string,
  { log }: Pick<ServerOptions, 'log'>,
  avoid: readonly number[] = [],
): Promise<number> {
  const port = await pickPort(wanted, avoid);
  if (wanted !== 0 && port !== wanted) log(`Port ${wanted} is taken; ${who} ${port}`);
  return port;
}

async function wasTaken(ports: Ports<string>): Promise<boolean> {
  const taken = await Promise.all(Object.values(ports).map((port) => accepts(port)));
  return taken.includes(true);
}
