import { execFile } from 'node:child_process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { retryStuck } from '../../../worker/retry/retry-stuck.ts';
import { GatewayError } from '../../../src/gateway/gateway-error.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { fakeGateway, summary } from '../../chat/fake-gateway.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

describe('retryStuck', () => {
  it('asks each to try again as an operator, tells what became of it, and goes on after one that fails', async () => {
    const stuck = ['a', 'b', 'c', 'd'].map((id) => summary(id, { stage: 'stuck', topic: `Topic\u001b[2J ${id}` }));
    const gateway = fakeGateway({
      list: async () => stuck,
      async control(articleId) {
        if (articleId === 'a') throw new GatewayError('unavailable', 'Could not hand over “retry”.');
        if (articleId === 'b')
          return { kind: 'refused', refusal: { code: 'not-now', control: 'retry', stage: 'drafting' } };
        return { kind: articleId === 'c' ? 'noted' : 'counted' };
      },
    });
    const lines: string[] = [];
    expect(await retryStuck({ gateway, dryRun: false, print: (line) => lines.push(line) })).toBe(2);
    expect(gateway.calls).toContainEqual([
      'control',
      'd',
      expect.objectContaining({ kind: 'retry', by: expect.objectContaining({ platform: 'operator' }) }),
    ]);
    const line = (id: string, told: string): string =>
      `${id}  since 2026-11-23T13:30:00.000Z  Topic [2J ${id}: ${told}`;
    expect(lines.slice(0, -1).toSorted()).toEqual([
      line('a', 'not taken up: Could not hand over “retry”.'),
      line('b', 'not taken up: it is drafting now'),
      line('c', 'will be tried again when a worker is back'),
      line('d', 'is being tried again'),
    ]);
    expect(lines.at(-1)).toBe('2 taken up, 2 not. Run it again when the reason is gone.');
  });

  it('asks nothing of them in a dry run', async () => {
    const gateway = fakeGateway({ list: async () => [summary('a', { stage: 'stuck' })] });
    const lines: string[] = [];
    expect(await retryStuck({ gateway, dryRun: true, print: (line) => lines.push(line) })).toBe(0);
    expect(gateway.calls).toEqual([['list', { stages: ['stuck'], running: true, limit: 10_000 }]]);
    expect(lines.at(-1)).toBe('1 stuck. Nothing was asked of them (--dry-run).');
  });
});

describe('npm run retry', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['worker/retry/main.ts', ...args],
        // Beside an npm start of the developer's own it would be about that.
        { env: { PATH: process.env['PATH'], COPYDESK_DATA: '/tmp/copydesk-nowhere', ...env } },
        (error, out, err) => resolve({ code: error === null ? 0 : error.code, out, err }),
      );
    });
  const servers = () => ({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: inject('temporalAddress') });

  it('ends with 2 when it is asked for what there is not, knows no servers, or finds older tables', async () => {
    expect(await run(['--stage', 'drafting'], servers())).toMatchObject({
      code: 2,
      err: expect.stringContaining('--stage stuck'),
    });
    expect(await run(['--stage', 'stuck'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('environment DATABASE_URL: is not set'),
    });
    expect(await run(['--stage', 'stuck'], servers())).toMatchObject({
      code: 2,
      err: expect.stringContaining('npm run migrate'),
    });
  });

  it('ends with 1 and a line for each that could not be taken up, and with 0 when there is none', async () => {
    await migrate(database.url, () => undefined);
    expect(await run(['--stage', 'stuck'], servers())).toEqual({ code: 0, out: '0 taken up, 0 not.\n', err: '' });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `insert into articles (article_id, trace_id, request, topic, requester, requester_key, approvers, language, settings, input, stage)
       values ('7k3m9x2c4p01q2w3', 't', '{}', 'Tides', '{"displayName":"Ann"}', 'slack:U1', '{requester}', 'en', '{}', '{}', 'stuck')`,
    );
    await client.end();
    expect(await run(['--stage', 'stuck', '--dry-run'], servers())).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^7k3m9x2c4p01q2w3 {2}since \S+ {2}Tides: is stuck\n1 stuck\./),
    });
    expect(await run(['--stage', 'stuck'], servers())).toMatchObject({
      code: 1,
      out: expect.stringContaining('Tides: not taken up: Could not hand over “retry”: there is no such article.'),
    });
  });
});
