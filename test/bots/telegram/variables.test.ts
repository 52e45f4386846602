import { describe, expect, it } from 'vitest';
import { readTelegramVariables, requireTelegramVariables } from '../../../bots/telegram/variables.ts';

const TOKEN = '123456789:AAE-canary-canary-canary-canary';
const base = { TELEGRAM_BOT_TOKEN: ` ${TOKEN}\n` };

function faultOf(variables: Record<string, string>): string {
  try {
    readTelegramVariables({ ...base, ...variables });
  } catch (error) {
    return String(error);
  }
  return '';
}

describe('readTelegramVariables', () => {
  it('wants no bot without a token', () => {
    expect(readTelegramVariables({ TELEGRAM_BOT_TOKEN: ' ', TELEGRAM_API_ROOT: 'x' })).toBeUndefined();
    expect(() => requireTelegramVariables({})).toThrow(/TELEGRAM_BOT_TOKEN: is not set; @BotFather/);
  });

  it('polls Telegram itself unless told otherwise', () => {
    expect(readTelegramVariables(base)).toEqual({
      token: TOKEN,
      botId: '123456789',
      apiRoot: 'https://api.telegram.org/',
      secrets: [TOKEN],
    });
  });

  it('takes another Bot API server, with or without a slash at its end', () => {
    for (const root of ['http://localhost:8081/mock', 'http://localhost:8081/mock/'])
      expect(readTelegramVariables({ ...base, TELEGRAM_API_ROOT: root })?.apiRoot).toBe('http://localhost:8081/mock/');
  });

  it('takes the folder of a Bot API server of one’s own, and of no other', () => {
    const own = { TELEGRAM_API_ROOT: 'http://localhost:8081', TELEGRAM_FILES_ROOT: '/var/lib/telegram-bot-api' };
    expect(readTelegramVariables({ ...base, ...own })?.filesRoot).toBe('/var/lib/telegram-bot-api');
    expect(faultOf({ TELEGRAM_FILES_ROOT: '/var/lib/telegram-bot-api' })).toMatch(/TELEGRAM_API_ROOT names none/);
    for (const root of ['/', '/var/..', 'files'])
      expect(faultOf({ ...own, TELEGRAM_FILES_ROOT: root })).toMatch(/TELEGRAM_FILES_ROOT: must be the folder/);
  });

  it('makes a path that nobody can guess and a secret, the same in every process, and hides both', () => {
    const read = (url: string) => readTelegramVariables({ ...base, TELEGRAM_WEBHOOK_URL: url });
    const { webhook, secrets = [] } = read('https://bot.example.com/x/') ?? {};
    expect(webhook?.url).toBe(`https://bot.example.com/x${webhook?.path}`);
    expect(webhook?.path).toMatch(/^\/telegram-[0-9a-f]{40}$/);
    expect(webhook?.secret).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(webhook?.port).toBe(8443);
    expect(read('https://bot.example.com/x')).toEqual(read('https://bot.example.com/x/'));
    expect(secrets).toEqual([TOKEN, webhook?.secret, webhook?.path.slice(1)]);
    expect(JSON.stringify(webhook)).not.toContain('canary');
  });

  it('takes a secret and a port of the operator', () => {
    const variables = {
      TELEGRAM_WEBHOOK_URL: 'https://x.example',
      TELEGRAM_WEBHOOK_SECRET: 'a_B-1',
      TELEGRAM_PORT: '80',
    };
    expect(readTelegramVariables({ ...base, ...variables })?.webhook).toMatchObject({ secret: 'a_B-1', port: 80 });
  });

  it.each([
    ['TELEGRAM_BOT_TOKEN', 'canary', /copy it again from @BotFather/],
    ['TELEGRAM_BOT_TOKEN', `${TOKEN} canary`, /copy it again/],
    ['TELEGRAM_API_ROOT', 'canary.example', /must be an address such as https:\/\/api\.telegram\.org/],
    ['TELEGRAM_WEBHOOK_URL', 'canary', /public address/],
    ['TELEGRAM_WEBHOOK_SECRET', 'canary canary', /letters, digits, _ and -/],
    ['TELEGRAM_PORT', 'canary', /must be a port/],
    ['TELEGRAM_PORT', '70000', /must be a port/],
  ])('says what is wrong with %s, and does not show it', (name, value, wanted) => {
    const fault = faultOf({ [name]: value });
    expect(fault).toContain(`environment ${name}: `);
    expect(fault).toMatch(wanted);
    expect(fault).not.toContain('canary');
  });
});
