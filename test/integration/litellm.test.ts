import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { AgentsSettings } from '../../src/agents/settings.ts';
import { cardOf } from '../../src/cards/card-of.ts';
import { pickPort } from '../../src/local/ports.ts';
import { messages } from '../../src/messages/messages.ts';
import { findLitellm, LITELLM_START_MS, type LitellmProxy, startLitellm } from '../compose/litellm-proxy.ts';
import { ANN, type Newsroom, openNewsroom, type TestArticle } from '../support/newsroom.ts';
import { step } from '../support/scripted-model.ts';
import { makeTestFolder } from '../support/test-folder.ts';

const litellm = await findLitellm();

/** Behind them all is the model of the test. LiteLLM knows their prices: those below, in USD for a million tokens. */
const MODELS = {
  WRITER_MODEL: 'openai/gpt-4o-mini',
  CRITIC_MODEL: 'openai/gpt-4.1',
  FACT_CHECKER_MODEL: 'openai/gpt-4.1-mini',
  EDITOR_MODEL: 'openai/gpt-4.1-nano',
};
/** By agent. */
const PRICES: Readonly<Record<string, { readonly input: number; readonly output: number }>> = {
  writer: { input: 0.15, output: 0.6 },
  critic: { input: 2, output: 8 },
  'fact-checker': { input: 0.4, output: 1.6 },
};

interface Deployment {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
}

/** What of `config/litellm.yaml` is read here. */
interface LitellmConfig {
  readonly model_list: readonly Deployment[];
  readonly litellm_settings: object;
  readonly router_settings: object;
}

/** The shipped file, with all that a test is about and that it leaves off: a cache, a second model, budgets. */
function withEverything({ model_list: models, ...rest }: LitellmConfig): object {
  const like = (name: string, model_name: string, more: object): Deployment => {
    const params = models.find((model) => model.model_name === name)?.litellm_params;
    return { model_name, litellm_params: { ...params, ...more } };
  };
  return {
    ...rest,
    model_list: [
      ...models,
      like('writer', 'writer-spare', { model: MODELS.EDITOR_MODEL }),
      like('critic', 'critic-capped', { max_budget: 0.000_000_1, budget_duration: '1d' }),
    ],
    litellm_settings: { ...rest.litellm_settings, cache: true, cache_params: { type: 'local' } },
    router_settings: { ...rest.router_settings, fallbacks: [{ writer: ['writer-spare'] }] },
    // Instead of the master key: budgets of keys need a database otherwise.
    general_settings: { custom_auth: 'custom_auth.user_api_key_auth', custom_auth_run_common_checks: true },
  };
}

