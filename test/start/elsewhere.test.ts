import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { type PostgresServer, startPostgres } from '../../src/local/postgres-server.ts';
import { findTemporalCli } from '../../src/local/temporal-cli.ts';
import { startTemporalServer, type TemporalServer } from '../../src/local/temporal-server.ts';
import { createNamespace } from '../support/namespace.ts';
import { type Ended, makePlace, type Place } from '../support/place.ts';
import { type ScriptedModel, startScriptedModel, step } from '../support/scripted-model.ts';
import { makeTestFolder, removeServersIn } from '../support/test-folder.ts';

/** Of no shape by which a secret is known; the password has what addresses have to encode. */
const KEY = 'a-canary-for-the-model-4711';
const PASSWORD = 'a-canary/for@the database';
const CANARIES = [KEY, PASSWORD, encodeURIComponent(PASSWORD)];

/** Every text and every piece of bytes in a value, as one text. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('latin1')}\n`;
  return typeof value === 'object' && value !== null ? Object.values(value).map(textIn).join('') : '';
}

async function filesIn(folder: string, isWanted: (name: string) => boolean): Promise<string> {
  const names = (await readdir(folder)).filter(isWanted);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('\n');
}

async function tablesOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from ${name} as t`);
      texts.push(...found.rows.map(({ row }) => row));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

describe('npm start on servers that others run', () => {
  let folder: string;
  let postgres: PostgresServer;
  let temporal: TemporalServer;
  let namespace: string;
  let connection: Connection;
  let client: Client;
  let databaseUrl: URL;
  let model: ScriptedModel;
  let place: Place;
  let refused: Ended;
  let delivered: Ended;

  beforeAll(async () => {
    folder = await makeTestFolder();
    const shared = { dataFolder: folder, port: 0, durable: false, log: () => undefined };
    const { path: cli } = await findTemporalCli({ env: process.env });
    [postgres, temporal, model] = await Promise.all([
      startPostgres(shared),
      startTemporalServer({ ...shared, cli, uiPort: 0 }),
      startScriptedModel(),
    ]);
    ({ namespace, connection, client } = await createNamespace(temporal.address));
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`create role canary login password '${PASSWORD}'`);
    await admin.query('create database elsewhere owner canary');
    await admin.end();
    databaseUrl = new URL(postgres.url);
    databaseUrl.username = 'canary';
    databaseUrl.password = encodeURIComponent(PASSWORD);
    databaseUrl.pathname = '/elsewhere';

    place = await makePlace({
      env: {
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: namespace,
        // As somebody leaves it who uncomments a line of .env.example.
        TEMPORAL_API_KEY: '',
        DATABASE_URL: databaseUrl.href,
        LLM_BASE_URL: model.url,
        LLM_API_KEY: KEY,
        LOG_LEVEL: 'debug',
      },
    });
    await place.configure('workflows.yaml', 'quality_threshold: 8.0', 'quality_threshold: 5.0');
    model.on('outline', step.status(401, { message: `Incorrect API key provided: ${KEY}.` }));
    refused = await place.start(['--demo', 'Why keys get lost']).ended;
    delivered = await place.start(['--demo', 'How tides work']).ended;
  });
  afterAll(async () => {
    await place?.remove();
    await connection?.close();
    await Promise.all([postgres?.stop(), temporal?.stop(), model?.stop()]);
    await removeServersIn(folder);
    await rm(folder, { recursive: true, force: true });
  });

  it('brings up none of its own, and works in the namespace that it was told', async () => {
    expect(delivered.code).toBe(0);
    expect(existsSync(join(place.data, 'temporal.db'))).toBe(false);
    expect(existsSync(join(place.data, 'postgres'))).toBe(false);
    const query = `WorkflowType = 'article' AND ExecutionStatus != 'ContinuedAsNew'`;
    await expect.poll(async () => (await client.workflow.count(query)).count).toBe(2);
  });

  it('leaves the servers of others alone when it ends', async () => {
    await connection.ensureConnected();
    expect(await tablesOf(databaseUrl.href)).toContain('How tides work');
  });

  it('says that the model refused its key, and ends a demo with exit code 1', () => {
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(en.failures.words('model-unauthorized', { hasDraft: false }).what);
  });

  it('shows its secrets in no output, no log, no history and no table', async () => {
    const ownSecret = (await readFile(join(place.data, 'secret'), 'utf8')).trim();
    expect(ownSecret).toMatch(/^[0-9a-f]{64}$/);
    const histories: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'article'` }))
      histories.push(textIn(await client.workflow.getHandle(workflowId).fetchHistory()));
    const places = {
      output: [refused, delivered].map(({ stdout, stderr }) => stdout + stderr).join('\n'),
      log: await readFile(join(place.data, 'copydesk.log'), 'utf8'),
      history: histories.join('\n'),
      tables: await tablesOf(databaseUrl.href),
      // What Temporal keeps, history or not, and what both servers log.
      servers: await filesIn(folder, (name) => /^temporal\.|^postgres\.log$/.test(name)),
    };
    const known = {
      output: 'How tides work',
      log: '"level":20',
      history: 'Incorrect API key',
      tables: 'Why keys get lost',
    };
    for (const [name, text] of Object.entries(known)) expect(places[name as keyof typeof known]).toContain(text);
    expect(places.servers).toContain('Incorrect API key');
    for (const [name, text] of Object.entries(places))
      for (const canary of [...CANARIES, ownSecret]) expect(text.includes(canary), `${canary} in ${name}`).toBe(false);
  });
});
