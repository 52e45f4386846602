import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSlack, type OpenSlack, type OpenSlackOptions } from '../../../bots/slack/dependencies.ts';
import { requireSlackVariables } from '../../../bots/slack/variables.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { loadSettings } from '../../../src/config/load.ts';
import { createLogger } from '../../../src/lib/logger.ts';
import { pickPort } from '../../../src/local/ports.ts';
import type { SlackTransport } from '../../emulators/slack/delivery.ts';
import { createSlackPerson } from '../../emulators/slack/person.ts';
import { createHttpSender } from '../../emulators/slack/sender.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/web-api.ts';
import { type Newsroom, openNewsroom } from '../../support/newsroom.ts';

describe('openSlack', () => {
  let newsroom: Newsroom;
  let slack: SlackEmulator;
  let bot: OpenSlack | undefined;
  const lines: string[] = [];
  beforeAll(async () => {
    [newsroom, slack] = await Promise.all([openNewsroom(), startSlackEmulator()]);
  });
  afterEach(async () => {
    slack.setRevoked(false);
    slack.heal();
    await bot?.stop().catch(() => undefined);
    bot = undefined;
  });
  afterAll(async () => {
    await Promise.all([newsroom.close(), slack.stop()]);
  });

  const socketMode = () => ({ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken });
  const httpMode = async () => ({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    PORT: String(await pickPort()),
  });

  async function open(
    tokens: Readonly<Record<string, string>>,
    options: Partial<OpenSlackOptions> = {},
  ): Promise<OpenSlack> {
    const { temporalAddress, namespace, databaseUrl } = newsroom.place;
    const variables = {
      DATABASE_URL: databaseUrl,
      COPYDESK_SECRET: 'a-secret-of-thirty-two-characters',
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      SLACK_API_URL: slack.apiUrl,
      ...tokens,
    };
    const { config, environment } = loadSettings(variables);
    bot = await openSlack({
      config: { ...config, worker: { ...config.worker, shutdownGraceSeconds: 1 } },
      environment,
      variables,
      slack: requireSlackVariables(variables),
      logger: createLogger({
        level: 'debug',
        destination: { write: (line: string) => lines.push(line) > 0 } as unknown as NodeJS.WritableStream,
      }),
      signal: new AbortController().signal,
      whenTokenIsLost: 'wait',
      host: '127.0.0.1',
      retry: { initialDelayMs: 20, maximumDelayMs: 100 },
      checkTokenMs: 60_000,
      ...options,
    });
    return bot;
  }

  async function expectCard(transport: SlackTransport, topic: string): Promise<void> {
    const ann = createSlackPerson({ slack, transport }, 'ann');
    const { ack } = await ann.command(topic);
    expect(ack).toMatchObject({ taken: true });
    const history = () => slack.history(slack.channel('articles'));
    await expect.poll(async () => (await history()).map(({ shown }) => shown).join('\n')).toContain(topic);
  }

  it('brings commands in over sockets, and cards out', async () => {
    const { isHealthy, port } = await open(socketMode());
    expect(isHealthy()).toBe(true);
    expect(port()).toBeUndefined();
    await expectCard(slack.sockets, 'How tides turn');
  });

  it('brings commands in over HTTP, and cards out, and says on the same port how it is', async () => {
    const opened = await open(await httpMode());
    const url = `http://127.0.0.1:${opened.port()}`;
    await expectCard(
      createHttpSender({ url: `${url}/slack/events`, signingSecret: slack.signingSecret }),
      'How locks work',
    );
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ healthy: true });
    await opened.stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('comes back when its connection breaks, with a line in the log', async () => {
    const { isHealthy } = await open(socketMode());
    const opened = slack.sockets.opened();
    slack.sockets.drop();
    await expect.poll(() => slack.sockets.opened()).toBeGreaterThan(opened);
    await expect.poll(isHealthy).toBe(true);
    expect(lines.some((line) => line.includes('The connection to Slack stopped running'))).toBe(true);
    await expectCard(slack.sockets, 'How broken wires heal');
  });

  it('keeps trying while Slack gives no connection', async () => {
    slack.fault('apps.connections.open', { kind: 'status', status: 503 }, { times: 3 });
    const { isHealthy } = await open(socketMode());
    await expect.poll(isHealthy).toBe(true);
  });

  it('refuses to begin with a bot token that Slack does not know', async () => {
    const wrong = { ...socketMode(), SLACK_BOT_TOKEN: 'xoxb-1-2-wrong' };
    const failure: unknown = await open(wrong).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain('environment SLACK_BOT_TOKEN: was refused by Slack (invalid_auth)');
    expect(String(failure)).not.toContain('xoxb-1-2-wrong');
  });

  it('refuses to begin with an app token that Slack does not know, also where it would wait later', async () => {
    const failure = open({ ...socketMode(), SLACK_APP_TOKEN: 'xapp-1-A1-1-wrong' });
    await expect(failure).rejects.toThrow('environment SLACK_APP_TOKEN: was refused by Slack (invalid_auth)');
    await expect(failure).rejects.toBeInstanceOf(ConfigError);
  });

  it('refuses to begin on a port that is taken', async () => {
    const tokens = await httpMode();
    const first = await open(tokens);
    await expect(open(tokens)).rejects.toThrow(`environment PORT: cannot listen on port ${tokens.PORT}`);
    await first.stop();
  });

  it('is not healthy while its token is revoked, and is again when it works again', async () => {
    const { isHealthy } = await open(socketMode(), { checkTokenMs: 50 });
    expect(isHealthy()).toBe(true);
    slack.setRevoked(true);
    await expect.poll(isHealthy).toBe(false);
    slack.setRevoked(false);
    await expect.poll(isHealthy).toBe(true);
  });

  it('ends with the way out when its token is revoked and there is nothing else to do', async () => {
    const { done } = await open(socketMode(), { checkTokenMs: 50, whenTokenIsLost: 'stop' });
    slack.setRevoked(true);
    await expect(done).rejects.toThrow(
      'was refused by Slack (token_revoked): SLACK_BOT_TOKEN was revoked. Install the app',
    );
  });

  it('keeps tokens out of the log', () => {
    const log = lines.join('\n');
    expect(log).toContain('Connected to Slack');
    for (const secret of [slack.botToken, slack.appToken, slack.signingSecret]) expect(log).not.toContain(secret);
  });
});
