import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnPath } from '../../src/local/command.ts';
import { pickPort } from '../../src/local/ports.ts';
import { findLitellm, LITELLM_START_MS } from '../compose/litellm-proxy.ts';
import { makeTemporaryFolder, type NativeProcess, startNative, untilHealthy } from '../compose/native-process.ts';
import { findKustomize, render } from './kustomize.ts';
import { ofKind, type Probe, variablesOf, workloadOf } from './manifests.ts';

const kustomize = await findKustomize();
const litellm = await findLitellm();
const unshare = await findOnPath('unshare', process.env['PATH']);
const STOP_MS = 30_000;
/** In a view of the disk in which only `/tmp` can be written to, as a user that may read everything and do nothing else. */
const CONFINED = [
  'mount --make-rprivate /',
  'mount --bind "$1" /tmp',
  'mount -o remount,bind,ro /',
  'user="$2" rights=-all,+dac_read_search',
  'shift 2',
  'exec setpriv --reuid="$user" --regid="$user" --clear-groups --inh-caps=$rights --ambient-caps=$rights --bounding-set=$rights "$@"',
].join(' && ');

/** Somebody else's image: that it needs neither rights nor its disk is seen here alone. */
describe.skipIf(kustomize === undefined || litellm === undefined || !mayConfine())('the pod of LiteLLM', () => {
  let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
  let proxy: NativeProcess;
  let port: number;
  let probes: readonly (Probe | undefined)[];

  beforeAll(async () => {
    const manifests = await render(kustomize ?? [], 'deploy/kubernetes/overlays/demo');
    const workload = workloadOf(manifests, 'litellm');
    const { args = [], startupProbe, livenessProbe, readinessProbe } = workload.container;
    probes = [startupProbe, livenessProbe, readinessProbe];
    folder = await makeTemporaryFolder('litellm-pod');
    await chmod(folder.path, 0o777);
    const config = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('litellm-config'));
    await writeFile(join(folder.path, 'config.yaml'), config?.data?.['config.yaml'] ?? '');
    port = await pickPort();
    const here: Readonly<Record<string, string>> = {
      '/etc/litellm/config.yaml': '/tmp/config.yaml',
      '0.0.0.0': '127.0.0.1',
      '4000': String(port),
    };
    const uid = String(workload.pod.securityContext?.runAsUser);
    const command = [litellm ?? '', ...args.map((argument) => here[argument] ?? argument)];
    const given = [...variablesOf(manifests, workload)].map(([key, value]) => [
      key,
      typeof value === 'string' ? value : 'sk-of-the-tests',
    ]);
    proxy = startNative([unshare ?? '', '--mount', 'bash', '-c', CONFINED, 'bash', folder.path, uid, ...command], {
      env: Object.fromEntries(given) as Record<string, string>,
    });
  }, LITELLM_START_MS);

  afterAll(async () => {
    await proxy?.stop(STOP_MS);
    await folder?.remove();
  });

  it('answers its probes without rights, on a root that is read only', { timeout: LITELLM_START_MS }, async () => {
    for (const probe of probes)
      await untilHealthy(
        proxy,
        async () => (await fetch(`http://127.0.0.1:${port}${probe?.httpGet?.path}`)).ok,
        LITELLM_START_MS,
      );
    expect(proxy.output()).not.toMatch(/Read-only file system|Permission denied/);
  });

  it('knows the four models', async () => {
    const headers = { authorization: 'Bearer sk-of-the-tests' };
    const answer = (await (await fetch(`http://127.0.0.1:${port}/v1/models`, { headers })).json()) as {
      data: readonly { id: string }[];
    };
    expect(answer.data.map(({ id }) => id).toSorted()).toEqual(['critic', 'editor', 'fact-checker', 'writer']);
  });
});

/** Only the superuser of a machine that lets them, as CI does. */
function mayConfine(): boolean {
  try {
    execFileSync(unshare ?? '', ['--mount', 'bash', '-c', 'mount --make-rprivate / && setpriv --version'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
