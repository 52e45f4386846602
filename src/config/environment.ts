import { z } from 'zod';
import type { LogLevel } from '../lib/logger.ts';
import { DATA_KEY_BYTES, type DataKey } from '../lib/vault.ts';
import type { Mood } from '../practice-model/mood.ts';
import { ConfigError, type ConfigFault } from './config-error.ts';
import { LOG_LEVELS } from './copydesk-schema.ts';
import { nearest } from './nearest.ts';
import { readWebUrl, WEB_URL_FAULT } from './web-url.ts';

/** `process.env`, or what stands for it. Only `main.ts` and `dependencies.ts` hand it over. */
export type Variables = Readonly<Record<string, string | undefined>>;

export const DEFAULT_CONFIG_FOLDER = 'config';
const DEFAULT_DATA_FOLDER = '.copydesk';

/** The variables that every process may need; a chat platform's own (SLACK_*, TELEGRAM_*) are read by its bot. A variable that is empty is not set. */
export interface Environment {
  /** `host:port`. Absent: nobody configured a server. The rest of `TEMPORAL_*` is read by `@temporalio/envconfig`, from the same variables. */
  readonly temporalAddress?: string;
  /** A name of a profile in Temporal's own config file also selects a server. */
  readonly temporalProfile?: string;
  readonly temporalConfigFile?: string;
  /** Path of the `temporal` command to use for the local server. */
  readonly temporalCli?: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Without it the practice model answers. Without a slash at its end. */
  readonly llmBaseUrl?: string;
  readonly llmApiKey?: string;
  /** How the practice model behaves; absent: it improves. */
  readonly practiceModelMood?: Mood;
  /** Default: Perplexity's own. Without a slash at its end. */
  readonly perplexityBaseUrl: string;
  readonly perplexityApiKey?: string;
  /** Overrides `logging.level`. */
  readonly logLevel?: LogLevel;
  /** `COPYDESK_CONFIG`, or `config`. */
  readonly configFolder: string;
  /** `COPYDESK_DATA`, or `.copydesk`. */
  readonly dataFolder: string;
  /** `VISUAL`, or else `EDITOR`: a command, perhaps with arguments. */
  readonly editor?: string;
  /** The language of the system, as it names it: `ru_RU.UTF-8`. */
  readonly locale?: string;
  /** Where a worker serves `GET /healthz`; absent: it does not. */
  readonly healthPort?: number;
  /** A workflow bundle made by `npm run bundle`; absent: it is made at start-up. */
  readonly workflowBundle?: string;
  /** Which code this is: `3f2c9a1b0d4e`. Absent: a clone asks git. */
  readonly buildId?: string;
  /** Where people open the page: an origin. */
  readonly webUrl?: string;
  /** What is stored and must not be readable there is encrypted with the first; all decrypt. */
  readonly encryptionKeys?: readonly [string, ...string[]];
  /** What is encrypted before it goes to Temporal is so with the first; all decrypt. Absent: nothing is. */
  readonly dataKeys?: readonly [DataKey, ...DataKey[]];
  /** From which the ids of articles are made, so that nobody can compute them: the same for all processes that start articles. */
  readonly secret?: string;
  /** What must never be in a log: keys, and the passwords within addresses. */
  readonly secrets: readonly string[];
}

function url(schemes: readonly string[], example: string) {
  const wayOut = `must be an address such as ${example}`;
  return z
    .string()
    .trim()
    .refine((value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ''), { error: wayOut })
    .optional();
}

const httpUrl = (example: string) => url(['http', 'https'], example).transform((value) => value?.replace(/\/+$/, ''));
const key = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, { error: 'has spaces or letters in it that no key has; copy it again, without quotes' })
  .optional();
const word = z.string().trim().optional();

/** The practice model's own list would load the practice model; the type holds them together. */
const PRACTICE_MODEL_MOODS = {
  improving: 'improving',
  lazy: 'lazy',
  regressing: 'regressing',
  liar: 'liar',
  thinking: 'thinking',
  refusing: 'refusing',
  cut: 'cut',
  obeying: 'obeying',
  erratic: 'erratic',
} as const satisfies { readonly [M in Mood]: M };

/** Of hex digits, 128 bits. */
const MIN_KEY_CHARS = 32;

