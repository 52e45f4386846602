import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestPath } from '../../src/lib/request-path.ts';

describe('requestPath', () => {
  it.each([
    ['/healthz', '/healthz'],
    ['/healthz?now=1#x', '/healthz'],
    ['/healthz#x?y', '/healthz'],
    ['http://copydesk.example:80/healthz?x', '/healthz'],
    ['HTTPS://copydesk.example', '/'],
    ['http://', '/'],
    ['http://[', '/'],
    ['', '/'],
    ['?x', '/'],
    ['//', '//'],
    ['//healthz', '//healthz'],
    ['*', '*'],
    ['/%', '/%'],
    ['/a/../healthz', '/a/../healthz'],
  ])('takes %j for %j', (url, path) => expect(requestPath({ url })).toBe(path));

  it('finds a path in whatever comes', () => {
    expect(requestPath({})).toBe('/');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (url) => {
        const path = requestPath({ url });
        expect(path).not.toBe('');
        expect(path).not.toMatch(/[?#]/);
      }),
    );
  });
});
