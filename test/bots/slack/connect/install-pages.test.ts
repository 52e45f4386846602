import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../../bots/slack/connect/bolt-logger.ts';
import { createInstallPages, createInstallServer } from '../../../../bots/slack/connect/install-pages.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { itSurvivesAnyRequest } from '../../../contracts/http-server.ts';

const logger = createLogger({ level: 'silent' });

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the pages that install the app', () => {
  it.each([
    ['says nothing', () => undefined],
    [
      'says nothing more',
      (answer) => void answer.writeHead(200, { 'content-type': 'application/json' }).write('{"ok"'),
    ],
  ] satisfies readonly (readonly [string, (answer: ServerResponse) => void])[])(
    'give up when Slack %s to the code that a person brings back, and keep nothing',
    async (_what, answerWith) => {
      const asked: string[] = [];
      const slack = createServer((request, response) => {
        asked.push(request.url ?? '');
        answerWith(response);
      });
      const kept: unknown[] = [];
      const pages = createInstallServer(
        createInstallPages({
          oauth: { clientId: '1.2', clientSecret: 'secret', stateSecret: 'state' },
          installationStore: {
            storeInstallation: async (installation) => void kept.push(installation),
            fetchInstallation: () => Promise.reject(new Error('No database')),
          },
          scopes: ['chat:write'],
          apiUrl: `http://127.0.0.1:${await listen(slack)}/api/`,
          boltLogger: createBoltLogger(logger),
          timeoutMs: 200,
        }),
        logger,
      );
      const address = `http://127.0.0.1:${await listen(pages)}/slack`;
      const begun = await fetch(`${address}/install`, { redirect: 'manual' });
      const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
      const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
      const back = await fetch(`${address}/oauth_redirect?code=1&state=${state}`, { headers: { cookie } });
      expect(back.status).toBe(500);
      expect([asked, kept]).toEqual([['/api/oauth.v2.access'], []]);
      pages.close();
      slack.closeAllConnections();
      slack.close();
    },
  );

  itSurvivesAnyRequest(async () => {
    const server = createInstallServer(
      createInstallPages({
        oauth: { clientId: '1.2', clientSecret: 'secret', stateSecret: 'state' },
        installationStore: {
          storeInstallation: () => Promise.reject(new Error('No database')),
          fetchInstallation: () => Promise.reject(new Error('No database')),
        },
        scopes: ['chat:write'],
        boltLogger: createBoltLogger(logger),
      }),
      logger,
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      known: { method: 'GET', path: '/slack/install', status: 302 },
      close: () => server.close(),
    };
  });
});