/** What may follow "must be": of a build. */
export const BUILD_ID = 'a name such as 3f2c9a1b0d4e: up to 63 letters, digits, ".", "_" and "-"';
/** What Temporal, Docker and the labels of Kubernetes all take. */
const BUILD_ID_FORM = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const buildId = z
  .string()
  .trim()
  .regex(BUILD_ID_FORM, { error: `must be ${BUILD_ID}` })
  .optional();

/** Whether workers may say so of their code. */
export function isBuildId(value: string): boolean {
  return BUILD_ID_FORM.test(value);
}

const hostAndPort = z
  .string()
  .trim()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, {
    error: 'must be host:port without https://, such as localhost:7233',
  })
  .optional();

const variablesSchema = z.object({
  TEMPORAL_ADDRESS: hostAndPort,
  /** Another name of `TEMPORAL_ADDRESS`, in use elsewhere. */
  TEMPORAL_SERVER: hostAndPort,
  TEMPORAL_PROFILE: word,
  TEMPORAL_CONFIG_FILE: word,
  TEMPORAL_CLI: word,
  TEMPORAL_API_KEY: key,
  TEMPORAL_TLS_CLIENT_KEY_DATA: word,
  DATABASE_URL: url(['postgres', 'postgresql'], 'postgres://USER:PASSWORD@localhost:5432/copydesk'),
  /** PostgreSQL's own variable, for an address without a password. */
  PGPASSWORD: z.string().optional(),
  REDIS_URL: url(['redis', 'rediss'], 'redis://localhost:6379'),
  LLM_BASE_URL: httpUrl('https://api.openai.com/v1'),
  LLM_API_KEY: key,
  PRACTICE_MODEL_MOOD: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(PRACTICE_MODEL_MOODS, { error: `must be one of ${Object.keys(PRACTICE_MODEL_MOODS).join(', ')}` }))
    .optional(),
  PERPLEXITY_BASE_URL: httpUrl('https://api.perplexity.ai/v1').pipe(z.string().default('https://api.perplexity.ai/v1')),
  PERPLEXITY_API_KEY: key,
  LOG_LEVEL: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }))
    .optional(),
  COPYDESK_CONFIG: word.default(DEFAULT_CONFIG_FOLDER),
  COPYDESK_DATA: word.default(DEFAULT_DATA_FOLDER),
  COPYDESK_ENCRYPTION_KEY: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every((part) => part.length >= MIN_KEY_CHARS), {
      error: `must have at least ${MIN_KEY_CHARS} characters, such as what "openssl rand -hex 32" prints; several are separated by commas`,
    })
    .optional(),
  COPYDESK_DATA_KEYS: z
    .string()
    .transform((value, context) => {
      const keys = readDataKeys(value);
      if (keys === undefined)
        context.addIssue({
          code: 'custom',
          message: `must be a name and a key such as 2026-11:KEY, where KEY is what "openssl rand -base64 32" prints; several, the newest first, are separated by commas, each with a name of its own`,
        });
      return keys;
    })
    .optional(),
  COPYDESK_SECRET: key.refine((value) => value === undefined || value.length >= MIN_KEY_CHARS, {
    error: `must have at least ${MIN_KEY_CHARS} characters, such as what "openssl rand -hex 32" prints`,
  }),
  WEB_URL: word.transform((value, context) => {
    const origin = value === undefined ? undefined : readWebUrl(value);
    if (value !== undefined && origin === undefined) context.addIssue({ code: 'custom', message: WEB_URL_FAULT });
    return origin;
  }),
  HEALTH_PORT: z.coerce
    .number({ error: 'must be a port from 1 to 65535' })
    .int({ error: 'must be a port from 1 to 65535' })
    .min(1, { error: 'must be a port from 1 to 65535' })
    .max(65_535, { error: 'must be a port from 1 to 65535' })
    .optional(),
  WORKFLOW_BUNDLE: word,
  COPYDESK_BUILD_ID: buildId,
  VISUAL: word,
  EDITOR: word,
  LC_ALL: word,
  LC_MESSAGES: word,
  LANG: word,
});

/**
 * Reads the variables that every process may need.
 * @throws {ConfigError} with every fault, none of which shows a value.
 */
