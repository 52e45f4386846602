import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articleFrom } from '../../../examples/client/start-and-approve.ts';
import { openWebDesk, WEB_ANN, type WebDesk } from '../../support/web-desk.ts';

let desk: WebDesk;
beforeAll(async () => {
  desk = await openWebDesk();
});
afterAll(() => desk.close());

const HEAD = `// Made by \`npm run client\` of what the API says of itself, and never changed by hand.
// @ts-nocheck
`;

describe('examples/client', () => {
  it('is what npm run client makes of the API as it is described', async () => {
    const described = await (await fetch(new URL('/openapi.json', desk.url))).json();
    const folder = await mkdtemp(join(tmpdir(), 'copydesk-client-'));
    try {
      await writeFile(join(folder, 'openapi.json'), JSON.stringify(described));
      const { files } = await generateApi({
        input: join(folder, 'openapi.json'),
        output: false,
        silent: true,
        enumStyle: 'union',
        sortRoutes: true,
        apiClassName: 'Copydesk',
      });
      await expect(`${HEAD}${files[0]?.fileContent ?? ''}`).toMatchFileSnapshot('../../../examples/client/copydesk.ts');
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await readFile('examples/client/copydesk.ts', 'utf8')).toContain('startArticle');
  });

  it('starts an article, waits until people are asked, and approves it', async () => {
    const { token } = await desk.as(WEB_ANN);
    const { articleId, outcome, stage } = await articleFrom(
      { baseUrl: desk.url, token, lookEveryMs: 100 },
      { topic: 'How tides work', language: 'en' },
    );
    expect({ outcome, stage }).toEqual({ outcome: 'counted', stage: 'delivered' });
    expect(await desk.newsroom.article(articleId).outcome()).toMatchObject({ stage: 'delivered' });
  });
});
