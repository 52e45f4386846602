import { readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../compose/compose-file.ts';
import { makeTestFolder } from '../support/test-folder.ts';
import { findKustomize, render } from './kustomize.ts';
import {
  type Container,
  type Manifest,
  ofKind,
  type PodSpec,
  variablesOf,
  workloadOf,
  workloadsIn,
} from './manifests.ts';
import { OF_DEMO, POLICIES } from './policies/policies.ts';
import type { Policy } from './policies/policy.ts';
import { HOLDERS } from './policies/secrets.ts';

const kustomize = await findKustomize();
const rendered = async (folder: string): Promise<readonly Manifest[]> =>
  kustomize === undefined ? [] : await render(kustomize, folder);
const OVERLAYS = readdirSync(join(ROOT, 'deploy/kubernetes/overlays'));
const overlays = await Promise.all(
  [...OVERLAYS.map((name) => `deploy/kubernetes/overlays/${name}`), 'test/deploy/all-components'].map(
    async (folder) => ({
      name: basename(folder),
      manifests: await rendered(folder),
    }),
  ),
);
const manifestsOf = (name: string): readonly Manifest[] =>
  overlays.find((overlay) => overlay.name === name)?.manifests ?? [];
const ALL: Readonly<Record<string, Policy>> = { ...POLICIES, ...OF_DEMO };

describe.skipIf(kustomize === undefined)('deploy/kubernetes', () => {
  it('has an overlay to look at and one to copy', () => {
    expect(OVERLAYS.toSorted()).toEqual(['demo', 'example']);
    expect(overlays.filter(({ manifests }) => manifests.length < 30)).toEqual([]);
  });

  describe.each(overlays)('overlay $name', ({ name, manifests }) => {
    const policies = Object.entries(name === 'demo' ? ALL : POLICIES);
    it.each(policies.map(([called, policy]) => ({ called, policy })))(
      'keeps the policy $called',
      async ({ policy }) => {
        expect(await policy(manifests)).toEqual([]);
      },
    );
  });

  // Each is put into manifests that keep every policy.
  const faults: readonly (readonly [keyof typeof ALL, string, (manifests: readonly Manifest[]) => void, string?])[] = [
    ['schema', 'a key that nobody knows', (all) => Object.assign(container(all, 'worker'), { livenesProbe: {} })],
    ['schema', 'a number that is none', (all) => Object.assign(workloadOf(all, 'api').spec, { replicas: 'two' })],
    ['schema', 'a kind that nobody knows', (all) => Object.assign(one(all, 'Job', 'migrate'), { kind: 'CronJob' })],
    ['unprivileged', 'root', (all) => Object.assign(security(all, 'worker'), { runAsUser: 0 })],
    ['unprivileged', 'a user that may be root', (all) => Object.assign(security(all, 'api'), { runAsNonRoot: false })],
    [
      'unprivileged',
      'no seccomp',
      (all) => Object.assign(security(all, 'slack'), { seccompProfile: { type: 'Unconfined' } }),
    ],
    [
      'unprivileged',
      'a root to write to',
      (all) =>
        edit(all, 'worker', (own) => Object.assign(own.securityContext ?? {}, { readOnlyRootFilesystem: false })),
    ],
    [
      'unprivileged',
      'a capability',
      (all) =>
        edit(all, 'api', (own) => Object.assign(own.securityContext?.capabilities ?? {}, { add: ['NET_ADMIN'] })),
    ],
    [
      'unprivileged',
      'rights to gain',
      (all) => edit(all, 'telegram', (own) => delete own.securityContext?.allowPrivilegeEscalation),
    ],
    ['unprivileged', 'the network of the machine', (all) => Object.assign(pod(all, 'worker'), { hostNetwork: true })],
    [
      'unprivileged',
      'a second container',
      (all) => pod(all, 'worker').containers.push({ ...container(all, 'worker') }),
    ],
    ['alone', 'a token of the cluster', (all) => delete pod(all, 'worker').automountServiceAccountToken],
    ['alone', 'variables of services', (all) => delete pod(all, 'telegram').enableServiceLinks],
    [
      'writable',
      'a folder of the machine',
      (all) => pod(all, 'worker').volumes?.push({ name: 'host', hostPath: { path: '/' } }),
    ],
    ['writable', 'a disk to fill', (all) => pod(all, 'worker').volumes?.push({ name: 'scratch', emptyDir: {} })],
    ['writable', 'no /tmp', (all) => edit(all, 'migrate', (own) => Object.assign(own, { volumeMounts: [] }))],
    ['images', 'the latest of ours', (all) => Object.assign(container(all, 'worker'), { image: 'copydesk' })],
    [
      'images',
      'a tag that moves',
      (all) => Object.assign(container(all, 'worker'), { image: 'registry.example.com/copydesk:1.0' }),
    ],
    [
      'images',
      'the latest of others',
      (all) => Object.assign(container(all, 'litellm'), { image: 'ghcr.io/berriai/litellm:latest' }),
    ],
    ['images', 'no digest', (all) => Object.assign(container(all, 'redis'), { image: 'redis:8.10.2-alpine' })],
    ['images', 'the image of others', (all) => Object.assign(container(all, 'api'), { image: 'nginx:local' })],
    ['resources', 'no limit of memory', (all) => delete container(all, 'api').resources?.limits],
    ['resources', 'no request', (all) => delete container(all, 'worker').resources?.requests?.cpu],
    ['probes', 'no probe', (all) => delete container(all, 'worker').readinessProbe],
    [
      'probes',
      'a path that is not served',
      (all) => edit(all, 'worker', (own) => Object.assign(own.readinessProbe?.httpGet ?? {}, { path: '/readyz' })),
    ],
    [
      'probes',
      'a life that ends with an outage',
      (all) => edit(all, 'worker', (own) => Object.assign(own.livenessProbe?.httpGet ?? {}, { path: '/healthz' })),
    ],
    [
      'probes',
      'a port that is not there',
      (all) => edit(all, 'litellm', (own) => Object.assign(own.livenessProbe?.httpGet ?? {}, { port: 'health' })),
    ],
    [
      'probes',
      'a health at another port',
      (all) => edit(all, 'api', (own) => own.env?.push({ name: 'HEALTH_PORT', value: '9090' })),
    ],
    ['ending', 'no time to end', (all) => Object.assign(pod(all, 'worker'), { terminationGracePeriodSeconds: 10 })],
    ['ending', 'requests that are refused', (all) => delete container(all, 'api').lifecycle],
    ['spread', 'one machine for all', (all) => delete pod(all, 'worker').topologySpreadConstraints],
    [
      'secrets',
      'a token of a chat in the worker',
      (all) => edit(all, 'worker', (own) => own.env?.push(secret('SLACK_BOT_TOKEN', 'copydesk-slack'))),
    ],
    [
      'secrets',
      'the key of models in a chat',
      (all) => edit(all, 'slack', (own) => own.env?.push(secret('LLM_API_KEY', 'copydesk-models'))),
    ],
    [
      'secrets',
      'the owner of the tables in a process',
      (all) => edit(all, 'api', (own) => own.env?.push(secret('PGPASSWORD', 'copydesk-database-owner'))),
    ],
    [
      'secrets',
      'all keys of a Secret',
      (all) => edit(all, 'api', (own) => own.envFrom?.push({ secretRef: { name: 'worker-keys' } })),
    ],
    [
      'secrets',
      'a secret that is written down',
      (all) => edit(all, 'api', (own) => own.env?.push({ name: 'COPYDESK_SECRET', value: 'x' })),
    ],
    [
      'secrets',
      'a password in an address',
      (all) => Object.assign(shared(all), { DATABASE_URL: 'postgres://copydesk_app:secret@postgres/copydesk' }),
    ],
    [
      'variables',
      'a variable that nobody reads',
      (all) => edit(all, 'worker', (own) => own.env?.push({ name: 'WORKER_COUNT', value: '3' })),
    ],
    [
      'variables',
      'a variable of another process',
      (all) => edit(all, 'telegram', (own) => own.env?.push({ name: 'SLACK_API_URL', value: '' })),
    ],
    ['variables', 'none that is needed', (all) => delete shared(all)['TEMPORAL_ADDRESS']],
    ['variables', 'a value that is refused', (all) => Object.assign(shared(all), { LOG_LEVEL: 'loud' })],
    ['network', 'nothing that is denied', (all) => remove(all, 'NetworkPolicy', 'default-deny')],
    ['network', 'no names', (all) => remove(all, 'NetworkPolicy', 'to-dns')],
    ['network', 'the metadata of a cloud', (all) => one(all, 'NetworkPolicy', 'worker-to-web').spec?.egress?.push({})],
    [
      'network',
      'a database for everybody',
      (all) => Object.assign(one(all, 'NetworkPolicy', 'to-postgres').spec ?? {}, { podSelector: {} }),
    ],
    [
      'network',
      'a health that everybody asks',
      (all) => delete one(all, 'NetworkPolicy', 'api-from-anywhere').spec?.ingress?.[0]?.ports,
    ],
    ['network', 'a chat that is cut off', (all) => remove(all, 'NetworkPolicy', 'to-internet')],
    [
      'network',
      'models for everybody',
      (all) => delete one(all, 'NetworkPolicy', 'litellm-from-worker').spec?.ingress?.[0]?.from,
    ],
    [
      'network',
      'metrics for everybody',
      (all) => delete one(all, 'NetworkPolicy', 'telemetry').spec?.ingress?.[0]?.from,
      'all-components',
    ],
    [
      'network',
      'metrics for nobody',
      (all) => delete one(all, 'NetworkPolicy', 'telemetry').spec?.ingress,
      'all-components',
    ],
    ['budgets', 'no budget', (all) => remove(all, 'PodDisruptionBudget', 'worker')],
    [
      'budgets',
      'a budget of none',
      (all) =>
        Object.assign(one(all, 'PodDisruptionBudget', 'api').spec?.selector?.matchLabels ?? {}, {
          'app.kubernetes.io/name': 'web',
        }),
    ],
    [
      'budgets',
      'a machine that is never emptied',
      (all) => Object.assign(one(all, 'PodDisruptionBudget', 'api').spec ?? {}, { maxUnavailable: 0 }),
    ],
    [
      'services',
      'a service of nobody',
      (all) => Object.assign(one(all, 'Service', 'api').spec?.selector ?? {}, { 'app.kubernetes.io/name': 'web' }),
    ],
    [
      'services',
      'a port of nobody',
      (all) => Object.assign(one(all, 'Service', 'slack').spec?.ports?.[0] ?? {}, { targetPort: 'web' }),
    ],
    [
      'services',
      'an ingress under another name',
      (all) => Object.assign(one(all, 'Ingress', 'copydesk').spec?.rules?.[0] ?? {}, { host: 'example.org' }),
    ],
    ['services', 'an ingress to nobody', (all) => remove(all, 'Service', 'api')],
    [
      'references',
      'a ConfigMap that is gone',
      (all) => remove(all, 'ConfigMap', map(all, 'worker-environment').metadata.name),
    ],
    [
      'references',
      'the account of another',
      (all) => Object.assign(pod(all, 'slack'), { serviceAccountName: 'worker' }),
    ],
    [
      'references',
      'pods that are not its own',
      (all) => Object.assign(workloadOf(all, 'api').labels, { 'app.kubernetes.io/name': 'web' }),
    ],
    ['scaling', 'another queue', (all) => Object.assign(trigger(all), { taskQueue: 'articles' })],
    ['scaling', 'another server', (all) => Object.assign(shared(all), { TEMPORAL_ADDRESS: 'elsewhere:7233' })],
    [
      'scaling',
      'somebody else who is scaled',
      (all) => Object.assign(one(all, 'ScaledObject', 'worker').spec?.scaleTargetRef ?? {}, { name: 'workers' }),
    ],
    ['scaling', 'two who say how many', (all) => Object.assign(workloadOf(all, 'worker').spec, { replicas: 2 })],
    [
      'builds',
      'a worker that the next one replaces',
      (all) => Object.assign(one(all, 'Deployment', 'worker-3f2c9a1b0d4e').metadata, { name: 'worker' }),
    ],
    [
      'builds',
      'pods of another build',
      (all) => delete workloadOf(all, 'worker').spec.selector?.matchLabels?.['copydesk/build'],
    ],
    [
      'builds',
      'settings that are taken away before it has ended',
      (all) => delete map(all, 'copydesk-config').metadata.annotations,
    ],
    [
      'scaling',
      'a certificate that nobody shows',
      (all) => one(all, 'TriggerAuthentication', 'temporal').spec?.secretTargetRef?.pop(),
    ],
    [
      'scaling',
      'what waits for another build',
      (all) => edit(all, 'worker', (own) => own.env?.push({ name: 'COPYDESK_BUILD_ID', value: '77aa01b2c3d4' })),
    ],
    ['config', 'a prompt that is left out', (all) => delete map(all, 'copydesk-prompts').data?.['writer.md']],
    ['config', 'a file that is not mounted', (all) => edit(all, 'api', (own) => own.volumeMounts?.splice(0, 1))],
    [
      'compose',
      'another version',
      (all) => Object.assign(container(all, 'temporal'), { image: 'temporalio/server:1.31.0' }),
    ],
    ['compose', 'another command', (all) => edit(all, 'migrate', (own) => own.command?.pop())],
    [
      'compose',
      'less memory',
      (all) => Object.assign(container(all, 'worker').resources?.limits ?? {}, { memory: '512Mi' }),
    ],
    ['compose', 'a variable that is left out', (all) => edit(all, 'api', (own) => own.env?.splice(-1, 1))],
    ['compose', 'another address', (all) => Object.assign(shared(all), { TEMPORAL_NAMESPACE: 'default' })],
    ['compose', 'a service that is left out', (all) => remove(all, 'Deployment', 'temporal-ui')],
  ];

  const OVERLAY_OF: Readonly<Record<string, string>> = {
    scaling: 'example',
    services: 'example',
    builds: 'all-components',
  };
  const planted = faults.map(([policy, what, plant, where]) => ({
    policy,
    what,
    plant,
    overlay: where ?? OVERLAY_OF[policy] ?? 'demo',
  }));

  it.each(planted)('is found by the policy $policy: $what', async ({ policy, plant, overlay }) => {
    const manifests = structuredClone(manifestsOf(overlay));
    plant(manifests);
    const found = await Promise.resolve(ALL[policy]?.(manifests)).catch((error: unknown) => [String(error)]);
    expect(found).not.toEqual([]);
  });

  it('has in the docs a command for each Secret that nothing works without, and for no other', () => {
    const docs = readFileSync(join(ROOT, 'docs/deployment.md'), 'utf8');
    const made = [...docs.matchAll(/^secret (\S+) --from-literal=([\w-]+)=/gm)].map(
      ([, name, key]) => `${name} ${key}`,
    );
    const needed = workloadsIn(manifestsOf('demo'))
      .filter(({ spec }) => spec.replicas !== 0)
      .flatMap((workload) => [...variablesOf(manifestsOf('demo'), workload).values()])
      .flatMap((value) => (typeof value === 'string' || value.optional === true ? [] : [`${value.name} ${value.key}`]));
    expect(made.toSorted()).toEqual([...new Set(needed)].toSorted());
    const explained = [...docs.matchAll(/^\| `([\w-]+)` \| (?:`[\w.-]+`|variables)/gm)].map(([, name]) => name);
    expect(explained.toSorted()).toEqual(Object.keys(HOLDERS).toSorted());
  });

  it('has nothing in the comments of the example that could not be taken as it stands', async () => {
    const example = 'deploy/kubernetes/overlays/example';
    const [, commented = ''] =
      /^((?:# patches:\n)(?:#.*\n)+)/m.exec(readFileSync(join(ROOT, example, 'kustomization.yaml'), 'utf8')) ?? [];
    const folder = await makeTestFolder();
    const copy = `resources: [${relative(folder, join(ROOT, example))}]\n${commented.replaceAll(/^# /gm, '')}`;
    await writeFile(join(folder, 'kustomization.yaml'), copy);
    const accounts = ofKind(await render(kustomize ?? [], relative(ROOT, folder)), 'ServiceAccount');
    await rm(folder, { recursive: true });
    expect(accounts).toHaveLength(6);
    expect(accounts.filter(({ imagePullSecrets }) => imagePullSecrets?.[0]?.name !== 'registry')).toEqual([]);
  });

  it('has a fault for each policy', () => {
    expect([...new Set(faults.map(([policy]) => policy))].toSorted()).toEqual(Object.keys(ALL).toSorted());
  });
});

function one(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = ofKind(manifests, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

/** The array is the test's own copy. */
function remove(manifests: readonly Manifest[], kind: string, name: string): void {
  (manifests as Manifest[]).splice(manifests.indexOf(one(manifests, kind, name)), 1);
}

function pod(manifests: readonly Manifest[], name: string): PodSpec {
  return workloadOf(manifests, name).pod;
}

function container(manifests: readonly Manifest[], name: string): Container {
  return workloadOf(manifests, name).container;
}

function edit(manifests: readonly Manifest[], name: string, change: (container: Container) => unknown): void {
  change(container(manifests, name));
}

function security(manifests: readonly Manifest[], name: string): object {
  return pod(manifests, name).securityContext ?? {};
}

/** A ConfigMap by its name without the hash. */
function map(manifests: readonly Manifest[], name: string): Manifest {
  const found = ofKind(manifests, 'ConfigMap').find(
    ({ metadata }) => metadata.name.replace(/-[a-z0-9]{10}$/, '') === name,
  );
  if (found === undefined) throw new Error(`There is no ConfigMap ${name}.`);
  return found;
}

function shared(manifests: readonly Manifest[]): Record<string, string> {
  return map(manifests, 'copydesk-environment').data ?? {};
}

function trigger(manifests: readonly Manifest[]): object {
  return one(manifests, 'ScaledObject', 'worker').spec?.triggers?.[0]?.metadata ?? {};
}

function secret(name: string, from: string): NonNullable<Container['env']>[number] {
  return { name, valueFrom: { secretKeyRef: { name: from, key: 'key' } } };
}