export function readEnvironment(variables: Variables): Environment {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = variablesSchema.safeParse(set);
  const faults: ConfigFault[] = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => ({ where: `environment ${path.join('.')}`, what: message }))),
    ...unknownOnes(Object.keys(set)),
    ...twoServers(set),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  const env = parsed.data;
  return withoutUndefined({
    temporalAddress: env.TEMPORAL_ADDRESS ?? env.TEMPORAL_SERVER,
    temporalProfile: env.TEMPORAL_PROFILE,
    temporalConfigFile: env.TEMPORAL_CONFIG_FILE,
    temporalCli: env.TEMPORAL_CLI,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    llmBaseUrl: env.LLM_BASE_URL,
    llmApiKey: env.LLM_API_KEY,
    practiceModelMood: env.PRACTICE_MODEL_MOOD,
    perplexityBaseUrl: env.PERPLEXITY_BASE_URL,
    perplexityApiKey: env.PERPLEXITY_API_KEY,
    logLevel: env.LOG_LEVEL,
    configFolder: env.COPYDESK_CONFIG,
    dataFolder: env.COPYDESK_DATA,
    encryptionKeys: toKeys(env.COPYDESK_ENCRYPTION_KEY ?? []),
    dataKeys: env.COPYDESK_DATA_KEYS,
    secret: env.COPYDESK_SECRET,
    healthPort: env.HEALTH_PORT,
    workflowBundle: env.WORKFLOW_BUNDLE,
    buildId: env.COPYDESK_BUILD_ID,
    webUrl: env.WEB_URL,
    editor: env.VISUAL ?? env.EDITOR,
    // In the order in which POSIX lets one override the other.
    locale: env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG,
    secrets: secretsIn([
      env.LLM_API_KEY,
      env.PERPLEXITY_API_KEY,
      env.TEMPORAL_API_KEY,
      env.PGPASSWORD,
      env.TEMPORAL_TLS_CLIENT_KEY_DATA,
      env.COPYDESK_SECRET,
      ...(env.COPYDESK_ENCRYPTION_KEY ?? []),
      ...(env.COPYDESK_DATA_KEYS ?? []).map((one) => one.key.toString('base64')),
      ...[env.DATABASE_URL, env.REDIS_URL, env.LLM_BASE_URL, env.PERPLEXITY_BASE_URL].flatMap(passwordsOf),
    ]),
  });
}

/** `2026-11:BASE64,2026-01:BASE64`. Undefined: it is not so. */
function readDataKeys(value: string): readonly [DataKey, ...DataKey[]] | undefined {
  const keys = value.split(',').flatMap((part) => {
    const [, id, encoded] = /^([A-Za-z0-9][A-Za-z0-9._-]{0,31}):([A-Za-z0-9+/]{43}=)$/.exec(part.trim()) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    return id === undefined || bytes.byteLength !== DATA_KEY_BYTES ? [undefined] : [{ id, key: bytes }];
  });
  const [first, ...others] = keys.filter((one) => one !== undefined);
  const isWhole = keys.every((one) => one !== undefined) && new Set(keys.map((one) => one?.id)).size === keys.length;
  return first === undefined || !isWhole ? undefined : [first, ...others];
}

/** Which one is meant nobody can tell. */
function twoServers({ TEMPORAL_ADDRESS: address, TEMPORAL_SERVER: server }: Variables): readonly ConfigFault[] {
  if (address === undefined || server === undefined || address.trim() === server.trim()) return [];
  return [
    { where: 'environment TEMPORAL_SERVER', what: 'names another server than TEMPORAL_ADDRESS; set one of them' },
  ];
}

/** Nobody else's variables begin with our name, so an unknown one is a slip. */
function unknownOnes(names: readonly string[]): readonly ConfigFault[] {
  const known = Object.keys(variablesSchema.shape).filter((name) => name.startsWith('COPYDESK_'));
  return names
    .filter((name) => name.startsWith('COPYDESK_') && !known.includes(name))
    .map((name) => ({
      where: `environment ${name}`,
      what: `is not known; did you mean ${nearest(name, known) ?? known.join(' or ')}?`,
    }));
}

function toKeys([first, ...rest]: readonly string[]): readonly [string, ...string[]] | undefined {
  return first === undefined ? undefined : [first, ...rest];
}

/** Both as written in the address and decoded, since drivers show either. */
function passwordsOf(address: string | undefined): readonly string[] {
  const password = address === undefined ? '' : (URL.parse(address)?.password ?? '');
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

function secretsIn(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value): value is string => value !== undefined && value !== ''))];
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(values: T): Defined<T> {
  // Filtering keeps every key that has a value, which is all that Defined says.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
