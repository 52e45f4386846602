import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { createSlackPerson } from '../emulators/slack/person.ts';
import { type SlackEmulator, startSlackEmulator } from '../emulators/slack/web-api.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts';
import { makePlace, type Place, type Running } from '../support/place.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

describe('npm start with the tokens of Slack and Telegram', () => {
  let slack: SlackEmulator;
  let telegram: TelegramEmulator;
  let place: Place;
  let service: Running;
  let tokens: readonly string[];

  beforeAll(async () => {
    [slack, telegram, place] = await Promise.all([startSlackEmulator(), startTelegramEmulator(), makePlace()]);
    tokens = [slack.botToken, slack.appToken, telegram.token];
    service = place.start(['--no-terminal'], {
      env: {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        LOG_LEVEL: 'debug',
      },
    });
    await service.says(/Ready in/);
  });
  afterAll(async () => {
    await place.remove();
    await Promise.all([slack.stop(), telegram.stop()]);
  });

  it('says that both are connected', () => {
    expect(service.said()).toContain(en.startup.slack.socket);
    expect(service.said()).toContain(en.startup.telegram.polling);
    expect(service.said()).not.toContain(en.startup.connectSlack);
  });

  it('prints a link that makes whoever opens it the owner of the Telegram bot', async () => {
    const [, code = ''] = /https:\/\/t\.me\/copydesk_bot\?start=([\w-]{22})\b/.exec(service.said()) ?? [];
    const ann = telegram.user({ firstName: 'Ann', language: 'en' });
    const chat = telegram.privateChat(ann);
    telegram.say(chat, ann, `/start ${code}`);
    await expect
      .poll(() => telegram.messages(chat).some(({ text }) => text === en.telegram.invite.admitted.owner), PATIENCE)
      .toBe(true);
  });

  it('takes articles from both, side by side over one desk', async () => {
    const channel = slack.channel('general');
    const ann = createSlackPerson({ slack, transport: slack.sockets }, 'ann');
    await expect.poll(() => slack.sockets.connections(), PATIENCE).toBeGreaterThan(0);
    const { ack } = await ann.command('How tides work', channel);
    expect(ack.taken).toBe(true);
    const ben = telegram.user({ firstName: 'Ben', language: 'en' });
    const chat = telegram.privateChat(ben);
    telegram.say(chat, ben, '/article How kites fly');

    const decide = en.words.buttons.approve;
    await expect
      .poll(
        async () =>
          (await slack.everything(channel)).some(({ buttons }) => buttons.some(({ text }) => text === decide)),
        PATIENCE,
      )
      .toBe(true);
    await expect
      .poll(
        () => telegram.messages(chat).some(({ buttons }) => buttons.flat().some(({ text }) => text.includes(decide))),
        PATIENCE,
      )
      .toBe(true);
  });

  it('ends when it is asked to, with no token in what it said', async () => {
    const { code } = await service.end('SIGTERM');
    expect(code, service.said().slice(-2000)).toBe(0);
    for (const token of tokens) expect(service.said()).not.toContain(token);
  });
});

describe('npm start with a token that its platform does not know', () => {
  it.each(['Slack', 'Telegram'])('says so for %s, ends with exit code 2, and leaves no server behind', async (name) => {
    const [slack, telegram, place] = await Promise.all([startSlackEmulator(), startTelegramEmulator(), makePlace()]);
    const { code, stderr } = await place.start(['--no-terminal'], {
      env:
        name === 'Slack'
          ? { SLACK_BOT_TOKEN: 'xoxb-1-wrong', SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl }
          : { TELEGRAM_BOT_TOKEN: `1${telegram.token}`, TELEGRAM_API_ROOT: telegram.apiRoot },
    }).ended;
    expect(stderr).toContain(`environment ${name.toUpperCase()}_BOT_TOKEN: `);
    expect(code, stderr).toBe(2);
    expect(place.servers()).toEqual([]);
    await place.remove();
    await Promise.all([slack.stop(), telegram.stop()]);
  });
});
