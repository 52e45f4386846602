import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

const VARIABLES = {
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  DATABASE_URL: 'postgres://copydesk:unused@127.0.0.1:1/copydesk',
  LOG_LEVEL: 'info',
};

/** A process that is opened as `open` says, an expression over `ended`, which resolves when it was asked to stop, and `stop`. */
function start(open: string, { env = {}, isChat = false }: { env?: Record<string, string>; isChat?: boolean } = {}) {
  const script = `
    import { ConfigError } from './src/config/config-error.ts';
    import { runProcess } from './src/process/run-process.ts';
    import { DatabaseRefusedError } from './src/storage/migrate.ts';
    const { promise: ended, resolve: stop } = Promise.withResolvers();
    // As a connection would: a process in which nothing goes on ends by itself.
    setInterval(() => undefined, 1000);
    const running = { done: ended, isHealthy: () => true, stop: async () => stop() };
    await runProcess({
      name: 'The press',
      variables: process.env,
      needs: ['DATABASE_URL', 'TEMPORAL_ADDRESS'],
      read: () => ({ secrets: ['a-token-of-ours'] }),
      isChat: ${isChat},
      open: async ({ signal, logger }) => (${open}),
    });
    console.log('survived');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...VARIABLES, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const channel of [child.stdout, child.stderr])
    channel.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const over = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  return {
    said: () => said,
    over,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    says: async (words: string) => await expect.poll(() => said, { timeout: 30_000 }).toContain(words),
  };
}

describe('runProcess', { timeout: 60_000 }, () => {
  it.each([
    [0, 'there is nothing left to do', `{ ...running, done: Promise.resolve() }`, 'The press has stopped'],
    [1, 'it cannot be opened', `(() => { throw new Error('out of paper'); })()`, 'out of paper'],
    [1, 'it breaks', `{ ...running, done: Promise.reject(new Error('out of ink')) }`, 'out of ink'],
    [
      2,
      'a token is refused',
      `(() => { throw new ConfigError([{ where: 'environment TOKEN', what: 'was refused' }]); })()`,
      'environment TOKEN: was refused',
    ],
    [
      2,
      'the database is taken away from it',
      `{ ...running, done: Promise.reject(new DatabaseRefusedError('go away')) }`,
      'go away',
    ],
  ])('ends with exit code %i when %s', async (code, _, open, words) => {
    const press = start(open);
    expect(await press.over).toBe(code);
    expect(press.said()).toContain(words);
    expect(press.said()).not.toContain('survived');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'stops what runs when it gets %s, waits for it, and ends with exit code 0',
    async (signal) => {
      const press = start(`{ ...running, stop: async () => void setTimeout(stop, 300) }`);
      await press.says('The press is at work');
      press.kill(signal);
      await press.says('The press is finishing what is under way');
      press.kill(signal);
      expect(await press.over).toBe(0);
      expect(press.said()).toContain('The press has stopped');
    },
  );

  it('gives up opening when it is asked to end', async () => {
    const press = start(
      `new Promise((_, reject) => { logger.info({}, 'opening'); signal.addEventListener('abort', () => reject(signal.reason)); })`,
    );
    await press.says('opening');
    press.kill('SIGTERM');
    expect(await press.over).toBe(0);
  });

  it('serves its health from the beginning, and knows when it is well', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const press = start(
      `new Promise((resolve) => { logger.info({}, 'opening'); process.once('SIGUSR2', () => resolve(running)); })`,
      { env: { HEALTH_PORT: String(port) } },
    );
    const ask = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;
    await press.says('opening');
    expect(await ask()).toBe(503);
    press.kill('SIGUSR2');
    await press.says('The press is at work');
    expect(await ask()).toBe(200);
    press.kill('SIGTERM');
    expect(await press.over).toBe(0);
  });

  it('ends with exit code 2 when the port of its health is taken', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const press = start('running', { env: { HEALTH_PORT: String(port) } });
    expect(await press.over).toBe(2);
    expect(press.said()).toContain(`environment HEALTH_PORT: cannot listen on port ${port}`);
  });

  it('keeps what its own variables hold out of the log', async () => {
    const press = start(`(() => { throw new Error('a-token-of-ours is wrong'); })()`);
    expect(await press.over).toBe(1);
    expect(press.said()).toContain('is wrong');
    expect(press.said()).not.toContain('a-token-of-ours');
  });

  it('ends with exit code 2 and names what it needs', async () => {
    const press = start('running', { env: { DATABASE_URL: '' } });
    expect(await press.over).toBe(2);
    expect(press.said()).toMatch(/^environment DATABASE_URL: is not set/);
  });
});
