import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { miniAppKeyOf } from '../../../../src/chat/mini-app-key.ts';
import { readInitData } from '../../../../bots/web/connect/init-data.ts';

const TOKEN = '123456:a-token-of-the-tests';
const KEY = miniAppKeyOf(TOKEN);
const NOW = 1_800_000_000_000;
const USER = { id: 279058397, first_name: 'Ann', last_name: 'Lee', username: 'ann', language_code: 'en' };

/** As Telegram signs it. */
function signed(fields: Readonly<Record<string, string>> = {}, token = TOKEN): string {
  const all = {
    query_id: 'AAHdF6IQAAAAAN0XohDhrOrc',
    user: JSON.stringify(USER),
    auth_date: String(NOW / 1000 - 10),
    signature: 'zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ',
    ...fields,
  };
  const text = Object.entries(all)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('\n');
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  return new URLSearchParams({ ...all, hash: createHmac('sha256', secret).update(text).digest('hex') }).toString();
}

describe('what a mini app was opened with', () => {
  it('says who it was, when Telegram has signed it for this bot', () => {
    expect(readInitData(signed(), KEY, NOW)?.person).toEqual({
      platform: 'telegram',
      userId: '279058397',
      displayName: 'Ann Lee',
    });
  });

  it('has another hash each time that it is opened', () => {
    const [one, other] = [signed(), signed({ query_id: 'x' })].map((text) => readInitData(text, KEY, NOW)?.hash);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(one).not.toBe(other);
  });

  it.each([
    ['of another bot', signed({}, '654321:another-token')],
    ['of somebody else', signed().replace('279058397', '279058398')],
    ['with more in it', `${signed()}&chat_type=private`],
    ['with one thing twice', `${signed()}&auth_date=${NOW / 1000}`],
    ['without its hash', signed().replace(/&?hash=[0-9a-f]+/, '')],
    ['with another hash', signed().replace(/hash=[0-9a-f]{64}/, `hash=${'0'.repeat(64)}`)],
    ['with a short hash', signed().replace(/hash=[0-9a-f]{64}/, 'hash=00')],
    ['too old', signed({ auth_date: String(NOW / 1000 - 301) })],
    ['of tomorrow', signed({ auth_date: String(NOW / 1000 + 3600) })],
    ['of no moment', signed({ auth_date: 'now' })],
    ['of a bot', signed({ user: JSON.stringify({ ...USER, is_bot: true }) })],
    ['of nobody', signed({ user: '{}' })],
    ['of what is no JSON', signed({ user: '{' })],
    ['endless', `${signed()}&x=${'x'.repeat(5000)}`],
    ['empty', ''],
  ])('is no proof %s', (_, text) => {
    expect(readInitData(text, KEY, NOW)).toBeUndefined();
  });
});
