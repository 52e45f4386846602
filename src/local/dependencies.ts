import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { Environment, Variables } from '../config/environment.ts';
import { forgetRunningServers, noteRunningServers } from '../config/running-servers.ts';
import type { PartOrigin } from './start-block.ts';
import { withoutCredentials } from './start-block.ts';
import { toldOfLostArticles } from './lost-articles.ts';
import { startPostgres } from './postgres-server.ts';
import { startPracticeModel } from '../practice-model/server.ts';
import { findTemporalCli } from './temporal-cli.ts';
import { startTemporalServer } from './temporal-server.ts';
import { hasDatabase, noteVersion, versionThatMade } from './temporal-version.ts';

export interface LocalServersOptions {
  readonly environment: Environment;
  readonly variables: Variables;
  /** Held by this process. */
  readonly dataFolder: string;
  /** Milliseconds that the practice model takes to answer. */
  readonly practiceLatencyMs: number;
  /** How long Temporal lists an article after its end. */
  readonly retentionDays: number;
  /** Brings the tables of a database up to date. */
  readonly migrate: (databaseUrl: string, signal: AbortSignal) => Promise<void>;
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

/** Brings up what nobody configured: Temporal, PostgreSQL, the practice model. All begin at once; when one fails, none is left. */
export async function startLocalServers(wanted: LocalServersOptions): Promise<LocalServers> {
  const failing = new AbortController();
  // The first build of Temporal takes minutes: it is not waited for when PostgreSQL cannot be had.
  const options = { ...wanted, signal: AbortSignal.any([wanted.signal, failing.signal]) };
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    forgetRunningServers(wanted.dataFolder);
    const endings = await Promise.allSettled(started.splice(0).map((server) => server.stop()));
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
  };
  const keep = async <S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const hadTemporal = await hasDatabase(wanted.dataFolder);
  const parts = [startTemporal(options, keep), startDatabase(options, keep), startModel(options, keep)] as const;
  for (const part of parts) part.catch((error: unknown) => failing.abort(error));
  await Promise.allSettled(parts);
  if (failing.signal.aborted) {
    await stop();
    throw failing.signal.reason;
  }
  const [temporal, database, model] = await Promise.all(parts);
  const { DATABASE_URL: databaseUrl = wanted.environment.databaseUrl } = database.variables;
  if (!hadTemporal && temporal.origin.kind === 'own' && databaseUrl !== undefined) {
    // Nothing to stop for, now that everything runs.
    const told = await toldOfLostArticles(databaseUrl).catch(() => undefined);
    if (told !== undefined) wanted.log(told);
  }
  // Beside this process: `npm run doctor`, `npm run retry`, `npm run web -- link`.
  noteRunningServers(wanted.dataFolder, {
    ...temporal.variables,
    ...database.variables,
    ...model.variables,
    WEB_PORT: options.variables['WEB_PORT'],
  });
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
  { environment, variables, dataFolder, retentionDays, log, signal, onLost }: LocalServersOptions,
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
  const made = await versionThatMade(dataFolder);
  const cli = await findTemporalCli({ env: variables, progress: log, signal, server: made });
  if (!(await hasDatabase(dataFolder))) await noteVersion(dataFolder, cli);
  const server = await keep(startTemporalServer({ cli: cli.path, dataFolder, log, signal, onLost }));
  await noteVersion(dataFolder, cli);
  await setRetention(server.address, retentionDays);
  return {
    origin: { kind: 'own', where: server.address },
    variables: {
      ...withoutOtherServers(variables, log),
      TEMPORAL_ADDRESS: server.address,
      // Not there: the person's own ~/.config/temporalio is about other servers, too.
      TEMPORAL_CONFIG_FILE: join(dataFolder, 'no-temporal.toml'),
    },
    webUi: server.uiUrl,
  };
}

/** The dev server's own is one day: yesterday's articles would be gone from the list. */
async function setRetention(address: string, days: number): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.updateNamespace({
      namespace: 'default',
      config: { workflowExecutionRetentionTtl: msToTs(`${days} days`) },
    });
  } finally {
    await connection.close();
  }
}

/** A namespace, a key or a certificate without an address cannot be meant for the server that we bring up. */
function withoutOtherServers(variables: Variables, log: (line: string) => void): Variables {
  const others = Object.keys(variables).filter((name) => name.startsWith('TEMPORAL_') && name !== 'TEMPORAL_CLI');
  const set = others.filter((name) => (variables[name] ?? '').trim() !== '');
  if (set.length > 0) log(`Not used, because TEMPORAL_ADDRESS is not set: ${set.join(', ')}`);
  return Object.fromEntries(others.map((name) => [name, undefined]));
}

async function startDatabase(
  { environment, dataFolder, migrate, log, signal, onLost }: LocalServersOptions,
  keep: Keep,
): Promise<Part> {
  if (environment.databaseUrl !== undefined) {
    await migrate(environment.databaseUrl, signal);
    return {
      origin: { kind: 'configured', variable: 'DATABASE_URL', where: withoutCredentials(environment.databaseUrl) },
      variables: {},
    };
  }
  const server = await keep(startPostgres({ dataFolder, log, signal, onLost }));
  await migrate(server.url, signal);
  return { origin: { kind: 'own', where: `127.0.0.1:${server.port}` }, variables: { DATABASE_URL: server.url } };
}

async function startModel({ environment, practiceLatencyMs, log }: LocalServersOptions, keep: Keep): Promise<Part> {
  if (environment.llmBaseUrl !== undefined)
    return {
      origin: { kind: 'configured', variable: 'LLM_BASE_URL', where: withoutCredentials(environment.llmBaseUrl) },
      variables: {},
    };
  const mood = environment.practiceModelMood ?? 'improving';
  if (mood !== 'improving') log(`PRACTICE_MODEL_MOOD: the practice model is ${mood}`);
  const server = await keep(startPracticeModel({ latencyMs: practiceLatencyMs, mood }));
  return { origin: { kind: 'own', where: server.url }, variables: { LLM_BASE_URL: server.url } };
}
