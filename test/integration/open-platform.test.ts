import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPlatform, type OpenPlatform } from '../../src/process/open-platform.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { workflowIdOf } from '../../src/protocol/names.ts';
import { DatabaseRefusedError, migrate } from '../../src/storage/migrate.ts';
import { createProgressStore } from '../../src/storage/progress-store.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createNamespace } from '../support/namespace.ts';
import { createRecordingMessenger } from '../support/recording-messenger.ts';

const ANN = { platform: 'memory', userId: 'U1', displayName: 'Ann', groups: [] };

let temporal: Awaited<ReturnType<typeof createNamespace>>;
let database: TestDatabase;
beforeAll(async () => {
  [temporal, database] = await Promise.all([
    createNamespace(inject('temporalAddress')),
    createDatabase(inject('postgresUrl')),
  ]);
});
afterAll(async () => {
  await temporal.connection.close();
  await database.drop();
});

const messenger = createRecordingMessenger();
const shipped = loadConfig('config');
const UI = 'https://temporal.example.com';

async function open(signal = new AbortController().signal): Promise<OpenPlatform> {
  const variables = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: temporal.namespace,
    DATABASE_URL: database.url,
    COPYDESK_SECRET: 'a secret of thirty-two characters or more'.replaceAll(' ', '-'),
  };
  return await openPlatform({
    config: { ...shipped, temporal: { ...shipped.temporal, uiUrl: UI } },
    environment: readEnvironment(variables),
    variables,
    logger: createLogger({ level: 'silent' }),
    signal,
    messenger: () => messenger,
  });
}

describe('openPlatform', () => {
  it('refuses tables that nobody has brought up to date, and says how', async () => {
    const error: unknown = await open().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseRefusedError);
    expect(String(error)).toContain('npm run migrate');
  });

  it('starts articles, shows what they say, and settles what another process left', async () => {
    await migrate(database.url, () => undefined);
    const first = await open();
    const order = (topic: string) => ({
      eventKey: randomUUID(),
      request: { topic, language: 'en' },
      requester: ANN,
      thread: { platform: 'memory', channel: 'C1' },
      language: 'en' as const,
    });
    const { articleId } = await first.gateway.start(order('Tides'));
    const { articleId: left } = await first.gateway.start(order('Rain'));
    // An operator ends the second one, which can tell nobody.
    await temporal.client.workflow.getHandle(workflowIdOf(left)).terminate();
    await createProgressStore(first.pool).record(
      {
        articleId,
        entries: [{ seq: 1, message: { kind: 'notice', notice: { code: 'paused', byName: 'Ann' } } }],
        said: 1,
        state: { revision: 1, stage: 'paused', iteration: 0, scores: [] },
      },
      { certain: true },
    );
    await expect
      .poll(() => messenger.messages.filter(({ key }) => key.startsWith(articleId)).map(({ content }) => content))
      .toMatchObject([
        {
          kind: 'status',
          stage: 'paused',
          frame: {
            runUrl: `${UI}/namespaces/${temporal.namespace}/workflows/${workflowIdOf(articleId)}`,
          },
        },
        { kind: 'notice' },
      ]);
    expect(first.isHealthy()).toBe(true);
    await first.stop();
    expect(first.isHealthy()).toBe(false);

    const second = await open();
    await expect
      .poll(async () =>
        (await second.gateway.list({ requester: ANN, limit: 10 })).find((one) => one.articleId === left),
      )
      .toMatchObject({ stage: 'cancelled' });
    await second.stop();
  });
});
