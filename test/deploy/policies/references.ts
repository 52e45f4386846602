import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TASK_QUEUE } from '../../../src/protocol/names.ts';
import { ROOT } from '../../compose/compose-file.ts';
import { lastingIn, ofKind, PROCESSES, selects, variablesOf, workloadOf, workloadsIn } from '../manifests.ts';
import type { Policy } from './policy.ts';

/** Each process that lasts may lose one at a time to whoever empties machines, and never keeps a machine from being emptied. */
export const budgets: Policy = (manifests) => {
  const all = ofKind(manifests, 'PodDisruptionBudget');
  return [
    ...[...PROCESSES, 'litellm'].flatMap((name) => {
      const { labels } = workloadOf(manifests, name);
      const own = all.filter(({ spec }) => selects(spec?.selector ?? {}, labels));
      if (own.length !== 1) return [`${name}: has ${own.length} budgets`];
      return own.flatMap(({ spec }) => [
        ...(spec?.maxUnavailable === 1 ? [] : [`${name}: its budget lets ${spec?.maxUnavailable} go`]),
        ...(spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' ? [] : [`${name}: nobody ill may be moved`]),
      ]);
    }),
    ...all.flatMap(({ metadata: { name }, spec }) =>
      workloadsIn(manifests).filter(({ labels }) => selects(spec?.selector ?? {}, labels)).length === 1
        ? []
        : [`${name}: is the budget of none or of several`],
    ),
  ];
};

/** A service leads to one workload, at a port that it names; an ingress to a service. */
export const services: Policy = (manifests) => {
  const all = ofKind(manifests, 'Service');
  return [
    ...all.flatMap(({ metadata: { name }, spec }) => {
      const behind = lastingIn(manifests).filter(({ labels }) =>
        selects({ matchLabels: spec?.selector ?? {} }, labels),
      );
      if (behind.length !== 1) return [`service ${name}: leads to ${behind.length}`];
      return (spec?.ports ?? [])
        .filter(
          ({ port, targetPort }) =>
            behind[0]?.container.ports?.find((one) => one.name === targetPort)?.containerPort !== port,
        )
        .map(({ port }) => `service ${name}: nobody listens at ${port}`);
    }),
    ...ofKind(manifests, 'Ingress').flatMap(({ spec }) =>
      (spec?.rules ?? []).flatMap(({ http: { paths } }) =>
        paths.flatMap(({ backend: { service } }) =>
          all.some(
            ({ metadata, spec: { ports = [] } = {} }) =>
              metadata.name === service.name && ports.some(({ name }) => name === service.port.name),
          )
            ? []
            : [`ingress: there is no ${service.name} at ${service.port.name}`],
        ),
      ),
    ),
    ...ofKind(manifests, 'Ingress').flatMap(({ spec }) => {
      const page = variablesOf(manifests, workloadOf(manifests, 'api')).get('WEB_URL');
      const names = [
        ...(spec?.rules ?? []).map(({ host }) => host),
        ...(spec?.tls ?? []).flatMap(({ hosts }) => hosts),
      ];
      return names
        .filter((name) => page !== `https://${name}`)
        .map((name) => `ingress: ${name} is not where people open the page`);
    }),
  ];
};

/** What is referred to is there: ConfigMaps, accounts of its own. */
export const references: Policy = (manifests) => {
  const has = (kind: string, name: string): boolean =>
    ofKind(manifests, kind).some(({ metadata }) => metadata.name === name);
  return workloadsIn(manifests).flatMap(({ name, labels, spec, pod, container }) => {
    const maps = [
      ...(container.envFrom ?? []).flatMap(({ configMapRef }) =>
        configMapRef === undefined ? [] : [configMapRef.name],
      ),
      ...(pod.volumes ?? []).flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name])),
    ];
    const account = pod.serviceAccountName;
    return [
      ...maps.filter((map) => !has('ConfigMap', map)).map((map) => `${name}: there is no ConfigMap ${map}`),
      ...(account === undefined || (account === name && has('ServiceAccount', account))
        ? []
        : [`${name}: has the account ${account}`]),
      ...(spec.selector === undefined || selects(spec.selector, labels)
        ? []
        : [`${name}: does not select its own pods`]),
    ];
  });
};

