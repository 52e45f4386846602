import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { environmentHere, type NativeProcess, startNative, untilHealthy } from '../compose/native-process.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { Person } from '../support/person.ts';

/** Nobody listens there: the port is reserved, and needs rights that no test asks for. */
const NOBODY = '127.0.0.1:1';
const PROGRAMS = ['worker/main.ts', 'bots/slack/main.ts', 'bots/telegram/main.ts', 'bots/terminal/main.ts'];

/** Says of every token that it is wrong, as Slack does, and Telegram. */
const refusing: Server = createServer((request, response) => {
  const isTelegram = request.url?.startsWith('/bot') === true;
  response
    .writeHead(isTelegram ? 401 : 200, { 'content-type': 'application/json' })
    .end(
      JSON.stringify(
        isTelegram ? { ok: false, error_code: 401, description: 'Unauthorized' } : { ok: false, error: 'invalid_auth' },
      ),
    );
});
let outdated: TestDatabase;
let refusingRoot: string;
beforeAll(async () => {
  outdated = await createDatabase(inject('postgresUrl'));
  await new Promise<void>((resolve) => void refusing.listen(0, '127.0.0.1', resolve));
  refusingRoot = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
});
afterAll(async () => {
  refusing.close();
  await outdated.drop();
});

function start(program: string, changes: Readonly<Record<string, string>>): NativeProcess {
  return startNative([process.execPath, program], { env: variables(changes) });
}

function variables(changes: Readonly<Record<string, string>>): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    LOG_LEVEL: 'warn',
    TEMPORAL_ADDRESS: NOBODY,
    DATABASE_URL: `postgres://copydesk:unused@${NOBODY}/copydesk`,
    LLM_BASE_URL: `http://${NOBODY}/v1`,
    COPYDESK_SECRET: 'a-secret-of-thirty-two-characters',
    SLACK_API_URL: `http://${NOBODY}/api/`,
    SLACK_BOT_TOKEN: 'xoxb-7210000000000-0000000000000-atokenofours',
    SLACK_APP_TOKEN: 'xapp-1-A0C0PYDESK1-0000000000000-atokenofours',
    TELEGRAM_API_ROOT: `http://${NOBODY}`,
    TELEGRAM_BOT_TOKEN: '7210000000:AAAatokenofours_atokenofours_aaaaaa',
    ...changes,
  };
}

async function endOf(program: NativeProcess): Promise<{ readonly code: number | undefined; readonly said: string }> {
  try {
    await expect.poll(() => program.exitCode(), { timeout: 50_000 }).toBeDefined();
    return { code: program.exitCode(), said: program.output() };
  } finally {
    await program.stop(0, 'SIGKILL');
  }
}

const refusedUrl = (): string => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = '/nobody_made_it';
  return url.href;
};

describe.each(PROGRAMS)('%s', (program) => {
  it.each([
    ['a database that refuses it', () => refusedUrl(), 'PostgreSQL refuses DATABASE_URL'],
    ['tables that are older than it', () => outdated.url, 'npm run migrate'],
  ])('ends with exit code 2 for %s', async (_, url, words) => {
    const { code, said } = await endOf(start(program, { DATABASE_URL: url() }));
    expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining(words) });
  });

  it('ends with exit code 2 for a profile of Temporal that nobody wrote', async () => {
    const { code, said } = await endOf(start(program, { TEMPORAL_PROFILE: 'nobody-wrote-it' }));
    expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining('environment TEMPORAL_*') });
  });

  it('ends with exit code 0 when its terminal is closed while it waits for servers', async () => {
    const started = start(program, {});
    await untilHealthy(started, async () => started.output().includes('Waiting for PostgreSQL'), 50_000);
    expect(await started.stop(20_000, 'SIGHUP')).toBe(0);
  });
});

it.each([
  ['bots/slack/main.ts', 'SLACK_BOT_TOKEN', (root: string) => ({ SLACK_API_URL: `${root}/api/` })],
  ['bots/telegram/main.ts', 'TELEGRAM_BOT_TOKEN', (root: string) => ({ TELEGRAM_API_ROOT: root })],
])('%s ends with exit code 2 when %s is refused', async (program, name, changes) => {
  const { code, said } = await endOf(start(program, changes(refusingRoot)));
  expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining(`environment ${name}`) });
});

describe('bots/terminal/main.ts, in which a person sits', () => {
  const sitDown = (changes: Readonly<Record<string, string>>): Person => {
    const person = new Person({
      command: process.execPath,
      args: ['bots/terminal/main.ts'],
      env: environmentHere(variables(changes)),
      columns: 200,
      patienceMs: 50_000,
    });
    onTestFinished(() => person.kill());
    return person;
  };

  it('says in a sentence why it cannot be, and ends with exit code 2', async () => {
    const person = sitDown({ DATABASE_URL: refusedUrl() });
    expect(await person.ended).toBe(2);
    expect(person.transcript()).toMatch(/^PostgreSQL refuses DATABASE_URL: .*\r\n$/);
  });

  it('ends with exit code 0 when they leave', async () => {
    const database = await createDatabase(inject('postgresUrl'));
    onTestFinished(() => database.drop());
    await migrate(database.url, () => undefined);
    const person = sitDown({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: inject('temporalAddress') });
    await person.sees('What should the article be about?');
    await person.answer('\u0003');
    expect(await person.ended).toBe(0);
  });
});
