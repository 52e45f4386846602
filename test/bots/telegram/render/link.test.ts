import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHref } from '../../../../bots/telegram/render/link.ts';
import { HAS_TDLIB } from '../../../support/tdlib.ts';
import { judge } from './telegram-library.ts';

describe('toHref', () => {
  it.each([
    'tg://user?id=1',
    'javascript:alert(1)',
    'mailto:ann@example.org',
    'http://localhost:8233/x',
    'https://intranet/x',
    'http://!@channel',
    'https://ann:secret@example.org/',
    'https://example.org@evil.example/',
    'example.org',
    `https://example.org/${'a'.repeat(2100)}`,
    '',
  ])('makes no link of %s', (address) => {
    expect(toHref(address)).toBeUndefined();
  });

  it.skipIf(!HAS_TDLIB)('makes links that Telegram takes, of whatever it makes links of', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.constantFrom('пример.рф', 'münchen.de', '例え.jp', 'xn--e1afmkfd.xn--p1ai'),
    );
    const rest = fc.oneof(
      fc.webPath(),
      fc.string({ maxLength: 40, unit: 'binary' }).map((text) => `/${text}`),
    );
    fc.assert(
      fc.property(fc.constantFrom('http', 'https', 'HTTPS'), host, rest, (scheme, name, path) => {
        const href = toHref(`${scheme}://${name}${path}`);
        if (href === undefined) return;
        const verdict = judge({ text: 'words', entities: [{ type: 'text_link', offset: 0, length: 5, url: href }] });
        expect(verdict.error, href).toBeUndefined();
        expect(verdict.looks[0]).toContain('TextUrl');
      }),
      { numRuns: 500 },
    );
  });
});
