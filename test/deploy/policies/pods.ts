import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startHealthServer } from '../../../src/process/health-server.ts';
import { ROOT } from '../../compose/compose-file.ts';
import { lastingIn, ofKind, OURS, type Probe, PROCESSES, selects, variablesOf, workloadsIn } from '../manifests.ts';
import type { Policy } from './policy.ts';

/** As Pod Security's `restricted` has it, and a root that is read only. */
export const unprivileged: Policy = (manifests) =>
  workloadsIn(manifests).flatMap(({ name, pod, container: { securityContext: own = {} } }) => {
    const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext ?? {};
    const { capabilities = {} } = own;
    const isWrong: Record<string, boolean> = {
      'runs as root': runAsNonRoot !== true || (own.runAsUser ?? runAsUser ?? 0) === 0,
      'may write to its image': own.readOnlyRootFilesystem !== true,
      'may get more rights': own.allowPrivilegeEscalation !== false || own.privileged === true,
      'keeps capabilities': capabilities.drop?.includes('ALL') !== true || (capabilities.add ?? []).length > 0,
      'may call anything of the kernel': seccompProfile?.type !== 'RuntimeDefault',
      'shares the network or the processes of its machine': pod.hostNetwork === true || pod.hostPID === true,
      'has more than one container': pod.containers.length !== 1,
    };
    return Object.keys(isWrong).flatMap((fault) => (isWrong[fault] === true ? [`${name}: ${fault}`] : []));
  });

/** It knows nothing of the cluster: no token, and no variables of services, which would be taken for ours (SLACK_PORT, TELEGRAM_PORT). */
export const alone: Policy = (manifests) =>
  workloadsIn(manifests).flatMap(({ name, pod }) => [
    ...(pod.automountServiceAccountToken === false ? [] : [`${name}: has a token of the cluster`]),
    ...(pod.enableServiceLinks === false ? [] : [`${name}: is told of services by variables`]),
  ]);

/** What is written goes to a volume that is bounded, and `/tmp` is there. */
export const writable: Policy = (manifests) =>
  workloadsIn(manifests).flatMap(({ name, pod: { volumes = [] }, container: { volumeMounts = [] } }) => [
    ...(volumeMounts.some(({ mountPath }) => mountPath === '/tmp') ? [] : [`${name}: has no /tmp`]),
    ...volumes.flatMap((volume) => [
      ...(volume.emptyDir !== undefined && volume.emptyDir.sizeLimit === undefined
        ? [`${name}: ${volume.name} may fill the disk`]
        : []),
      ...(volume.hostPath === undefined ? [] : [`${name}: ${volume.name} is of the machine`]),
    ]),
  ]);

const IMAGE = /^(?<name>[^@:]+(?::\d+\/[^@:]+)?)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;
/** Whose digests nobody could look up from here; their version is exact. */
const BY_TAG_ALONE = ['ghcr.io/berriai/litellm', 'temporalio/ui'];

/** Third parties by exact version and digest, ours by digest or by the tag that was built on this machine. */
export const images: Policy = (manifests) =>
  workloadsIn(manifests).flatMap(({ name, container: { image } }) => {
    const { name: called = '', tag, digest } = IMAGE.exec(image)?.groups ?? {};
    if (OURS.includes(name)) {
      if (called.split('/').at(-1) !== 'copydesk') return [`${name}: ${image} is not ours`];
      return digest !== undefined || tag === 'local' ? [] : [`${name}: ${image} may become another one`];
    }
    if (tag === undefined || !/^v?\d+\.\d+\.?\d*(-[a-z]+)?$/.test(tag))
      return [`${name}: ${image} has no exact version`];
    return digest === undefined && !BY_TAG_ALONE.includes(called) ? [`${name}: ${image} has no digest`] : [];
  });

