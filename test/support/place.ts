import { spawn } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findProcesses, type ProcessEntry } from '../../src/local/processes.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { Person } from './person.ts';
import { makeTestFolder, removeServersIn } from './test-folder.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const NODE_FLAGS = ['--max-semi-space-size=4'];
const POLL_MS = 50;
/** Several of these start at once on two cores. */
const PATIENCE_MS = 100_000;

type Variables = Readonly<Record<string, string>>;

/** How a program ended, and what it said. */
export interface Ended {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs, without a terminal. */
export interface Running {
  readonly pid: number;
  /** Both channels so far. */
  said(): string;
  /** Waits for words on either channel. @throws with what was said instead when it ends first. */
  says(words: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
  /** Sends the signal, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export interface PlaceOptions {
  readonly env?: Variables;
  /** Root only: whom everything runs as; the folder is theirs. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Where the programs are: this repository, unless told. */
  readonly root?: string;
}

/** A folder in which somebody runs Copydesk: its configuration and data, and nothing of whoever runs the tests. */
export interface Place {
  readonly folder: string;
  /** `.copydesk` in it. */
  readonly data: string;
  readonly env: Variables;
  /** Replaces a piece of a file of `config/`. @throws when it is not there. */
  configure(file: string, piece: string, replacement: string): Promise<void>;
  /** Runs `src/local/main.ts`, or another program of the repository. */
  start(args: readonly string[], more?: { readonly env?: Variables; readonly program?: string }): Running;
  /** The same at a terminal; the arguments as above, or a command of its own. */
  sitDown(args: readonly string[], command?: string): Person;
  /** The process that holds the data folder. @throws when there is none. */
  holder(): Promise<number>;
  /** What runs on the data of this place, or in it. */
  servers(): readonly ProcessEntry[];
  remove(): Promise<void>;
}

export async function makePlace({ env = {}, user, root = REPOSITORY }: PlaceOptions = {}): Promise<Place> {
  const folder = await makeTestFolder();
  const data = join(folder, '.copydesk');
  await cp(join(REPOSITORY, 'config'), join(folder, 'config'), { recursive: true });
  const { path: cli } = await findTemporalCli({ env: process.env });
  const everyday: Variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    LANG: 'en_US.UTF-8',
    TEMPORAL_CLI: cli,
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    ...env,
  };
  const node = root === REPOSITORY ? process.execPath : join(root, 'node_modules/.bin/node');
  const people: Person[] = [];
  const running = new Set<Running>();
  const servers = (): readonly ProcessEntry[] => findProcesses(`${folder}/`);

  return {
    folder,
    data,
    env: everyday,
    async configure(file, piece, replacement) {
      const path = join(folder, 'config', file);
      const text = await readFile(path, 'utf8');
      if (!text.includes(piece)) throw new Error(`${file} does not say ${piece}`);
      await writeFile(path, text.replace(piece, replacement));
    },
    start(args, { env: more = {}, program: file = 'src/local/main.ts' } = {}) {
      const child = spawn(node, [...NODE_FLAGS, join(root, file), ...args], {
        cwd: folder,
        env: { ...everyday, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...user,
      });
      const heard = { stdout: '', stderr: '' };
      for (const channel of ['stdout', 'stderr'] as const)
        child[channel].setEncoding('utf8').on('data', (text: string) => {
          heard[channel] += text;
        });
      let isOver = false;
      const ended = new Promise<Ended>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => {
          isOver = true;
          running.delete(program);
          resolve({ code: code ?? -1, ...heard });
        });
      });
      const program: Running = {
        pid: child.pid ?? 0,
        said: () => heard.stdout + heard.stderr,
        async says(words) {
          for (const until = Date.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
            const found = words.exec(heard.stdout) ?? words.exec(heard.stderr);
            if (found !== null) return found;
            if (isOver || Date.now() > until) throw new Error(`Heard no ${words} in:\n${heard.stdout}${heard.stderr}`);
          }
        },
        ended,
        async end(signal) {
          child.kill(signal);
          return await ended;
        },
      };
      running.add(program);
      return program;
    },
    sitDown(args, command) {
      const person = new Person({
        command: command ?? node,
        args: command === undefined ? [...NODE_FLAGS, join(root, 'src/local/main.ts'), ...args] : args,
        cwd: folder,
        env: everyday,
        columns: 100,
        patienceMs: PATIENCE_MS,
      });
      people.push(person);
      return person;
    },
    async holder() {
      const { pid } = JSON.parse(await readFile(join(data, 'holder.json'), 'utf8')) as { readonly pid: number };
      return pid;
    },
    servers,
    async remove() {
      for (const person of people) person.kill();
      await Promise.all([
        ...[...running].map((program) => program.end('SIGKILL')),
        ...people.map(({ ended }) => ended),
      ]);
      await removeServersIn(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
