import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPort } from '../../src/local/ports.ts';
import { serviceOf } from './compose-file.ts';
import { findLitellm, LITELLM_START_MS, type LitellmProxy, startLitellm } from './litellm-proxy.ts';
import { runNative } from './native-process.ts';

const MASTER_KEY = 'sk-test-master';
const litellm = await findLitellm();

/** A request as it arrived at the provider of the models. */
interface UpstreamRequest {
  readonly path: string;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>>;
}

describe.skipIf(litellm === undefined)('LiteLLM in docker-compose.yml', () => {
  const requests: UpstreamRequest[] = [];
  let upstream: Server;
  let proxy: LitellmProxy;

  beforeAll(async () => {
    const upstreamPort = await pickPort();
    upstream = await startUpstream(upstreamPort, requests);
    proxy = await startLitellm(litellm ?? '', {
      dotEnv: {
        LITELLM_MASTER_KEY: MASTER_KEY,
        UPSTREAM_MODEL: 'openai/common',
        UPSTREAM_API_KEY: 'common-key',
        CRITIC_MODEL: 'openai/gpt-5-mini',
        CRITIC_API_KEY: 'critic-key',
        CRITIC_API_BASE: `http://127.0.0.1:${upstreamPort}/critic`,
      },
      // Where the other three have no address of their own, LiteLLM takes the provider's: here ours instead of OpenAI's.
      env: { OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/provider` },
    });
  }, LITELLM_START_MS);

  afterAll(async () => {
    await proxy?.stop();
    upstream?.close();
  }, LITELLM_START_MS);

  function ask(model: string, key = MASTER_KEY): Promise<Response> {
    return fetch(`${proxy.address}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, temperature: 0.3, messages: [{ role: 'user', content: 'A secret draft' }] }),
    });
  }

  it.each(['writer', 'fact-checker', 'editor'])('answers as %s with the common model and key', async (alias) => {
    const response = await ask(alias);
    expect(response.status, proxy.output()).toBe(200);
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'I am common' } }] });
    expect(requests.at(-1)).toMatchObject({
      path: '/provider/chat/completions',
      authorization: 'Bearer common-key',
      body: { temperature: 0.3 },
    });
  });

  it('answers as critic with the model, key and address set for it alone', async () => {
    expect((await ask('critic')).status, proxy.output()).toBe(200);
    expect(requests.at(-1)).toMatchObject({
      path: '/critic/chat/completions',
      authorization: 'Bearer critic-key',
      body: { model: 'gpt-5-mini' },
    });
  });

  it('leaves a temperature out where the model takes none', async () => {
    await ask('critic');
    expect(requests.at(-1)?.body).not.toHaveProperty('temperature');
  });

  it('refuses whoever does not have the master key, and asks no model for him', async () => {
    const before = requests.length;
    const response = await ask('writer', 'sk-other');
    // Not 401: without a database it knows no other keys, and says so.
    expect([response.status, requests.length]).toEqual([400, before]);
  });

  it('writes neither a prompt nor a key to its log', async () => {
    await ask('writer');
    expect(proxy.output()).not.toMatch(/A secret draft|I am common|common-key|critic-key|sk-test-master/);
  });

  it('passes the healthcheck of its container', async () => {
    const [, ...check] = serviceOf('litellm').healthcheck?.test ?? [];
    await expect(runNative(check.map((part) => part.replace('http://127.0.0.1:4000', proxy.address)))).resolves.toBe(
      '',
    );
  });
});

/** An OpenAI-compatible server whose models say their names. */
function startUpstream(port: number, requests: UpstreamRequest[]): Promise<Server> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      // LiteLLM looks at the list of models of each address when it starts.
      if (request.method === 'GET') return response.end('{"object":"list","data":[]}');
      const body = JSON.parse(text) as UpstreamRequest['body'];
      requests.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', body });
      return response.end(JSON.stringify(completionOf(String(body['model']))));
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function completionOf(model: string): unknown {
  return {
    id: 'completion',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: `I am ${model}` } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}
