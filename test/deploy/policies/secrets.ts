import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTelegramVariables } from '../../../bots/telegram/variables.ts';
import { readSlackVariables } from '../../../bots/slack/variables.ts';
import { readWebVariables } from '../../../bots/web/variables.ts';
import { readEnvironment, type Variables } from '../../../src/config/environment.ts';
import { readTelemetryVariables } from '../../../src/config/telemetry-variables.ts';
import { requireShared } from '../../../src/config/require-shared.ts';
import { ROOT } from '../../compose/compose-file.ts';
import { type Manifest, ofKind, OURS, PROCESSES, variablesOf, workloadOf, workloadsIn } from '../manifests.ts';
import type { Policy } from './policy.ts';

/** Who holds which Secret: chat tokens only in their chat's process, model keys only in the worker and LiteLLM, the owner only migrates. */
export const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  'copydesk-database': OURS,
  'copydesk-database-owner': ['migrate', 'postgres', 'temporal', 'temporal-schema'],
  'copydesk-ids': ['api', 'slack', 'telegram'],
  'copydesk-encryption': ['api', 'slack', 'worker'],
  'copydesk-data-keys': ['api', 'slack', 'telegram', 'worker'],
  'copydesk-temporal': PROCESSES,
  'copydesk-models': ['worker', 'litellm'],
  'copydesk-upstream': ['litellm'],
  'copydesk-perplexity': ['worker'],
  'worker-keys': ['worker'],
  'copydesk-slack': ['slack'],
  'copydesk-telegram': ['telegram'],
  'copydesk-oidc': ['api'],
};

const SECRET_NAME = /PASSWORD|PWD|SECRET|TOKEN|API_KEY|MASTER_KEY|KEY_DATA|ENCRYPTION_KEY|DATA_KEYS/;

/** Each secret is where it belongs and nowhere else, and none is written down. */
export const secrets: Policy = (manifests) => [
  ...ofKind(manifests, 'Secret').map(({ metadata }) => `${metadata.name}: a Secret is written down`),
  ...workloadsIn(manifests).flatMap((workload) => {
    const { name, container } = workload;
    const variables = [...variablesOf(manifests, workload)];
    const held = [
      ...variables.flatMap(([, value]) => (typeof value === 'string' ? [] : [value.name])),
      ...(container.envFrom ?? []).flatMap(({ secretRef }) => (secretRef === undefined ? [] : [secretRef.name])),
    ];
    return [
      ...[...new Set(held)]
        .filter((secret) => HOLDERS[secret]?.includes(name) !== true)
        .map((secret) => `${name}: holds ${secret}, which is not its own`),
      ...variables
        .filter(
          ([key, value]) => typeof value === 'string' && (SECRET_NAME.test(key) || /:\/\/[^/@]*:[^/@]*@/.test(value)),
        )
        .map(([key]) => `${name}: ${key} is written down`),
    ];
  }),
];

const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const namesIn = (...files: readonly string[]): ReadonlySet<string> =>
  new Set(
    files.flatMap((file) => source(file).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bPORT\b|\bPGPASSWORD\b/g) ?? []),
  );

const SHARED = [
  'src/config/environment.ts',
  'src/config/telemetry-variables.ts',
  'node_modules/@temporalio/envconfig/lib/envconfig-toml.js',
];
/** The files in which each looks for its variables. */
const READ_IN: Readonly<Record<string, readonly string[]>> = {
  migrate: ['src/config/environment.ts', 'worker/migrate/main.ts'],
  worker: SHARED,
  api: [...SHARED, 'bots/web/variables.ts'],
  slack: [...SHARED, 'bots/slack/variables.ts'],
  telegram: [...SHARED, 'bots/telegram/variables.ts'],
  litellm: ['config/litellm.yaml', 'docker-compose.yml'],
};

const SAMPLES: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'xoxb-1-sample',
  SLACK_APP_TOKEN: 'xapp-1-sample',
  COPYDESK_DATA_KEYS: `2026-11:${'A'.repeat(43)}=`,
  TELEGRAM_BOT_TOKEN: '1234567890:AAsample-sample-sample-sample',
};
/** Slack takes a token or a signing secret, not both; and a company's sign-in is all or nothing. */
const LEFT_OUT = ['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET', 'OIDC_CLIENT_SECRET', 'TEMPORAL_TLS_CLIENT_CERT_DATA'];

/** Read by what lies beneath every process, the second by Node. */
const OF_THE_SYSTEM = ['HOME', 'NODE_EXTRA_CA_CERTS'];

/** Each of our processes is given nothing that it does not know, and would start with it once the Secrets are there. */
export const variables: Policy = (manifests) => [
  ...Object.entries(READ_IN).flatMap(([name, files]) => {
    const known = namesIn(...files);
    return [...variablesOf(manifests, workloadOf(manifests, name)).keys()]
      .filter((key) => !known.has(key) && !OF_THE_SYSTEM.includes(key))
      .map((key) => `${name}: nobody reads ${key}`);
  }),
  ...OURS.flatMap((name) => {
    try {
      start(name, valuesOf(manifests, name));
      return [];
    } catch (error) {
      return [`${name}: would not start: ${String(error)}`];
    }
  }),
];

/** The variables of a process, its Secrets filled in. */
function valuesOf(manifests: readonly Manifest[], name: string): Variables {
  const values = [...variablesOf(manifests, workloadOf(manifests, name))].flatMap(([key, value]) =>
    LEFT_OUT.includes(key) ? [] : [[key, typeof value === 'string' ? value : (SAMPLES[key] ?? 'a'.repeat(64))]],
  );
  return Object.fromEntries(values) as Variables;
}

/** As far as a process comes before it opens anything. @throws {ConfigError} */
function start(name: string, values: Variables): void {
  const environment = readEnvironment(values);
  readTelemetryVariables(values);
  const chat = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET'] as const;
  if (name === 'migrate') requireShared(environment, ['DATABASE_URL']);
  else if (name === 'worker') requireShared(environment, ['DATABASE_URL', 'LLM_BASE_URL', 'TEMPORAL_ADDRESS']);
  else requireShared(environment, chat);
  if (name === 'api') readWebVariables(values);
  if (name === 'slack') readSlackVariables(values);
  if (name === 'telegram') readTelegramVariables(values);
}