/** As many workers as there is work for: the queue of the product, on the server and in the namespace of the workers. */
export const scaling: Policy = (manifests) =>
  ofKind(manifests, 'ScaledObject').flatMap(({ spec = {} }) => {
    const target = lastingIn(manifests).find(({ called }) => called === spec.scaleTargetRef?.name);
    if (target === undefined) return ['scaling: what is scaled is not there'];
    const variables = variablesOf(manifests, target);
    const [trigger] = spec.triggers ?? [];
    const build = variables.get('COPYDESK_BUILD_ID');
    const { worker } = parse(readFileSync(join(ROOT, 'config/copydesk.yaml'), 'utf8')) as {
      worker: { versioning: { deployment: string } };
    };
    const isWrong: Record<string, boolean> = {
      'two say how many there are': target.spec.replicas !== undefined,
      'one may be all there is': (spec.minReplicaCount ?? 0) < 2,
      'nothing is scaled': (spec.maxReplicaCount ?? 0) <= (spec.minReplicaCount ?? 0),
      'another queue': trigger?.metadata['taskQueue'] !== TASK_QUEUE,
      'another server': trigger?.metadata['endpoint'] !== variables.get('TEMPORAL_ADDRESS'),
      'another namespace': trigger?.metadata['namespace'] !== variables.get('TEMPORAL_NAMESPACE'),
      'what waits for another build': trigger?.metadata['workerDeploymentBuildId'] !== build,
      'another deployment of workers':
        build !== undefined && trigger?.metadata['workerDeploymentName'] !== worker.versioning.deployment,
      'nobody proves who asks': !ofKind(manifests, 'TriggerAuthentication').some(
        ({ metadata, spec: proof }) =>
          metadata.name === trigger?.authenticationRef?.name &&
          ['api-key', 'tls.crt', 'tls.key'].every((key) =>
            proof?.secretTargetRef?.some((one) => one.name === 'copydesk-temporal' && one.key === key),
          ),
      ),
    };
    return Object.keys(isWrong).flatMap((fault) => (isWrong[fault] === true ? [`scaling: ${fault}`] : []));
  });

/**
 * Where workers have versions, each build is a Deployment of its own that selects its own pods, so that the next leaves it as it is; and
 * nobody who applies for others takes it away, nor what it refers to.
 */
export const builds: Policy = (manifests) =>
  lastingIn(manifests).flatMap((workload) => {
    const build = variablesOf(manifests, workload).get('COPYDESK_BUILD_ID');
    if (typeof build !== 'string') return [];
    const { called, spec, labels } = workload;
    return [
      ...(called === `${workload.name}-${build}` ? [] : [`${called}: is replaced by the next build`]),
      ...(spec.selector?.matchLabels?.['copydesk/build'] === build && labels['copydesk/build'] === build
        ? []
        : [`${called}: selects pods of other builds`]),
      ...['Deployment', 'ScaledObject', 'ConfigMap']
        .flatMap((kind) => ofKind(manifests, kind))
        .filter(({ kind, metadata }) => kind === 'ConfigMap' || metadata.name === called)
        .filter(({ metadata: { annotations = {} } }) =>
          Object.entries(STAYS).some(([key, value]) => annotations[key] !== value),
        )
        .map(({ kind, metadata }) => `${called}: its ${kind} ${metadata.name} is taken away with the next build`),
    ];
  });

/** As Argo CD and Flux are told. */
const STAYS = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** Every file of `config/` that a process reads is mounted where it reads it, each from where it comes; others only where a variable names them. */
export const config: Policy = (manifests) => {
  const filesIn = (folder: string, ending: RegExp): readonly string[] =>
    readdirSync(join(ROOT, folder)).filter((file) => ending.test(file));
  const wanted = [
    ...filesIn('config', /\.yaml$/).filter((file) => !['kustomization.yaml', 'litellm.yaml'].includes(file)),
    ...filesIn('config/prompts', /./).map((file) => `prompts/${file}`),
    ...filesIn('config/templates', /./).map((file) => `templates/${file}`),
  ];
  return PROCESSES.flatMap((name) => {
    const workload = workloadOf(manifests, name);
    const { pod, container } = workload;
    const named = [...variablesOf(manifests, workload).values()];
    const mounted = (container.volumeMounts ?? []).flatMap(({ name: volume, mountPath, subPath }) => {
      const map = pod.volumes?.find((one) => one.name === volume)?.configMap?.name;
      const { data = {} } = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === map) ?? {};
      if (subPath !== undefined) return subPath in data ? [mountPath] : [];
      return Object.keys(data).map((key) => `${mountPath}/${key}`);
    });
    const expected = wanted.map((file) => `/app/config/${file}`);
    return [
      ...expected.filter((path) => !mounted.includes(path)).map((path) => `${name}: ${path} is not mounted`),
      ...mounted
        .filter((path) => !expected.includes(path) && !named.includes(path))
        .map((path) => `${name}: nobody reads ${path}`),
    ];
  });
};
