import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileDownload } from '../../../../bots/slack/listeners/shared-file.ts';

const MAX_BYTES = 400_000;

describe('createFileDownload', () => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    if (request.url === '/huge') {
      response.writeHead(200).end(Buffer.alloc(400_001, 'x'));
      return;
    }
    if (request.url === '/login') {
      response.writeHead(302, { location: '/tides.md' }).end();
      return;
    }
    response
      .writeHead(200, { 'content-type': request.url === '/page' ? 'text/html' : 'text/markdown' })
      .end('﻿# Приливы\n');
  });
  let origin = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  it('reads a file with the token, from where the Web API is', async () => {
    const download = createFileDownload(`${origin}/api/`);
    const read = await download({ url_private_download: `${origin}/tides.md` }, 'xoxb-token', MAX_BYTES);
    expect(read instanceof Uint8Array && new TextDecoder().decode(read)).toBe('# Приливы\n');
    expect(asked.at(-1)?.headers.authorization).toBe('Bearer xoxb-token');
  });

  it.each([
    'http://127.0.0.1:1/a.md',
    'https://slack.com.example.org/a.md',
    'http://files.slack.com/a.md',
    'file:///a.md',
    '',
  ])('sends the token to nobody but Slack, and not to %s', async (url) => {
    const before = asked.length;
    expect(await createFileDownload(`${origin}/api/`)({ url_private_download: url }, 'xoxb-token', MAX_BYTES)).toBe(
      'unreachable',
    );
    expect(asked).toHaveLength(before);
    expect(await createFileDownload(undefined)({ url_private: `${origin}/tides.md` }, 'xoxb-token', MAX_BYTES)).toBe(
      'unreachable',
    );
    expect(asked).toHaveLength(before);
  });

  it('follows nobody elsewhere, and takes no page for a text', async () => {
    const download = createFileDownload(`${origin}/api/`);
    expect(await download({ url_private: `${origin}/login` }, 'xoxb-token', MAX_BYTES)).toBe('unreachable');
    expect(await download({ url_private: `${origin}/page` }, 'xoxb-token', MAX_BYTES)).toBe('unreachable');
    expect(await download({ url_private: `${origin}/tides.md` }, undefined, MAX_BYTES)).toBe('unreachable');
  });

  it('reads nothing that is too large, whatever the event said of it', async () => {
    const download = createFileDownload(`${origin}/api/`);
    expect(await download({ url_private: `${origin}/huge`, size: 10 }, 'xoxb-token', MAX_BYTES)).toBe('too-large');
    const announced = { url_private: `${origin}/tides.md`, size: 10_000_000 };
    expect(await download(announced, 'xoxb-token', MAX_BYTES)).toBe('too-large');
  });
});