/** A limit of CPU only makes slow; one of memory keeps the others on the machine alive. */
export const resources: Policy = (manifests) =>
  workloadsIn(manifests).flatMap(({ name, container: { resources: { requests = {}, limits = {} } = {} } }) => [
    ...(requests.cpu === undefined || requests.memory === undefined ? [`${name}: requests nothing`] : []),
    ...(limits.memory === undefined ? [`${name}: may take all memory`] : []),
  ]);

/**
 * Each has all three, at a port that it names. Ours are asked by what our own server answers; and what says whether they live is not what
 * says whether they are well, or an outage would end them all.
 */
export const probes: Policy = async (manifests) => {
  const server = await startHealthServer('127.0.0.1', 0, () => false);
  const statusOf = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;
  try {
    const faults = await Promise.all(
      lastingIn(manifests).map(async (workload) => {
        const { name, container } = workload;
        const { startupProbe, livenessProbe, readinessProbe, ports = [] } = container;
        const named = Object.entries({ startupProbe, livenessProbe, readinessProbe });
        const atNoPort = ({ httpGet, tcpSocket, exec }: Probe): boolean =>
          exec === undefined && !ports.some((port) => port.name === (httpGet ?? tcpSocket)?.port);
        const found = named.flatMap(([kind, probe]) => {
          if (probe === undefined) return [`${name}: has no ${kind}`];
          return atNoPort(probe) ? [`${name}: ${kind} asks at no port of it`] : [];
        });
        if (!PROCESSES.includes(name)) return found;
        const answers = { startupProbe: 200, livenessProbe: 200, readinessProbe: 503 };
        for (const [kind, probe] of named) {
          const status = await statusOf(probe?.httpGet?.path ?? '/');
          if (status !== answers[kind as keyof typeof answers])
            found.push(`${name}: ${kind} is answered ${status} by a process that is not well`);
        }
        const healthPort = ports.find((port) => port.name === 'health')?.containerPort;
        if (variablesOf(manifests, workload).get('HEALTH_PORT') !== String(healthPort))
          found.push(`${name}: its health is served at another port`);
        return found;
      }),
    );
    return faults.flat();
  } finally {
    await server.close();
  }
};

/** Time to finish what is under way, as docker-compose.yml gives it, and what the pod waits before it is told. */
export const ending: Policy = (manifests) => {
  const { worker } = parse(readFileSync(join(ROOT, 'config/copydesk.yaml'), 'utf8')) as {
    worker: { shutdown_grace_seconds: number };
  };
  const served = new Set(
    ofKind(manifests, 'Service').flatMap(({ spec }) =>
      lastingIn(manifests).filter(({ labels }) => isServed(spec, labels)),
    ),
  );
  return lastingIn(manifests).flatMap((workload) => {
    const { name, pod, container } = workload;
    const before = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const needed = worker.shutdown_grace_seconds + 10 + before;
    return [
      ...((pod.terminationGracePeriodSeconds ?? 30) >= needed ? [] : [`${name}: is killed before it can end`]),
      // Single servers of the demo have nobody else to send requests to.
      ...([...PROCESSES, 'litellm'].includes(name) && [...served].some((one) => one.name === name) && before === 0
        ? [`${name}: refuses requests that still come while it ends`]
        : []),
    ];
  });
};

function isServed(spec: { selector?: object } | undefined, labels: Record<string, string>): boolean {
  return selects({ matchLabels: (spec?.selector ?? {}) as Record<string, string> }, labels);
}

/** Those that may be several are on several machines. */
export const spread: Policy = (manifests) =>
  lastingIn(manifests)
    .filter(({ name }) => [...PROCESSES, 'litellm'].includes(name))
    .flatMap(({ name, labels, pod: { topologySpreadConstraints = [] } }) =>
      topologySpreadConstraints.some(
        ({ topologyKey, labelSelector }) => topologyKey === 'kubernetes.io/hostname' && selects(labelSelector, labels),
      )
        ? []
        : [`${name}: may all be on one machine`],
    );
