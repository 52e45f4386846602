import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startOfProcess } from '../lib/start-of-process.ts';
import { readEnvironment, type Variables } from './environment.ts';
import { selectsTemporal } from './temporal-connection.ts';

/** In the data folder, for its owner only: there is a password in it. */
const FILE = 'running.json';
/** What `npm start` brings up goes by these; each is left out where somebody configured another. */
const NAMES = ['TEMPORAL_ADDRESS', 'TEMPORAL_CONFIG_FILE', 'DATABASE_URL', 'LLM_BASE_URL', 'WEB_PORT'] as const;

const noteSchema = z.object({
  pid: z.number().int().positive(),
  /** See {@link startOfProcess}. */
  started: z.string().optional(),
  variables: z.record(z.string(), z.string()),
});

/** Writes down where the servers are that this process brought up, for commands that run beside it. */
export function noteRunningServers(dataFolder: string, variables: Variables): void {
  const own = Object.fromEntries(NAMES.flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])));
  const note = { pid: process.pid, started: startOfProcess(process.pid), variables: own };
  writeFileSync(join(dataFolder, FILE), `${JSON.stringify(note)}\n`, { mode: 0o600 });
}

/** For when they are about to end. */
export function forgetRunningServers(dataFolder: string): void {
  rmSync(join(dataFolder, FILE), { force: true });
}

/**
 * For a command beside `npm start`: the variables, and those of the servers that it brought up where nobody configured others.
 * @returns `pid` of `npm start`; absent: it does not run, or brought up nothing, or may not be asked by this user
 * @throws {ConfigError}
 */
export function withRunningServers(variables: Variables): { readonly variables: Variables; readonly pid?: number } {
  const environment = readEnvironment(variables);
  const note = readNote(environment.dataFolder);
  if (note === undefined || Object.keys(note.variables).length === 0 || !isRunning(note)) return { variables };
  const { TEMPORAL_ADDRESS, TEMPORAL_CONFIG_FILE, DATABASE_URL, LLM_BASE_URL, WEB_PORT } = note.variables;
  return {
    pid: note.pid,
    variables: {
      ...variables,
      ...(!selectsTemporal(environment) &&
        TEMPORAL_ADDRESS !== undefined && {
          // A namespace or a key without an address is not meant for this server.
          ...Object.fromEntries(
            Object.keys(variables).flatMap((name) => (name.startsWith('TEMPORAL_') ? [[name, undefined]] : [])),
          ),
          TEMPORAL_ADDRESS,
          TEMPORAL_CONFIG_FILE,
        }),
      ...(environment.databaseUrl === undefined && { DATABASE_URL }),
      ...(environment.llmBaseUrl === undefined && { LLM_BASE_URL }),
      ...(WEB_PORT !== undefined && { WEB_PORT }),
    },
  };
}

function readNote(dataFolder: string): z.output<typeof noteSchema> | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(join(dataFolder, FILE), 'utf8')));
  } catch {
    // It does not run, is just starting, or belongs to another user.
    return undefined;
  }
}

/** Whether that very process does, and not another one that was given its id after a `kill -9` or a power cut. */
function isRunning({ pid, started }: z.output<typeof noteSchema>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return started === startOfProcess(pid);
}
