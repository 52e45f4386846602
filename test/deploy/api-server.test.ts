import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, findControlPlane, startControlPlane } from './api-server.ts';
import { findKustomize, render } from './kustomize.ts';
import { type Manifest, type PodSpec, workloadsIn } from './manifests.ts';

const kustomize = await findKustomize();
const programs = await findControlPlane();
const MINUTE = 60_000;
const OVERLAYS = [
  'deploy/kubernetes/overlays/demo',
  'deploy/kubernetes/overlays/example',
  'test/deploy/all-components',
];
const ACCOUNT = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'copydesk' } };

/** The real one, which runs nothing: it validates, defaults, converts, and admits by Pod Security. */
describe.skipIf(kustomize === undefined || programs === undefined)('the API server of Kubernetes', () => {
  let ask: Ask;
  let stop: () => Promise<void>;
  const overlays = new Map<string, readonly Manifest[]>();

  beforeAll(async () => {
    if (programs === undefined || kustomize === undefined) return;
    for (const overlay of OVERLAYS) overlays.set(overlay, await render(kustomize, overlay));
    ({ ask, stop } = await startControlPlane(programs));
  }, 3 * MINUTE);

  afterAll(async () => await stop?.(), MINUTE);

  /** As `kubectl apply --server-side` does, without a key that the server does not know. */
  const apply = async (manifest: Manifest): ReturnType<Ask> =>
    await ask('PATCH', `${pathOf(manifest)}?fieldManager=tests&fieldValidation=Strict&force=true`, manifest);
  const admit = async (name: string, spec: PodSpec): ReturnType<Ask> =>
    await ask('POST', '/api/v1/namespaces/copydesk/pods?dryRun=All&fieldValidation=Strict', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec,
    });

  it.each(OVERLAYS)(
    'takes everything of %s, once and again, and warns of nothing',
    { timeout: 2 * MINUTE },
    async (overlay) => {
      // KEDA's kinds are no part of it.
      const own = (overlays.get(overlay) ?? []).filter(({ apiVersion }) => !apiVersion.startsWith('keda.sh'));
      expect(own.length).toBeGreaterThan(30);
      // From one overlay to another a Job may differ, which nobody may change.
      await ask('DELETE', '/apis/batch/v1/namespaces/copydesk/jobs?propagationPolicy=Background');
      for (const manifest of [...own, ...own]) {
        const { status, warnings, message } = await apply(manifest);
        expect([manifest.kind, manifest.metadata.name, warnings, status > 201 ? message : 'taken']).toEqual([
          manifest.kind,
          manifest.metadata.name,
          [],
          'taken',
        ]);
      }
    },
  );

  it('admits the pods of all of them to the namespace, whose rule is restricted', { timeout: 2 * MINUTE }, async () => {
    await ask('POST', '/api/v1/namespaces/copydesk/serviceaccounts', ACCOUNT);
    for (const [overlay, manifests] of overlays)
      for (const { called, pod } of workloadsIn(manifests)) {
        // What a volume claim is made into by the controller of its set.
        const claims = pod.containers.flatMap(({ volumeMounts = [] }) =>
          volumeMounts.filter(({ name }) => name === 'data'),
        );
        const volumes = [...(pod.volumes ?? []), ...claims.map(({ name }) => ({ name, emptyDir: {} }))];
        const { status, message } = await admit('pod', { ...pod, volumes });
        expect([overlay, called, status === 201 ? 'admitted' : message]).toEqual([overlay, called, 'admitted']);
      }
  });

  it('refuses there what would have more rights', { timeout: MINUTE }, async () => {
    const [worker] = workloadsIn(overlays.get(OVERLAYS[0] ?? '') ?? []).filter(({ name }) => name === 'worker');
    if (worker === undefined) throw new Error('The demo has no worker.');
    const asRoot = {
      ...worker.pod,
      securityContext: { ...worker.pod.securityContext, runAsNonRoot: false, runAsUser: 0 },
    };
    for (const more of [asRoot, { ...worker.pod, hostNetwork: true }]) {
      const { status, message } = await admit('pod', more);
      expect([status, message]).toEqual([403, expect.stringContaining('violates PodSecurity')]);
    }
  });

  it('takes the Job of another release once that of before is deleted, as the docs say', {
    timeout: MINUTE,
  }, async () => {
    const [demo = []] = overlays.values();
    const job = structuredClone(demo.find(({ kind, metadata }) => kind === 'Job' && metadata.name === 'migrate'));
    if (job?.spec?.template === undefined) throw new Error('The demo has no Job that migrates.');
    await apply(job);
    for (const container of job.spec.template.spec.containers) container.image = 'copydesk:next';
    expect((await apply(job)).message).toContain('field is immutable');
    await ask('DELETE', `${pathOf(job)}?propagationPolicy=Background`);
    expect((await apply(job)).status).toBe(201);
  });
});

function pathOf({ apiVersion, kind, metadata: { name, namespace } }: Manifest): string {
  const plural = kind.toLowerCase().replace(/y$/, 'ie').replace(/ss$/, 'sse');
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`}${scope}/${plural}s/${name}`;
}
