import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAgents } from '../../src/agents/create-agents.ts';
import { AGENTS, agentsAt } from './agents.ts';
import { startModelServer, type ModelServer } from './model-server.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, REQUEST } from './run.ts';

let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe('createAgents', () => {
  it('refuses perplexity without its key, with the way out', async () => {
    const settings = { ...AGENTS, factChecker: { ...AGENTS.factChecker, providers: ['perplexity'] } } as const;
    const creating = createAgents(settings, {
      llm: { baseUrl: server.baseUrl },
      cache: mapCache(),
      logger: memoryLogger(),
    });
    await expect(creating).rejects.toMatchObject({
      code: 'perplexity-not-configured',
      message: expect.stringContaining('PERPLEXITY_API_KEY'),
    });
  });

  it('gives each agent its own model', async () => {
    const agents = await agentsAt(server);
    expect([agents.writer.model, agents.critic.model, agents.factChecker.model, agents.editor.model]).toEqual([
      'writer',
      'critic',
      'fact-checker',
      'editor',
    ]);
  });

  it('sends nothing to LangSmith, even where the machine is set up for it', async () => {
    const heard: string[] = [];
    const smith = createServer((request, response) => {
      heard.push(`${request.method} ${request.url}`);
      response.end('{}');
    });
    smith.listen(0, '127.0.0.1');
    await new Promise((resolve) => smith.once('listening', resolve));
    for (const name of ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2', 'LANGCHAIN_TRACING'])
      vi.stubEnv(name, 'true');
    vi.stubEnv('LANGSMITH_ENDPOINT', `http://127.0.0.1:${(smith.address() as AddressInfo).port}`);
    vi.stubEnv('LANGSMITH_API_KEY', 'lsv2_pt_canary');
    const { writer } = await agentsAt(server);
    server.script(DRAFT, DRAFT);
    await writer.write({ request: REQUEST, comments: [] }, memoryRun());
    // LangSmith's client gathers runs for a quarter of a second.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(server.requests).toHaveLength(2);
    expect(heard).toEqual([]);
    smith.close();
  });
});
