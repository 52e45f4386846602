import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineModel } from '../../src/doctor/examine-model.ts';
import { startPracticeModel } from '../../src/practice-model/server.ts';

const KEY = 'sk-very-secret-key';

/** `http://127.0.0.1:port` of a server that answers so. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answering = (status: number, body = '{}') =>
  serve((_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body));

const trouble = (kind: 'fault' | 'warning', what: string, wayOut: string) => ({
  kind,
  troubles: [{ what: expect.stringContaining(what), wayOut: expect.stringContaining(wayOut) }],
});

describe('examineModel', () => {
  it('finds the practice model in order', async () => {
    const model = await startPracticeModel({});
    onTestFinished(() => model.stop());
    const host = `127.0.0.1:${model.port}`;
    expect(await examineModel({ url: model.url, key: undefined })).toEqual({
      kind: 'ok',
      detail: `${host} answers: 5 models`,
    });
    expect(await examineModel({ url: model.url, key: KEY })).toEqual({
      kind: 'ok',
      detail: `${host} answers and takes LLM_API_KEY: 5 models`,
    });
    expect(await examineModel({ url: `http://${host}`, key: KEY })).toEqual(
      trouble('warning', 'does not look like a model server (GET /models: 404)', 'most often with /v1'),
    );
  });

  it('asks for the list of models with the key, or with the password of the address', async () => {
    const asked: unknown[] = [];
    const url = await serve(({ method, url: path, headers }, response) => {
      asked.push([method, path, headers.authorization]);
      response.end('{"data":[{"id":"a"}]}');
    });
    const { host } = new URL(url);
    expect(await examineModel({ url: `http://ann:p%40ss@${host}/v1`, key: undefined })).toEqual({
      kind: 'ok',
      detail: `${host} answers: 1 model`,
    });
    await examineModel({ url: `${url}/v1`, key: KEY });
    await examineModel({ url: `${url}/v1`, key: undefined });
    expect(asked).toEqual([
      ['GET', '/v1/models', `Basic ${btoa('ann:p@ss')}`],
      ['GET', '/v1/models', `Bearer ${KEY}`],
      ['GET', '/v1/models', undefined],
    ]);
  });

  it.each([
    [401, KEY, trouble('fault', 'refuses LLM_API_KEY (401)', 'Copy the key again')],
    [403, KEY, trouble('fault', 'refuses LLM_API_KEY (403)', 'Copy the key again')],
    [401, undefined, trouble('fault', 'wants a key (401)', 'Set LLM_API_KEY')],
    [429, KEY, trouble('warning', 'too much was asked (429)', 'balance')],
    [500, KEY, trouble('fault', 'has trouble of its own (500)', 'log')],
    [404, KEY, { kind: 'ok', detail: expect.stringContaining('has no list of models (404)') }],
    [200, KEY, trouble('warning', 'does not look like a model server (GET /models: 200)', 'LLM_BASE_URL')],
    [302, KEY, trouble('warning', 'does not look like a model server (GET /models: 302)', 'LLM_BASE_URL')],
  ])('after %i with the key %s finds %j', async (status, key, expected) => {
    const finding = await examineModel({ url: `${await answering(status, '<html>')}/v1`, key });
    expect(finding).toEqual(expected);
    expect(JSON.stringify(finding)).not.toContain(KEY);
  });

  it('tells of a server that is not there, or says nothing', async () => {
    expect(await examineModel({ url: 'http://127.0.0.1:1/v1', key: KEY })).toEqual(
      trouble('fault', '127.0.0.1:1 cannot be reached', 'Check LLM_BASE_URL'),
    );
    const silent = await serve(() => undefined);
    expect(await examineModel({ url: `${silent}/v1`, key: KEY, timeoutMs: 200 })).toEqual(
      trouble('fault', 'did not answer within 0.2 s', 'firewall'),
    );
  });

  it('says what answers where no server is configured', async () => {
    expect(await examineModel({ url: undefined, key: undefined })).toEqual({
      kind: 'skipped',
      why: expect.stringContaining('npm start brings the practice model'),
    });
  });
});
