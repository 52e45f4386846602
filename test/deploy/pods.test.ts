import { chmod, chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { pickPort } from '../../src/local/ports.ts';
import { makeImageFolder } from '../compose/image-folder.ts';
import {
  makeTemporaryFolder,
  type NativeProcess,
  runNative,
  startNative,
  untilHealthy,
} from '../compose/native-process.ts';
import { startSlackEmulator } from '../emulators/slack/web-api.ts';
import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { createNamespace } from '../support/namespace.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { findKustomize, render } from './kustomize.ts';
import { type Manifest, ofKind, type Probe, variablesOf, workloadOf } from './manifests.ts';

const READY_MS = 30_000;
const kustomize = await findKustomize();
const manifests: readonly Manifest[] =
  kustomize === undefined ? [] : await render(kustomize, 'deploy/kubernetes/overlays/demo');
const APP_PASSWORD = 'of-the-tests';
/** Only the superuser may become somebody else; others cannot write to what they made read only. */
const isRoot = process.getuid?.() === 0;

/** Each process as its pod runs it: command, variables, user and `config/` of the manifests, a root that is read only, the probes. */
describe.skipIf(kustomize === undefined)('a pod of deploy/kubernetes', () => {
  let image: Awaited<ReturnType<typeof makeImageFolder>>;
  let tmp: Awaited<ReturnType<typeof makeTemporaryFolder>>;
  let redis: RedisServer;
  let database: TestDatabase;
  let temporal: Awaited<ReturnType<typeof createNamespace>>;
  const started: NativeProcess[] = [];

  beforeAll(async () => {
    image = await makeImageFolder('pods');
    tmp = await makeTemporaryFolder('pods-tmp');
    await mountConfig(image.path);
    await chmod(image.path, 0o555);
    const uid = workloadOf(manifests, 'worker').pod.securityContext?.runAsUser ?? 0;
    if (isRoot) await chown(tmp.path, uid, uid);
    redis = await startRedis();
    database = await createDatabase(inject('postgresUrl'));
    temporal = await createNamespace(inject('temporalAddress'));
    const { command } = workloadOf(manifests, 'migrate').container;
    await runNative(command ?? [], { cwd: image.path, env: variablesFor('migrate', {}) });
  }, 4 * READY_MS);

  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.stop(1_000)));
  });

  afterAll(async () => {
    await redis?.stop();
    await temporal?.connection.close();
    await database?.drop();
    await chmod(image.path, 0o755);
    await image?.remove();
    await tmp?.remove();
  });

  /** Those of the manifests, with the addresses of the servers here and these Secrets; what is optional and not here is left out. */
  function variablesFor(name: string, here: Readonly<Record<string, string>>): Record<string, string> {
    const url = new URL(database.url);
    const ownerPassword = decodeURIComponent(url.password);
    url.password = '';
    const isOwner = name === 'migrate';
    const variables = variablesOf(manifests, workloadOf(manifests, name));
    const address = variables.get('DATABASE_URL');
    if (!isOwner && typeof address === 'string') url.username = new URL(address).username;
    const known: Record<string, string> = {
      DATABASE_URL: url.href,
      PGPASSWORD: isOwner ? ownerPassword : APP_PASSWORD,
      GRANT_PASSWORD: APP_PASSWORD,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: temporal.namespace,
      REDIS_URL: redis.url,
      LLM_BASE_URL: 'http://127.0.0.1:9/v1',
      LLM_API_KEY: 'sk-unused',
      COPYDESK_SECRET: 'a-secret-of-the-tests-for-the-ids-of-articles',
      WEB_HOST: '127.0.0.1',
      ...here,
    };
    const given = [...variables].flatMap(([key, value]): [string, string][] => {
      const text = known[key] ?? (typeof value === 'string' ? value : undefined);
      return text === undefined ? [] : [[key, text]];
    });
    return {
      ...Object.fromEntries(given),
      // Of the image.
      NODE_ENV: 'production',
      WORKFLOW_BUNDLE: image.bundle,
      // The volume at /tmp, and no other place of its own.
      TMPDIR: tmp.path,
      HOME: '/nonexistent',
    };
  }

  const chats: Readonly<Record<string, () => Promise<{ stop(): Promise<void>; variables: Record<string, string> }>>> = {
    slack: async () => {
      const slack = await startSlackEmulator();
      const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack;
      return { stop: () => slack.stop(), variables: { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL } };
    },
    telegram: async () => {
      const telegram = await startTelegramEmulator();
      const { token: TELEGRAM_BOT_TOKEN, apiRoot: TELEGRAM_API_ROOT } = telegram;
      return { stop: () => telegram.stop(), variables: { TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT } };
    },
  };

  it.each(['worker', 'api', 'slack', 'telegram'])(
    '%s starts without rights, is asked by its probes, writes nowhere, and ends in time',
    { timeout: 4 * READY_MS },
    async (name) => {
      const { pod, container } = workloadOf(manifests, name);
      const chat = await chats[name]?.();
      const health = await pickPort();
      const door = await pickPort(undefined, [health]);
      const process = startNative(container.command ?? [], {
        cwd: image.path,
        env: variablesFor(name, { HEALTH_PORT: String(health), WEB_PORT: String(door), ...chat?.variables }),
        ...(isRoot && { uid: pod.securityContext?.runAsUser ?? 0 }),
      });
      started.push(process);
      const answers = async (probe: Probe | undefined): Promise<boolean> =>
        (await fetch(`http://127.0.0.1:${health}${probe?.httpGet?.path}`)).ok;
      await untilHealthy(process, () => answers(container.startupProbe), READY_MS);
      await untilHealthy(process, () => answers(container.readinessProbe), READY_MS);
      expect(await answers(container.livenessProbe)).toBe(true);
      const patienceMs =
        ((pod.terminationGracePeriodSeconds ?? 30) - (container.lifecycle?.preStop?.sleep?.seconds ?? 0)) * 1000;
      expect(await process.stop(patienceMs), process.output()).toBe(0);
      expect(process.output()).not.toMatch(/EACCES|EROFS|ENOENT/);
      expect((await readdir(image.path)).toSorted()).toEqual([
        'bots',
        'config',
        'dist',
        'node_modules',
        'package.json',
        'src',
        'worker',
      ]);
      await chat?.stop();
    },
  );
});

/** What is mounted below `/app/config`, as files that nobody may write to. */
async function mountConfig(app: string): Promise<void> {
  const { pod, container } = workloadOf(manifests, 'worker');
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const map = pod.volumes?.find((volume) => volume.name === name)?.configMap?.name;
    const { data = {} } = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === map) ?? {};
    for (const [key, text] of Object.entries(data)) {
      if (subPath !== undefined && subPath !== key) continue;
      const path = join(app, mountPath.replace(/^\/app\//, ''), ...(subPath === undefined ? [key] : []));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { mode: 0o444 });
    }
  }
}
