import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe } from 'vitest';
import { createBoltLogger } from '../../../../bots/slack/connect/bolt-logger.ts';
import { createInstallPages, createInstallServer } from '../../../../bots/slack/connect/install-pages.ts';
import { createLogger } from '../../../../src/lib/logger.ts';
import { itSurvivesAnyRequest } from '../../../contracts/http-server.ts';

const logger = createLogger({ level: 'silent' });

describe('the pages that install the app', () => {
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
