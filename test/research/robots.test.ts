import { describe, expect, it } from 'vitest';
import { isAllowed, readRobots } from '../../src/research/robots.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const allows = (text: string, path: string): boolean => isAllowed(readRobots(text, 'copydesk'), path);

describe('robots.txt', () => {
  it.each([
    ['', '/a', true],
    ['User-agent: *\nDisallow: /', '/a', false],
    ['User-agent: *\nDisallow:', '/a', true],
    ['User-agent: other\nDisallow: /', '/a', true],
    ['User-Agent: Copydesk/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /', '/b', true],
    ['User-agent: *\nDisallow: /\nUser-agent: copydesk\nDisallow: /a', '/b', true],
    ['User-agent: other\nUser-agent: copydesk\nDisallow: /a', '/a', false],
    ['User-agent: copydesk\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: copydesk\nDisallow: /b', '/b', false],
    ['User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['User-agent: *\nAllow: /a\nDisallow: /a', '/a', true],
    ['User-agent: * # all\r\nDisallow: /a # not this', '/a', false],
    ['User-agent: *\nDisallow: /*.pdf$', '/a/b.pdf', false],
    ['User-agent: *\nDisallow: /*.pdf$', '/a/b.pdf?c', true],
    ['User-agent: *\nDisallow: /a*b*c', '/a1b2c3', false],
    ['User-agent: *\nDisallow: /a*b*c', '/a1c2b3', true],
    ['User-agent: *\nDisallow: /a$', '/a', false],
    ['User-agent: *\nDisallow: /a$', '/ab', true],
    ['User-agent: *\nDisallow: /*a$', '/a/a', false],
    ['User-agent: *\nDisallow: /\u00fc', '/%C3%BC', false],
    ['User-agent: *\nDisallow: /%c3%bc', '/%C3%BC', false],
    ['Disallow: /', '/a', true],
    ['<html>User-agent: *</html>', '/a', true],
  ])('%j lets %s be fetched: %s', (text, path, expected) => {
    expect(allows(text, path)).toBe(expected);
  });

  it('is read in no time, whatever stands in it', () => {
    const names = 'User-agent: copydesk\n'.repeat(12_000);
    const hostile = [`${names}${'Disallow: /a\n'.repeat(20_000)}`, `User-agent: *\nDisallow: /${'*a'.repeat(250_000)}`];
    const startedAt = cpuMs();
    for (const text of hostile) allows(text, `/${'a'.repeat(1990)}`);
    expect(cpuMs() - startedAt).toBeLessThan(2000);
  });
});
