import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentRun, BudgetReachedError } from '../../../src/agents/agent.ts';
import { type ChatModel, createChatModel } from '../../../src/agents/model/chat-model.ts';
import { createScrub } from '../../../src/lib/scrub.ts';
import { startModelServer, type ModelServer } from '../model-server.ts';
import { DRAFT, mapCache, memoryLogger, memoryRun, SETTINGS } from '../run.ts';
import { TEXT } from './asks.ts';

const spent = new BudgetReachedError({ scope: 'article', capUsd: 1, spentUsd: 1, unpriced: 0, raiseByUsd: 1 });
const broke = async (): Promise<never> => {
  throw spent;
};
let server: ModelServer;
let model: ChatModel;

beforeEach(async () => {
  server = await startModelServer();
  model = createChatModel({
    agent: 'writer',
    settings: SETTINGS,
    endpoint: { baseUrl: server.baseUrl, api: 'chat', baseUrlName: 'LLM_BASE_URL', keyName: 'LLM_API_KEY' },
    cache: mapCache(),
    scrub: createScrub([]),
    logger: memoryLogger(),
  });
});
afterEach(() => server.close());

describe('a budget that is spent', () => {
  it('lets no call begin', async () => {
    await expect(model.ask(TEXT, { ...memoryRun(), mayCall: broke })).rejects.toBe(spent);
    expect(server.requests).toHaveLength(0);
  });

  it('lets no answer be mended either: each try is a call', async () => {
    server.script('too short', DRAFT);
    let calls = 0;
    const mayCall = (): Promise<void> => ((calls += 1) > 1 ? broke() : Promise.resolve());
    const run = memoryRun();
    await expect(model.ask(TEXT, { ...run, mayCall })).rejects.toBe(spent);
    expect(server.requests).toHaveLength(1);
    expect(run.calls).toHaveLength(1);
  });

  it('does not keep from anybody what was paid for: neither by this work nor by other', async () => {
    server.script(DRAFT);
    const run = memoryRun();
    await model.ask(TEXT, run);
    expect(await model.ask(TEXT, { ...memoryRun({ from: run }), mayCall: broke })).toBe(DRAFT);
    expect(await model.ask(TEXT, { ...memoryRun(), mayCall: broke })).toBe(DRAFT);
    expect(server.requests).toHaveLength(1);
  });

  it('is nobody else’s answer: who asked for the same meanwhile is answered', async () => {
    server.script(DRAFT);
    const slowlyBroke = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw spent;
    };
    const rich = (): AgentRun => ({ ...memoryRun(), mayCall: async () => undefined });
    const [first, ...others] = await Promise.allSettled([
      model.ask(TEXT, { ...memoryRun(), mayCall: slowlyBroke }),
      model.ask(TEXT, rich()),
      model.ask(TEXT, rich()),
      model.ask(TEXT, rich()),
    ]);
    expect(first).toEqual({ status: 'rejected', reason: spent });
    expect(others).toEqual(Array.from({ length: 3 }, () => ({ status: 'fulfilled', value: DRAFT })));
    expect(server.requests).toHaveLength(1);
  });
});
