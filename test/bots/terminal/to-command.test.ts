import { describe, expect, it } from 'vitest';
import { toArticleOrder, toCommand } from '../../../bots/terminal/to-command.ts';

const ID = '7k3m9x2c4p0qrstv';

describe('toCommand', () => {
  it.each([
    ['How tides work', { kind: 'start', topic: 'How tides work' }],
    ['  How\ttides \u001b[31mwork\n', { kind: 'start', topic: 'How tides work' }],
    ['/new How tides work', { kind: 'start', topic: 'How tides work' }],
    ['/new', { kind: 'new' }],
    ['/LIST', { kind: 'list' }],
    ['/help me', { kind: 'help' }],
    ['/exit', { kind: 'quit' }],
    ['/status', { kind: 'status' }],
    [`/open ${ID}`, { kind: 'open', articleId: ID }],
    ['/open  ARTICLE-7K3M-9X2C-4P0Q-RSTV ', { kind: 'open', articleId: ID }],
    ['/open 7k3m9x2c4poqrstv', { kind: 'open', articleId: '7k3m9x2c4p0qrstv' }],
    [`/cancel ${ID}`, { kind: 'control', control: 'cancel', articleId: ID }],
    ['/pause', { kind: 'control', control: 'pause' }],
  ])('reads %j', (line, command) => {
    expect(toCommand(line)).toEqual(command);
  });

  it.each([
    ['', { code: 'empty' }],
    ['   ', { code: 'empty' }],
    ['x'.repeat(301), { code: 'topic-too-long', length: 301 }],
    [`/new ${'x'.repeat(301)}`, { code: 'topic-too-long', length: 301 }],
    ['/lsit', { code: 'unknown-command', typed: '/lsit', nearest: '/list' }],
    ['/ope 7k', { code: 'unknown-command', typed: '/ope', nearest: '/open' }],
    ['/c', { code: 'unknown-command', typed: '/c', nearest: '/cancel' }],
    ['/xyzzyplugh', { code: 'unknown-command', typed: '/xyzzyplugh' }],
    ['/open tides', { code: 'not-an-id', typed: 'tides' }],
  ])('says what is wrong with %j', (line, fault) => {
    expect(toCommand(line)).toEqual({ kind: 'faulty', fault });
  });

  it('takes a topic of exactly 300 characters', () => {
    expect(toCommand('x'.repeat(300)).kind).toBe('start');
  });
});

describe('toArticleOrder', () => {
  const requester = { platform: 'terminal', userId: 'ann', displayName: 'Ann', groups: [] };

  it('names the thread after the person, and the language after the topic', () => {
    const order = toArticleOrder('Как устроены приливы', {
      eventKey: 'terminal:ann:1',
      requester,
      language: 'en',
      articleLanguage: 'auto',
    });
    expect(order).toEqual({
      eventKey: 'terminal:ann:1',
      request: { topic: 'Как устроены приливы', language: 'ru' },
      requester,
      thread: { platform: 'terminal', channel: 'ann' },
      language: 'en',
    });
  });

  it('writes in the language that is configured', () => {
    const order = toArticleOrder('How tides work', { eventKey: 'k', requester, language: 'ru', articleLanguage: 'de' });
    expect(order.request.language).toBe('de');
  });
});
