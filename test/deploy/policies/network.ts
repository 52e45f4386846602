import { BlockList, isIP } from 'node:net';
import { isPrivateAddress } from '../../../src/lib/public-address.ts';
import { type Manifest, ofKind, type Peer, selects, type Workload, workloadsIn } from '../manifests.ts';
import type { Policy } from './policy.ts';

/** A pod, an address, or any pod of another namespace. */
type Place = Workload | { readonly ip: string } | { readonly namespace: string };
const NAMES: readonly Place[] = [{ namespace: 'kube-system' }, { ip: '169.254.20.10' }];
const MONITORING: Place = { namespace: 'monitoring' };
/** Where an ingress runs. */
const ELSEWHERE: Place = { namespace: 'ingress' };

/** Ports at which servers of ours are, wherever those are. */
const POSTGRES = 5432;
const TEMPORAL = 7233;
const REDIS = 6379;
/** Of nobody's or somebody's network, and where clouds keep the keys of their machines. */
const PRIVATE = [
  '10.96.0.1',
  '172.20.0.5',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '127.0.0.1',
  'fd00::1',
  'fe80::1',
];
const PUBLIC = ['93.184.216.34', '2606:4700::1111'];

/** Who opens connections to which ports: of its own servers, and on the internet. */
const NEEDS: Readonly<Record<string, { readonly servers: readonly number[]; readonly internet: readonly number[] }>> = {
  migrate: { servers: [POSTGRES], internet: [] },
  worker: { servers: [POSTGRES, TEMPORAL, REDIS], internet: [443, 80] },
  api: { servers: [POSTGRES, TEMPORAL], internet: [443] },
  slack: { servers: [POSTGRES, TEMPORAL], internet: [443] },
  telegram: { servers: [POSTGRES, TEMPORAL], internet: [443] },
  litellm: { servers: [], internet: [443] },
  temporal: { servers: [POSTGRES], internet: [] },
  'temporal-schema': { servers: [POSTGRES], internet: [] },
  'temporal-namespace': { servers: [TEMPORAL], internet: [] },
  'temporal-ui': { servers: [TEMPORAL], internet: [] },
  postgres: { servers: [], internet: [] },
  redis: { servers: [], internet: [] },
};
const SERVERS: Readonly<Record<string, number>> = { postgres: POSTGRES, temporal: TEMPORAL, redis: REDIS };
/** Open to whoever comes, by the port of the door. */
const DOORS: Readonly<Record<string, number>> = { api: 8000, slack: 3000, telegram: 8443 };

/** Everyone reaches what it needs, and nothing else: each pair of pods, names, the internet, and networks that are nobody's business. */
export const network: Policy = (manifests) => {
  const pods = workloadsIn(manifests);
  return pods.flatMap((from) => {
    const needs = NEEDS[from.name];
    if (needs === undefined) return [`${from.name}: nobody has said what it needs`];
    const faults: string[] = [];
    const check = (to: Place, port: number, isNeeded: boolean, called: string): void => {
      if (mayReach(manifests, from, to, port) !== isNeeded)
        faults.push(`${from.name}: ${isNeeded ? 'cannot' : 'may'} reach ${called} at ${port}`);
    };
    for (const place of NAMES) check(place, 53, true, 'the servers of names');
    check({ ip: '169.254.20.10' }, 80, false, 'the cache of names');
    for (const to of pods) {
      if (to.name === from.name) continue;
      for (const { containerPort } of to.container.ports ?? []) {
        const isServer = SERVERS[to.name] === containerPort && needs.servers.includes(containerPort);
        const isModel = from.name === 'worker' && to.name === 'litellm' && containerPort === 4000;
        check(to, containerPort, isServer || isModel, to.name);
      }
    }
    const outside = ['worker', 'api', 'slack', 'telegram', 'migrate'].includes(from.name) ? needs.servers : [];
    for (const ip of PRIVATE) {
      if (!isPrivateAddress(ip)) faults.push(`${ip} is not private`);
      for (const port of [80, 443, 8443, 10250, POSTGRES, TEMPORAL, REDIS])
        check({ ip }, port, outside.includes(port), ip);
    }
    for (const ip of PUBLIC) {
      for (const port of [22, 80, 443, 8443, POSTGRES])
        check({ ip }, port, needs.internet.includes(port) || outside.includes(port), ip);
    }
    for (const { name, containerPort } of from.container.ports ?? []) {
      const isDoor = DOORS[from.name] === containerPort;
      if (mayEnter(manifests, ELSEWHERE, from, containerPort) !== isDoor)
        faults.push(`${from.name}: its port ${containerPort} is ${isDoor ? 'closed' : 'open'} to everybody`);
      if (mayEnter(manifests, MONITORING, from, containerPort) !== (isDoor || name === 'metrics'))
        faults.push(
          `${from.name}: its port ${containerPort} is ${name === 'metrics' ? 'closed' : 'open'} to who watches`,
        );
    }
    // Whoever is watched may send its traces there.
    const isWatched = from.container.ports?.some(({ name }) => name === 'metrics') === true;
    check(MONITORING, 4318, isWatched, 'the collector of traces');
    return faults;
  });
};

