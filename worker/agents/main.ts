import { parseArgs } from 'node:util';
import { AGENT_TASKS, NoSuchAgentError } from '../../src/activities/ask-agent.ts';
import type { AgentRun, ModelError } from '../../src/agents/agent.ts';
import { createAgents } from '../../src/agents/create-agents.ts';
import { CONFIG_EXIT_CODE, ConfigError } from '../../src/config/config-error.ts';
import { loadSettings } from '../../src/config/load.ts';
import { namedKeys, requireModelKeys } from '../../src/config/require-model-keys.ts';
import { requireShared } from '../../src/config/require-shared.ts';
import { withRunningServers } from '../../src/config/running-servers.ts';
import { createLogger } from '../../src/lib/logger.ts';
import { decodeUtf8, readBytes } from '../../src/lib/read-bytes.ts';
import { reasonOf } from '../../src/lib/reason-of.ts';
import { createScrub } from '../../src/lib/scrub.ts';
import { exitCodeOf } from '../../src/process/exit-code.ts';
import { exitOnConfigError } from '../../src/process/exit-on-config-error.ts';
import { createMemoryLlmCache } from '../../src/storage/memory-llm-cache.ts';
import { openFileJournal } from './file-journal.ts';
import { sayNext } from './say-next.ts';
import { understood } from './understood.ts';

// `npm run agents -- …`: one agent, asked once, by whatever runs commands: a shell, Prefect, Airflow. No Temporal, no database, no chat.
const NEXT = 'next';
const WORDS = [...Object.keys(AGENT_TASKS), NEXT];
const USAGE = `npm run --silent agents -- ${WORDS.join('|')} < in.json > out.json

  --journal FILE   keeps every answer of a model in this file; run again with the same input, nothing is paid for twice

Ends with 0 and JSON on standard output; with 1 when another run may help (the model's server was away, or asks to wait);
with 2 when something has to be put right first. What went wrong is on standard error. docs/other-orchestrators.md`;

/** What comes in: several drafts, critiques and reports of the longest kind. */
const MAX_INPUT_BYTES = 8_000_000;
/** Within one command only the same request can come twice. */
const CACHE_BYTES = 1_000_000;
/** Of failures of a model: with which another run may help. All others ask for a person. */
const TRANSIENT: readonly ModelError['code'][] = ['model-unavailable', 'model-rate-limited'];

const { word, journalPath } = readOptions();
const { variables, config, environment } = exitOnConfigError(() => {
  // Beside `npm start` the practice model answers that is running there.
  const running = withRunningServers(process.env);
  const settings = loadSettings(running.variables);
  if (word !== NEXT) {
    requireShared(settings.environment, ['LLM_BASE_URL']);
    requireModelKeys(settings.config, settings.environment, running.variables);
  }
  return { ...settings, variables: running.variables };
});
const { llmBaseUrl = '', llmApiKey, perplexityApiKey, perplexityBaseUrl, secrets } = environment;
const scrub = createScrub([...secrets, ...Object.values(namedKeys(config, variables))]);

try {
  process.stdout.write(`${JSON.stringify(await run())}\n`);
} catch (error) {
  process.stderr.write(`${scrub(told(error))}\n`);
  process.exitCode = exitCode(error);
}

async function run(): Promise<object> {
  const input = await readInput();
  if (!isTask(word)) return sayNext(input, config.article);
  const task = understood(AGENT_TASKS[word](input, config.article));
  const now = task.today ?? new Date().toISOString().slice(0, 10);
  const journal: AgentRun['journal'] & { readonly today?: string } =
    journalPath === undefined ? noJournal() : openFileJournal(journalPath, now);
  const agents = await createAgents(config.agents, {
    llm: { baseUrl: llmBaseUrl, ...(llmApiKey !== undefined && { apiKey: llmApiKey }) },
    ...(perplexityApiKey !== undefined && { perplexity: { baseUrl: perplexityBaseUrl, apiKey: perplexityApiKey } }),
    keys: namedKeys(config, variables),
    cache: createMemoryLlmCache(CACHE_BYTES),
    logger: createLogger({ level: environment.logLevel ?? 'warn', secrets }),
  });
  const agentRun: AgentRun = {
    signal: AbortSignal.timeout(task.minutes * 60_000),
    journal,
    today: task.today ?? journal.today ?? now,
    ...(task.variant !== undefined && { variant: task.variant }),
  };
  try {
    return await task.ask(agents, agentRun);
  } catch (error) {
    throw error instanceof NoSuchAgentError ? new ConfigError([{ where: 'agent', what: error.message }]) : error;
  }
}

function isTask(one: string): one is keyof typeof AGENT_TASKS {
  return Object.hasOwn(AGENT_TASKS, one);
}

async function readInput(): Promise<unknown> {
  const bytes = await readBytes(process.stdin, MAX_INPUT_BYTES);
  if (bytes === undefined) throw inputFault(`must be at most ${MAX_INPUT_BYTES / 1_000_000} MB`);
  const text = decodeUtf8(bytes);
  if (text === undefined) throw inputFault('must be in UTF-8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw inputFault('must be one JSON object');
  }
}

function inputFault(what: string): ConfigError {
  return new ConfigError([{ where: 'standard input', what }]);
}

/** Without a file an answer lives as long as the command, which may ask again for one that was malformed. */
function noJournal(): AgentRun['journal'] {
  const discarded = new Set<string>();
  return {
    find: async (hash) => (discarded.has(hash) ? 'discarded' : undefined),
    store: async () => undefined,
    discard: async (hash) => void discarded.add(hash),
  };
}

function modelErrorIn(error: unknown): ModelError | undefined {
  // Its class comes with the agents, which are loaded late.
  return error instanceof Error && error.name === 'ModelError' ? (error as ModelError) : undefined;
}

/** A line for people that begins with a word for machines. */
function told(error: unknown): string {
  const model = modelErrorIn(error);
  if (model === undefined) return error instanceof ConfigError ? error.message : reasonOf(error);
  const wait = model.retryAfterMs === undefined ? '' : ` (asks to wait ${Math.ceil(model.retryAfterMs / 1000)} s)`;
  return `${model.code}: ${model.message}${wait}`;
}

function exitCode(error: unknown): number {
  const model = modelErrorIn(error);
  if (model === undefined) return exitCodeOf(error);
  return TRANSIENT.includes(model.code) ? 1 : CONFIG_EXIT_CODE;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { journal: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const [asked = '', ...more] = positionals;
    if (!WORDS.includes(asked) || more.length > 0) throw new TypeError(`Say what is to be done: ${WORDS.join(', ')}.`);
    return { word: asked, journalPath: values.journal };
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${USAGE}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}
