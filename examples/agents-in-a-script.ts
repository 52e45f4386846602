/**
 * The writer and the critic without a newsroom: no Temporal, no chat, no database.
 *
 *     node examples/agents-in-a-script.ts "How tides work"
 *
 * LLM_BASE_URL, LLM_API_KEY and LLM_MODEL name a model; without them the practice model answers.
 */
import type { AgentRun, ModelAnswer } from '../src/agents/agent.ts';
import { createAgents } from '../src/agents/create-agents.ts';
import { toSections } from '../src/document/sections/draft-sections.ts';
import { shippedPrompts } from '../src/config/prompts.ts';
import { createLogger } from '../src/lib/logger.ts';
import { startPracticeModel } from '../src/practice-model/server.ts';
import { createMemoryLlmCache } from '../src/storage/memory-llm-cache.ts';

const { LLM_BASE_URL, LLM_API_KEY, LLM_MODEL = 'practice' } = process.env;
const practice = LLM_BASE_URL ? undefined : await startPracticeModel();

const settings = {
  model: LLM_MODEL,
  structuredOutput: 'json_schema',
  cacheTtlSeconds: 0,
  timeoutSeconds: 120,
  repairAttempts: 2,
} as const;
const { writer, critic } = await createAgents(
  {
    writer: settings,
    critic: settings,
    editor: settings,
    external: {},
    factChecker: { ...settings, providers: ['model'], searchModel: '', maxClaims: 8 },
    prompts: shippedPrompts(),
    house: { templates: [], styles: {} },
  },
  {
    llm: { baseUrl: LLM_BASE_URL || practice?.url || '', ...(LLM_API_KEY && { apiKey: LLM_API_KEY }) },
    cache: createMemoryLlmCache(1_000_000),
    logger: createLogger({ level: 'warn' }),
  },
);

// Keeps what was paid for. In PostgreSQL it would outlive a crash; here it lives as long as the script.
const answers = new Map<string, ModelAnswer | 'discarded'>();
const run: AgentRun = {
  today: new Date().toISOString().slice(0, 10),
  signal: AbortSignal.timeout(10 * 60_000),
  journal: {
    find: async (hash) => answers.get(hash),
    store: async (hash, answer) => void answers.set(hash, answer),
    discard: async (hash) => void answers.set(hash, 'discarded'),
  },
};

const request = { topic: process.argv[2] ?? 'How tides work', language: 'en' };
const draft = await writer.write({ request, comments: [] }, run);
const critique = await critic.critique({ request, draft: toSections(draft.text, 'agent'), comments: [] }, run);
process.stdout.write(`${draft.text}\n\n---\n\nScore: ${critique.score.toFixed(1)}\n`);
for (const weakness of critique.weaknesses) process.stdout.write(`- ${weakness}\n`);
await practice?.stop();
