import { interpolate, readCompose, type Service } from '../../compose/compose-file.ts';
import { type Manifest, variablesOf, type Workload, workloadsIn } from '../manifests.ts';
import type { Policy } from './policy.ts';

/** One person's chat; and the worker of the build before, which is one more Deployment (components/worker-per-build). */
const BY_HAND = ['terminal', 'worker-before'];
/** A folder of the machine on which a Bot API server runs: a cluster has none. And what all processes are given there, read or not. */
const ONLY_COMPOSE: Readonly<Record<string, readonly string[]>> = {
  telegram: ['TELEGRAM_FILES_ROOT'],
  migrate: ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'LOG_LEVEL'],
};
/** For Temporal Cloud, which Compose is given by an override; and where LiteLLM may write. */
const ONLY_KUBERNETES = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_CERT_DATA', 'TEMPORAL_TLS_CLIENT_KEY_DATA', 'HOME'];

/** The overlay `demo` and docker-compose.yml are the same product: services, commands, versions, variables, ports, memory. */
export const compose: Policy = (manifests) => {
  const workloads = workloadsIn(manifests);
  const services = Object.entries(readCompose().services).filter(([name]) => !BY_HAND.includes(name));
  return [
    ...services.flatMap(([name, service]) => {
      const workload = workloads.find((one) => one.name === name);
      return workload === undefined
        ? [`${name}: is in docker-compose.yml alone`]
        : differences(manifests, workload, service);
    }),
    ...workloads
      .filter(({ name }) => !services.some(([other]) => other === name))
      .map(({ name }) => `${name}: is not in docker-compose.yml`),
  ];
};

function differences(manifests: readonly Manifest[], workload: Workload, service: Service): readonly string[] {
  const { name, container } = workload;
  const own = variablesOf(manifests, workload);
  const { environment = {}, ports = [], image = 'copydesk:local', entrypoint = [], command = [], deploy } = service;
  const [tag] = container.image.split('@');
  const said = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const memory = (text: string | undefined): string | undefined => text?.replace(/i$/, '').toUpperCase();
  return [
    ...(tag === interpolate(image, {}) ? [] : [`${name}: is ${tag} here and ${image} there`]),
    // Each mounts LiteLLM's file where it likes.
    ...(said.replace('/etc/litellm/', '/app/') === [...entrypoint, ...command].join(' ')
      ? []
      : [`${name}: runs ${said}`]),
    ...(memory(container.resources?.limits?.memory) === memory(deploy?.resources.limits.memory)
      ? []
      : [`${name}: has another limit of memory`]),
    ...ports
      .map((port) => Number(port.split(':').at(-1)))
      .filter((port) => container.ports?.some(({ containerPort }) => containerPort === port) !== true)
      .map((port) => `${name}: does not listen at ${port}`),
    ...Object.keys(environment)
      .filter((key) => !own.has(key) && ONLY_COMPOSE[name]?.includes(key) !== true)
      .map((key) => `${name}: is not given ${key}`),
    ...[...own.keys()]
      .filter((key) => !(key in environment) && !ONLY_KUBERNETES.includes(key))
      .map((key) => `${name}: is given ${key} here alone`),
    ...Object.entries(environment).flatMap(([key, there]) => {
      const here = own.get(key);
      if (there === null || there.includes('${') || typeof here !== 'string' || here === there) return [];
      return [`${name}: ${key} is ${here} here and ${there} there`];
    }),
  ];
}
