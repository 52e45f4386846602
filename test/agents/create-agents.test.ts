import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAgents } from '../../src/agents/create-agents.ts';
import { AGENTS, agentsAt } from './agents.ts';
import { answer, chat, startModelServer, type ModelServer, type Reply } from './model-server.ts';
import { DRAFT, SECTIONS, mapCache, memoryLogger, memoryRun, REQUEST } from './run.ts';

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

  it('passes over a model of which another worker has told that it is away, and asks for that once', async () => {
    let reads = 0;
    const { writer } = await createAgents(
      {
        ...AGENTS,
        writer: {
          ...AGENTS.writer,
          api: { kind: 'chat', baseUrl: 'http://models.invalid/v1' },
          fallbacks: [{ ...AGENTS.writer, model: 'second' }],
        },
      },
      {
        llm: { baseUrl: server.baseUrl },
        cache: mapCache(),
        logger: memoryLogger(),
        outages: {
          read: async () => {
            reads += 1;
            const place = 'models.invalid/v1 writer api.key_env';
            return [{ place, code: 'model-unavailable', message: 'It is away.', failures: 1, leftMs: 60_000 }];
          },
          failed: async () => {
            throw new Error('It was asked.');
          },
          answered: async () => undefined,
        },
      },
    );
    server.script('- Angle: the Earth turns beneath the sea\n- The pull\n- The second bulge', DRAFT);
    const run = memoryRun();
    expect(await writer.write({ request: REQUEST, comments: [] }, run)).toEqual({ text: DRAFT, model: 'second' });
    // Outline and draft.
    expect([run.calls.length, reads]).toEqual([2, 1]);
  });

  it('asks each agent where it says, with its own key, which nobody else sees', async () => {
    const own = await startModelServer();
    const { writer, critic } = await createAgents(
      {
        ...AGENTS,
        critic: { ...AGENTS.critic, api: { kind: 'chat', baseUrl: own.baseUrl, keyEnv: 'CRITIC_KEY' } },
        editor: { ...AGENTS.editor, api: { kind: 'chat', baseUrl: own.baseUrl } },
      },
      {
        llm: { baseUrl: server.baseUrl, apiKey: 'k-all' },
        keys: { CRITIC_KEY: 'k-critic' },
        cache: mapCache(),
        logger: memoryLogger(),
      },
    );
    server.script(DRAFT, DRAFT);
    own.script(
      (response) => void response.writeHead(401).end(JSON.stringify({ error: { message: 'bad key k-critic' } })),
    );
    await writer.write({ request: REQUEST, comments: [] }, memoryRun());
    const asked = critic.critique({ request: REQUEST, draft: SECTIONS, comments: [] }, memoryRun());
    await expect(asked).rejects.toMatchObject({
      code: 'model-unauthorized',
      message: expect.stringMatching(/bad key \[redacted\].*Set CRITIC_KEY/s) as string,
    });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k-all', 'Bearer k-all']);
    expect(own.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k-critic']);
    await own.close();
  });

  it('asks the next model of an agent at its own server, with its own key and its own places, and says who wrote', async () => {
    const own = await startModelServer();
    const fallback = {
      ...AGENTS.writer,
      model: 'second-writer',
      api: { kind: 'chat' as const, baseUrl: own.baseUrl, keyEnv: 'SECOND_KEY', maxConcurrency: 1 },
    };
    const { writer } = await createAgents(
      { ...AGENTS, writer: { ...AGENTS.writer, fallbacks: [fallback] } },
      {
        llm: { baseUrl: server.baseUrl, apiKey: 'k-all' },
        keys: { SECOND_KEY: 'k-second' },
        cache: mapCache(),
        logger: memoryLogger(),
      },
    );
    const away: Reply = (response) => void response.writeHead(503).end();
    server.script(away, away, away);
    let atOnce = 0;
    let most = 0;
    const slowly: Reply = async (response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(20);
      atOnce -= 1;
      answer(response, 200, chat(DRAFT));
    };
    own.script(...Array.from({ length: 6 }, () => slowly));
    const topics = ['How tides work', 'How moss grows', 'How wells fill'];
    const written = await Promise.all(
      topics.map((topic) => writer.write({ request: { ...REQUEST, topic }, comments: [] }, memoryRun())),
    );
    expect(written).toEqual(topics.map(() => ({ text: DRAFT, model: 'second-writer' })));
    expect(new Set(own.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer k-second']));
    // Each outline met the outage; by the time of the drafts it was known.
    expect([server.requests.length, own.requests.length, most]).toEqual([3, 6, 1]);
    await own.close();
  });

  it('shows no key to a server of its own that has none', async () => {
    const own = await startModelServer();
    const settings = {
      ...AGENTS,
      writer: { ...AGENTS.writer, api: { kind: 'chat' as const, baseUrl: own.baseUrl, maxConcurrency: 1 } },
    };
    const { writer } = await createAgents(settings, {
      llm: { baseUrl: server.baseUrl, apiKey: 'k-all' },
      cache: mapCache(),
      logger: memoryLogger(),
    });
    own.script(DRAFT, DRAFT);
    await writer.write({ request: REQUEST, comments: [] }, memoryRun());
    expect(own.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    await own.close();
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
