import { describe, expect, it } from 'vitest';
import { toArticleRequest } from '../../src/chat/to-article-request.ts';
import { toCommand } from '../../src/chat/to-command.ts';
import { withoutAddresses } from '../../src/chat/topic-addresses.ts';
import { cpuMs } from '../support/cpu-ms.ts';

describe('withoutAddresses', () => {
  it.each([
    ['How tides work', 'How tides work', []],
    ['How tides work https://a.example/x', 'How tides work', ['https://a.example/x']],
    [
      'How tides work: https://a.example/x, http://b.example.',
      'How tides work',
      ['https://a.example/x', 'http://b.example'],
    ],
    ['Tides (https://a.example/x_(y)) today', 'Tides today', ['https://a.example/x_(y)']],
    ['Приливы <https://a.example>', 'Приливы', ['https://a.example']],
    ['https://a.example/x', 'https://a.example/x', ['https://a.example/x']],
    ['Why www.a.example went down', 'Why www.a.example went down', []],
    ['What http:// means', 'What http:// means', []],
  ])('%s', (line, topic, addresses) => {
    expect(withoutAddresses(line)).toEqual({ topic, addresses });
  });

  it('takes no time over a long line', () => {
    const startedAt = cpuMs();
    withoutAddresses(`${'('.repeat(20_000)}${'https://a'.repeat(5000)}${').'.repeat(10_000)}`);
    expect(cpuMs() - startedAt).toBeLessThan(1000);
  });
});

describe('a request', () => {
  const made = (typed: Parameters<typeof toArticleRequest>[0]) =>
    toArticleRequest(typed, 'en', () => ({ language: 'en', isAssumed: false }));

  it('has the addresses of its topic for sources, beside those of the form', () => {
    expect(made({ topic: 'Tides https://a.example', sources: ['https://b.example', 'https://a.example'] })).toEqual({
      request: { topic: 'Tides', language: 'en', sources: ['https://b.example', 'https://a.example'] },
    });
  });

  it('takes what is no address but text for a source that was handed in', () => {
    const sources = ['https://b.example', 'The sea rises twice a day.', '', 'So they say.'];
    expect(made({ topic: 'Tides', sources })).toEqual({
      request: {
        topic: 'Tides',
        language: 'en',
        sources: ['https://b.example'],
        pasted: 'The sea rises twice a day.\nSo they say.',
      },
    });
  });

  it.each([
    [['htp://b.example'], { code: 'bad-source', typed: 'htp://b.example' }],
    [['word '.repeat(5000)], { code: 'pasted-too-long' }],
  ])('says what is wrong with its sources', (sources, fault) => {
    expect(made({ topic: 'Tides', sources })).toEqual({ fault });
  });

  it('may have addresses that make its topic long', () => {
    const topic = `Tides https://a.example/${'x'.repeat(400)}`;
    expect(toCommand(topic)).toEqual({ kind: 'start', topic });
    expect(made({ topic })).toMatchObject({ request: { topic: 'Tides' } });
  });
});
