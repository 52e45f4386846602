import type { Environment, Variables } from '../config/environment.ts';
import type { PartOrigin } from './start-block.ts';
import { withoutCredentials } from './start-block.ts';
import { startPostgres } from './postgres-server.ts';
import { startPracticeModel } from './practice-model/server.ts';
import { findTemporalCli } from './temporal-cli.ts';
import { startTemporalServer } from './temporal-server.ts';

export interface LocalServersOptions {
  readonly environment: Environment;
  readonly variables: Variables;
  /** Held by this process. */
  readonly dataFolder: string;
  /** Milliseconds that the practice model takes to answer. */
  readonly practiceLatencyMs: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** A server kept dying and is not started any more. */
  readonly onLost: (error: Error) => void;
}

export interface LocalServers {
  /** The environment as if somebody had configured what was brought up. */
  readonly variables: Variables;
  readonly temporal: PartOrigin;
  readonly database: PartOrigin;
  readonly model: PartOrigin;
  readonly webUi: string | undefined;
  /** Ends what was brought up and nothing else; safe to call twice. */
  stop(): Promise<void>;
}

/** Brings up what nobody configured: Temporal, PostgreSQL, the practice model. All begin at once. */
export async function startLocalServers(options: LocalServersOptions): Promise<LocalServers> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  };
  const keep = async <S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const results = await Promise.allSettled([
    startTemporal(options, keep),
    startDatabase(options, keep),
    startModel(options, keep),
  ]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const [temporal, database, model] = results.map((result) =>
    result.status === 'fulfilled' ? result.value : undefined,
  );
  if (temporal === undefined || database === undefined || model === undefined)
    throw new Error('A server neither started nor failed');
  return {
    variables: { ...options.variables, ...temporal.variables, ...database.variables, ...model.variables },
    temporal: temporal.origin,
    database: database.origin,
    model: model.origin,
    webUi: temporal.webUi,
    stop,
  };
}

type Keep = <S extends { stop(): Promise<void> }>(starting: Promise<S>) => Promise<S>;

interface Part {
  readonly origin: PartOrigin;
  readonly variables: Variables;
  readonly webUi?: string;
}

async function startTemporal(
  { environment, variables, dataFolder, log, signal, onLost }: LocalServersOptions,
  keep: Keep,
): Promise<Part> {
  const { temporalAddress, temporalProfile, temporalConfigFile } = environment;
  if (temporalAddress !== undefined)
    return { origin: { kind: 'configured', variable: 'TEMPORAL_ADDRESS', where: temporalAddress }, variables: {} };
  if (temporalProfile !== undefined)
    return { origin: { kind: 'configured', variable: 'TEMPORAL_PROFILE', where: temporalProfile }, variables: {} };
  if (temporalConfigFile !== undefined)
    return {
      origin: { kind: 'configured', variable: 'TEMPORAL_CONFIG_FILE', where: temporalConfigFile },
      variables: {},
    };
  const cli = await findTemporalCli({ env: variables, progress: log, signal });
  const server = await keep(startTemporalServer({ cli: cli.path, dataFolder, log, signal, onLost }));
  return {
    origin: { kind: 'own', where: server.address },
    variables: { TEMPORAL_ADDRESS: server.address },
    webUi: server.uiUrl,
  };
}

async function startDatabase(
  { environment, dataFolder, log, signal, onLost }: LocalServersOptions,
  keep: Keep,
): Promise<Part> {
  if (environment.databaseUrl !== undefined)
    return {
      origin: { kind: 'configured', variable: 'DATABASE_URL', where: withoutCredentials(environment.databaseUrl) },
      variables: {},
    };
  const server = await keep(startPostgres({ dataFolder, log, signal, onLost }));
  return { origin: { kind: 'own', where: `127.0.0.1:${server.port}` }, variables: { DATABASE_URL: server.url } };
}

async function startModel({ environment, practiceLatencyMs }: LocalServersOptions, keep: Keep): Promise<Part> {
  if (environment.llmBaseUrl !== undefined)
    return {
      origin: { kind: 'configured', variable: 'LLM_BASE_URL', where: withoutCredentials(environment.llmBaseUrl) },
      variables: {},
    };
  const server = await keep(startPracticeModel({ latencyMs: practiceLatencyMs }));
  return { origin: { kind: 'own', where: server.url }, variables: { LLM_BASE_URL: server.url } };
}
