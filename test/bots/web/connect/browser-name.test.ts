import { describe, expect, it } from 'vitest';
import { browserName } from '../../../../bots/web/connect/browser-name.ts';

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('browserName', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Firefox · Windows'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${BLINK} Chrome/140.0.0.0 Safari/537.36`, 'Chrome · Linux'],
    [`Mozilla/5.0 (Windows NT 10.0) ${BLINK} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Edge · Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${BLINK} Chrome/138.0.0.0 YaBrowser/25.8 Safari/537.36`,
      'Yandex Browser · Windows',
    ],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.6 Safari/605.1.15`, 'Safari · macOS'],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} CriOS/140.0 Mobile Safari/604.1`,
      'Chrome · iPhone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 15) ${BLINK} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
      'Samsung Internet · Android',
    ],
    ['curl/8.9.1', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('calls %s what people call it', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