describe.skipIf(litellm === undefined)('an article through LiteLLM', () => {
  let proxy: LitellmProxy;
  let modelPort: number;
  let folder: string;
  let newsroom: Newsroom | undefined;

  beforeAll(async () => {
    modelPort = await pickPort();
    folder = await makeTestFolder();
    const config = join(folder, 'litellm.yaml');
    const shipped = parse(await readFile('config/litellm.yaml', 'utf8')) as LitellmConfig;
    await writeFile(config, stringify(withEverything(shipped)));
    await copyFile('test/fixtures/litellm/custom_auth.py', join(folder, 'custom_auth.py'));
    proxy = await startLitellm(litellm ?? '', {
      config,
      exceptPorts: [modelPort],
      dotEnv: {
        LITELLM_MASTER_KEY: 'sk-master',
        UPSTREAM_MODEL: 'openai/gpt-4o-mini',
        UPSTREAM_API_KEY: 'k',
        UPSTREAM_API_BASE: `http://127.0.0.1:${modelPort}/v1`,
        ...MODELS,
      },
    });
  }, LITELLM_START_MS);

  afterEach(async () => {
    await newsroom?.close();
    newsroom = undefined;
  });

  afterAll(async () => {
    await proxy?.stop();
    await rm(folder, { recursive: true, force: true });
  }, LITELLM_START_MS);

  async function open({
    key = 'sk-plenty',
    agents,
  }: {
    readonly key?: string;
    readonly agents?: (shipped: AgentsSettings) => AgentsSettings;
  } = {}): Promise<Newsroom> {
    newsroom = await openNewsroom({
      modelPort,
      llm: { baseUrl: `${proxy.address}/v1`, apiKey: key },
      ...(agents && { agents }),
    });
    return newsroom;
  }

  interface Call {
    readonly agent: string;
    readonly model: string;
    readonly cached: boolean;
    readonly input: number;
    readonly output: number;
    readonly usd: number | null;
  }

  async function callsOf({ pool }: Newsroom, { articleId }: TestArticle): Promise<readonly Call[]> {
    const { rows } = await pool.query<Call>(
      `select split_part(purpose, '.', 1) as agent, model, cached, input_tokens as input, output_tokens as output, cost_usd::float as usd
       from model_calls where article_id = $1 order by call_id`,
      [articleId],
    );
    return rows;
  }

  it('has what it cost, and by which models it was made, not their aliases', async () => {
    const desk = await open();
    const article = await desk.start('How tides work');
    await article.until('waiting');
    const calls = await callsOf(desk, article);
    expect(new Map(calls.map(({ agent, model }) => [agent, model]))).toEqual(
      new Map([
        ['writer', MODELS.WRITER_MODEL],
        ['critic', MODELS.CRITIC_MODEL],
        ['fact-checker', MODELS.FACT_CHECKER_MODEL],
      ]),
    );
    for (const { agent, usd, input, output } of calls) {
      const price = PRICES[agent] ?? { input: Number.NaN, output: Number.NaN };
      const exact = (input * price.input + output * price.output) / 1_000_000;
      // The table keeps six digits: half of the last one is what rounding may take.
      expect(Math.abs((usd ?? Number.NaN) - exact)).toBeLessThanOrEqual(0.000_000_5 + Number.EPSILON);
    }
    const spent = calls.reduce((sum, { usd }) => sum + (usd ?? Number.NaN), 0);
    await expect
      .poll(() => article.message('status'))
      .toMatchObject({ cost: { usd: expect.closeTo(spent, 6) as number, modelCalls: calls.length, cachedCalls: 0 } });
  });

  it('is streamed, so that a slow model is not cut off, and has a cost all the same', async () => {
    const desk = await open();
    const article = await desk.start('How salt dries');
    await article.until('waiting');
    expect(new Set(desk.model.requests.map(({ body }) => body['stream']))).toEqual(new Set([true]));
    expect(await callsOf(desk, article)).not.toContainEqual(expect.objectContaining({ usd: null }));
  });

  it('that is ordered again costs nothing where LiteLLM remembers the answers', async () => {
    const desk = await open();
    await (await desk.start('How moss grows')).until('waiting');
    const asked = desk.model.requests.length;
    const again = await desk.start('How moss grows');
    await again.until('waiting');
    expect(desk.model.requests).toHaveLength(asked);
    // The others have it from our own cache; what the writer wrote is in none but LiteLLM's.
    const written = (await callsOf(desk, again)).filter(({ agent }) => agent === 'writer');
    expect(written.length).toBeGreaterThan(1);
    for (const call of written) expect(call).toMatchObject({ cached: true, usd: 0, model: MODELS.WRITER_MODEL });
    await expect.poll(() => again.message('status')).toMatchObject({ cost: { usd: 0 } });
  });

  it('does not get a malformed answer of the model again from the memory of LiteLLM', async () => {
    const desk = await open();
    desk.script('How rust creeps', 'draft', step.echo(), step.echo(), step.echo());
    const article = await desk.start('How rust creeps');
    expect(await article.until('stuck')).toMatchObject({ failure: { code: 'model-answer-unusable' } });
    expect(desk.asked('How rust creeps', 'draft')).toHaveLength(3);
    await desk.gateway.control(article.articleId, { id: randomUUID(), kind: 'retry', by: ANN });
    await article.until('waiting');
    const written = (await callsOf(desk, article)).filter(({ agent }) => agent === 'writer');
    expect(written.map(({ cached }) => cached)).toEqual(written.map(() => false));
    expect(desk.asked('How rust creeps', 'draft').length).toBeGreaterThan(3);
  });

  it('is written by another model where LiteLLM falls back to one, and says by which', async () => {
    const desk = await open();
    desk.script('How dams hold', 'outline', step.status(500));
    const article = await desk.start('How dams hold');
    await article.until('waiting');
    expect(desk.asked('How dams hold', 'outline').map(({ model }) => model)).toEqual(['gpt-4o-mini', 'gpt-4.1-nano']);
    const [outline, draft] = await callsOf(desk, article);
    expect(outline).toMatchObject({ agent: 'writer', model: MODELS.EDITOR_MODEL });
    expect(draft).toMatchObject({ agent: 'writer', model: MODELS.WRITER_MODEL });
  });

  it('whose key has used up its budget asks people, and no model', async () => {
    const desk = await open({ key: 'sk-spent' });
    const article = await desk.start('How tar melts');
    expect(await article.until('stuck')).toMatchObject({
      failure: {
        step: 'writing',
        code: 'model-budget-exceeded',
        message: expect.stringMatching(/answered 422: .*budget/i) as string,
      },
    });
    expect(desk.model.requests).toEqual([]);
    await expectBudgetInThread(article);
  });

  it('whose model has used up its budget asks people, with what was written by then', async () => {
    const desk = await open({
      agents: (shipped) => ({ ...shipped, critic: { ...shipped.critic, model: 'critic-capped' } }),
    });
    const article = await desk.start('How frost heaves');
    expect(await article.until('stuck')).toMatchObject({
      current: { version: 2 },
      failure: {
        step: 'critiquing',
        code: 'model-budget-exceeded',
        // As a rate limit looks.
        message: expect.stringMatching(/answered 429: No deployments available - crossed budget/) as string,
      },
    });
    await expectBudgetInThread(article);
  });
});

/** What the requester reads: what happened, and what to do. */
async function expectBudgetInThread(article: TestArticle): Promise<void> {
  await expect.poll(() => article.kinds()).toContain('failure');
  const { what, wayOut } = messages('en').failures.words('model-budget-exceeded', { hasDraft: false });
  const said = JSON.stringify(cardOf(article.message('failure'), '/article '));
  expect(said).toContain(what);
  expect(said).toContain(wayOut);
}
