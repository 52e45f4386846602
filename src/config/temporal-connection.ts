import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { ConfigError } from './config-error.ts';
import type { Environment, Variables } from './environment.ts';

/** How to reach the Temporal server that the `TEMPORAL_*` variables select, and the profile in Temporal's own file that they name. */
export interface TemporalConnection {
  readonly connectionOptions: ClientConnectConfig['connectionOptions'];
  readonly namespace: string;
  /** `Temporal at localhost:7233`: for the log. */
  readonly what: string;
}

/** Whether somebody configured a server: by its address, or by a profile or a file of Temporal's own. */
export function selectsTemporal({ temporalAddress, temporalProfile, temporalConfigFile }: Environment): boolean {
  return [temporalAddress, temporalProfile, temporalConfigFile].some((value) => value !== undefined);
}

/**
 * Reads `TEMPORAL_*` as Temporal's own tools do; but a variable that is empty is not set, as everywhere in Copydesk.
 * @throws {ConfigError} when the profile, or the file of a certificate or key, cannot be read.
 */
export function readTemporalConnection(variables: Variables): TemporalConnection {
  const set = Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== '',
    ),
  );
  // Temporal's own reader does not know our other name for it.
  const { TEMPORAL_SERVER: server } = set;
  if (server !== undefined) set['TEMPORAL_ADDRESS'] ??= server.trim();
  try {
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: set });
    return { connectionOptions, namespace, what: `Temporal at ${connectionOptions.address ?? 'its default address'}` };
  } catch (error) {
    // The first line: what follows quotes the file, in which keys may be.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ConfigError([
      {
        where: 'environment TEMPORAL_*',
        what: `cannot be used: ${why}; see https://docs.temporal.io/develop/environment-configuration`,
      },
    ]);
  }
}
