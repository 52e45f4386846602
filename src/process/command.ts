import type { Pool } from 'pg';
import { CONFIG_EXIT_CODE } from '../config/config-error.ts';
import { loadSettings } from '../config/load.ts';
import { requireShared } from '../config/require-shared.ts';
import { withRunningServers } from '../config/running-servers.ts';
import { createScrub } from '../lib/scrub.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { checkSchema } from '../storage/migrate.ts';
import { createPool } from '../storage/pool.ts';
import { exitCodeOf } from './exit-code.ts';
import { exitOnConfigError } from './exit-on-config-error.ts';

// How commands begin and end that operators type beside the processes: `npm run audit`, `npm run person` and their like.

/** Somebody wants to know how to ask. */
interface Help {
  readonly kind: 'help';
}

/**
 * What was typed. Ends the process with the usage: with 0 for whoever asks for it, with 2 below what is wrong.
 * @param read throws what is wrong, in a sentence
 */
export function readCommand<A>(usage: string, read: () => A): Exclude<A, Help> {
  let asked: A;
  try {
    asked = read();
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${usage}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
  if (isHelp(asked)) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  return asked as Exclude<A, Help>;
}

/** The settings, of the servers that are running where `npm start` is. `variables`: theirs. */
export type CommandSettings = ReturnType<typeof loadSettings> & {
  readonly variables: ReturnType<typeof withRunningServers>['variables'];
};

/** Ends the process with 2 and all that is wrong when they cannot be used. @param needs variables that have to be set */
export function loadCommandSettings(
  given: Parameters<typeof withRunningServers>[0],
  needs: Parameters<typeof requireShared>[1],
): CommandSettings {
  return exitOnConfigError(() => {
    const { variables } = withRunningServers(given);
    const settings = loadSettings(variables);
    requireShared(settings.environment, needs);
    return { ...settings, variables };
  });
}

/**
 * The database of `loadCommandSettings`, with the tables of this release.
 * @param statementTimeoutSeconds of what reads large tables from end to end. Default: as the processes have it
 * @throws what `checkSchema` throws
 */
export async function openCommandDatabase(
  { config, environment }: CommandSettings,
  statementTimeoutSeconds = config.storage.statementTimeoutSeconds,
): Promise<Pool> {
  const pool = createPool(
    environment.databaseUrl ?? '',
    { ...config.storage, statementTimeoutSeconds },
    () => undefined,
    environment.dataKeys,
  );
  await checkSchema(pool);
  return pool;
}

/**
 * Does what the command is for, and ends the process: with the code that it answers, or, without a secret in what it says, as `exitCodeOf` has
 * it for an error.
 * @param explain an error, for whoever typed it. Default: as it is
 */
export async function endCommand(
  { environment }: Pick<CommandSettings, 'environment'>,
  run: () => Promise<number>,
  explain: (error: unknown) => unknown = (error) => error,
): Promise<never> {
  // Whoever reads no further, such as `head`, has what they want.
  process.stdout.on('error', () => process.exit());
  try {
    process.exitCode = await run();
  } catch (error) {
    process.stderr.write(`${createScrub(environment.secrets)(reasonOf(explain(error)))}\n`);
    process.exitCode = exitCodeOf(error);
  }
  // A connection that hangs must not keep a command alive that has said all it has to say; a pipe still gets the rest of it.
  return await new Promise(() => process.stdout.write('', () => process.exit()));
}

function isHelp(asked: unknown): asked is Help {
  return typeof asked === 'object' && asked !== null && 'kind' in asked && asked.kind === 'help';
}
