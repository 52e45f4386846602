/** What is applied to a cluster, as far as the policies look at it. The schema says whether the rest is right. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Record<string, string> };
  spec?: Spec;
  data?: Record<string, string>;
  /** Of an account. */
  imagePullSecrets?: { name: string }[];
}

export type Labels = Record<string, string>;

interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

interface Spec {
  replicas?: number;
  template?: { metadata: { labels: Labels }; spec: PodSpec };
  /** Of a workload and a budget a selector, of a service labels. */
  selector?: Selector & Labels;
  maxUnavailable?: number | string;
  unhealthyPodEvictionPolicy?: string;
  ports?: { name: string; port: number; targetPort: string }[];
  podSelector?: Selector;
  policyTypes?: string[];
  ingress?: { from?: Peer[]; ports?: { protocol: string; port: number | string }[] }[];
  egress?: { to?: Peer[]; ports?: { protocol: string; port: number | string }[] }[];
  tls?: { hosts: string[] }[];
  secretTargetRef?: { name: string; key: string }[];
  rules?: { host: string; http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] } }[];
  scaleTargetRef?: { name: string };
  minReplicaCount?: number;
  maxReplicaCount?: number;
  triggers?: { type: string; metadata: Record<string, string>; authenticationRef?: { name: string } }[];
}

export interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}

export interface PodSpec {
  containers: Container[];
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  enableServiceLinks?: boolean;
  hostNetwork?: boolean;
  hostPID?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type: string } };
  topologySpreadConstraints?: { topologyKey: string; labelSelector: Selector }[];
  volumes?: Volume[];
}

interface Volume {
  name: string;
  emptyDir?: { sizeLimit?: string };
  configMap?: { name: string };
  hostPath?: { path: string };
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: SecretKey } }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string; optional?: boolean } }[];
  ports?: { name: string; containerPort: number }[];
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    privileged?: boolean;
    runAsUser?: number;
    capabilities?: { drop?: string[]; add?: string[] };
  };
  resources?: { requests?: { cpu?: string; memory?: string }; limits?: { memory?: string } };
  volumeMounts?: { name: string; mountPath: string; subPath?: string }[];
}

export interface SecretKey {
  name: string;
  key: string;
  optional?: boolean;
}

export interface Probe {
  httpGet?: { path: string; port: string };
  tcpSocket?: { port: string };
  exec?: { command: string[] };
}

/** What runs: a Deployment, a StatefulSet or a Job, with its one container. */
export interface Workload {
  readonly kind: string;
  /** What it is: `worker`, of whichever build. */
  readonly name: string;
  /** What the cluster calls it: `worker-3f2c9a1b0d4e`. */
  readonly called: string;
  readonly labels: Labels;
  readonly spec: Spec;
  readonly pod: PodSpec;
  readonly container: Container;
}

/** The processes of our own image that last. */
export const PROCESSES: readonly string[] = ['worker', 'api', 'slack', 'telegram'];
/** All of our own image. */
export const OURS: readonly string[] = ['migrate', ...PROCESSES];

export function ofKind(manifests: readonly Manifest[], ...kinds: readonly string[]): readonly Manifest[] {
  return manifests.filter(({ kind }) => kinds.includes(kind));
}

export function workloadsIn(manifests: readonly Manifest[]): readonly Workload[] {
  return ofKind(manifests, 'Deployment', 'StatefulSet', 'Job').flatMap(({ kind, metadata: { name: called }, spec }) => {
    if (spec?.template === undefined) return [];
    const { metadata, spec: pod } = spec.template;
    const name = metadata.labels['app.kubernetes.io/name'] ?? called;
    return pod.containers
      .slice(0, 1)
      .map((container) => ({ kind, name, called, labels: metadata.labels, spec, pod, container }));
  });
}

/** Those that are there to stay. */
export function lastingIn(manifests: readonly Manifest[]): readonly Workload[] {
  return workloadsIn(manifests).filter(({ kind }) => kind !== 'Job');
}

/** @throws when it is not there */
export function workloadOf(manifests: readonly Manifest[], name: string): Workload {
  const found = workloadsIn(manifests).find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`There is no workload ${name}.`);
  return found;
}

/** The variables of a container: a value, or which key of which Secret. What comes whole from a Secret has names that nobody knows here. */
export function variablesOf(
  manifests: readonly Manifest[],
  { container }: Workload,
): ReadonlyMap<string, string | SecretKey> {
  const shared = (container.envFrom ?? []).flatMap(({ configMapRef }) =>
    Object.entries(
      ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === configMapRef?.name)?.data ?? {},
    ),
  );
  const own = (container.env ?? []).map(({ name, value, valueFrom }): [string, string | SecretKey] => [
    name,
    valueFrom?.secretKeyRef ?? value ?? '',
  ]);
  return new Map<string, string | SecretKey>([...shared, ...own]);
}

/** Whether a selector takes these labels. An empty one takes all. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`The policies do not know the operator ${operator}.`);
      return values.includes(labels[key] ?? '');
    })
  );
}
