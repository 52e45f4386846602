import { describe, expect, it } from 'vitest';
import { createOrigins, isLoopback } from '../../../../bots/web/connect/origins.ts';

describe('the names under which we are opened', () => {
  it.each(['127.0.0.1:8000', 'localhost', 'LOCALHOST:9000', '[::1]:8000'])('are those of this machine: %s', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(createOrigins(undefined).of(host)).toEqual({
      origin: `http://${host.toLowerCase()}`,
      isSecure: false,
      isLoopback: true,
    });
  });

  it.each(['copydesk.example.com', 'Copydesk.Example.com', 'copydesk.example.com:443'])(
    'are that which is configured: %s',
    (host) => {
      expect(createOrigins('https://copydesk.example.com').of(host)).toEqual({
        origin: 'https://copydesk.example.com',
        isSecure: true,
        isLoopback: false,
      });
    },
  );

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil.example:8000#@127.0.0.1',
    'copydesk.example.com:8443',
    'copydesk.example.com.evil.example',
    'copydesk.example.com@evil.example',
    'copydesk.example.com/',
    '127.0.0.1:8000 ',
    '127.0.0.1:123456',
    '0x7f.1',
    '',
    'x'.repeat(5000),
  ])('are no other: %s', (host) => {
    expect(createOrigins('https://copydesk.example.com').of(host)).toBeUndefined();
    expect(createOrigins(undefined).of(host)).toBeUndefined();
  });
});