/** Whether the policies of the one let it out, and those of the other let it in. Probes of the machine are always let in. */
function mayReach(manifests: readonly Manifest[], from: Workload, to: Place, port: number): boolean {
  const rules = rulesFor(manifests, 'Egress', from);
  const mayLeave =
    rules === undefined ||
    rules.some(({ peers, ports }) => matches(peers, to) && (ports?.some((one) => one.port === port) ?? true));
  return mayLeave && (!('container' in to) || mayEnter(manifests, from, to, port));
}

function mayEnter(manifests: readonly Manifest[], from: Place, to: Workload, port: number): boolean {
  const rules = rulesFor(manifests, 'Ingress', to);
  const called = to.container.ports?.find(({ containerPort }) => containerPort === port)?.name;
  return (
    rules === undefined ||
    rules.some(
      ({ peers, ports }) =>
        matches(peers, from) && (ports?.some((one) => one.port === port || one.port === called) ?? true),
    )
  );
}

interface Rule {
  /** Absent: anybody. */
  readonly peers?: readonly Peer[];
  readonly ports?: readonly { readonly port: number | string }[];
}

/** What is allowed in one direction. Undefined: nobody asks, everything is. */
function rulesFor(
  manifests: readonly Manifest[],
  direction: 'Ingress' | 'Egress',
  pod: Workload,
): readonly Rule[] | undefined {
  const policies = ofKind(manifests, 'NetworkPolicy').filter(
    ({ spec }) => spec?.policyTypes?.includes(direction) === true && selects(spec.podSelector ?? {}, pod.labels),
  );
  if (policies.length === 0) return undefined;
  return policies.flatMap(({ spec = {} }) =>
    direction === 'Egress'
      ? (spec.egress ?? []).map(({ to, ports }) => ({ ...(to && { peers: to }), ...(ports && { ports }) }))
      : (spec.ingress ?? []).map(({ from, ports }) => ({ ...(from && { peers: from }), ...(ports && { ports }) })),
  );
}

function matches(peers: readonly Peer[] | undefined, place: Place): boolean {
  if (peers === undefined) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if ('namespace' in place)
      return (
        namespaceSelector !== undefined &&
        selects(namespaceSelector, { 'kubernetes.io/metadata.name': place.namespace })
      );
    if ('ip' in place)
      return (
        ipBlock !== undefined && isIn(ipBlock.cidr, place.ip) && !ipBlock.except?.some((part) => isIn(part, place.ip))
      );
    return namespaceSelector === undefined && podSelector !== undefined && selects(podSelector, place.labels);
  });
}

function isIn(cidr: string, ip: string): boolean {
  const [address = '', bits] = cidr.split('/');
  const familyOf = (some: string): 'ipv4' | 'ipv6' => (isIP(some) === 6 ? 'ipv6' : 'ipv4');
  if (familyOf(address) !== familyOf(ip)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), familyOf(address));
  return list.check(ip, familyOf(ip));
}
