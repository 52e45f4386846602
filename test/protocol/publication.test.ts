import { describe, expect, it } from 'vitest';
import { publishRetryMs, type PublishTarget, targetsOf } from '../../src/protocol/publication.ts';

const ARTICLE = { template: 'news', language: 'en-GB', platform: 'slack', channel: 'C024BE91L' };
const RETRY = { firstSeconds: 5, mostSeconds: 60, forMinutes: 60 };
const target = (rest: Partial<PublishTarget>): PublishTarget => ({
  name: 'blog',
  timeoutSeconds: 30,
  retry: RETRY,
  ...rest,
});

describe('targetsOf', () => {
  it.each<[string, Partial<PublishTarget>, boolean]>([
    ['nothing is said', {}, true],
    ['its template is named', { templates: ['how-to', 'news'] }, true],
    ['another template is named', { templates: ['how-to'] }, false],
    ['its language is named', { languages: ['en-gb'] }, true],
    ['its language is named without its country', { languages: ['EN'] }, true],
    ['another country is named', { languages: ['en-US'] }, false],
    ['its channel is named', { channels: ['slack:C024BE91L'] }, true],
    ['the same channel of another platform is named', { channels: ['telegram:C024BE91L'] }, false],
    ['one of several does not fit', { templates: ['news'], languages: ['ru'] }, false],
  ])('when %s: %j is %s', (_, rest, goes) => {
    expect(targetsOf([target(rest)], ARTICLE)).toHaveLength(goes ? 1 : 0);
  });

  it('sends an article without a template only where none is asked for', () => {
    const { template: _, ...article } = ARTICLE;
    expect(targetsOf([target({ templates: ['news'] }), target({ name: 'wiki' })], article)).toMatchObject([
      { name: 'wiki' },
    ]);
  });
});

describe('publishRetryMs', () => {
  it('waits twice as long each time, up to the longest wait', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempt) => publishRetryMs(RETRY, attempt))).toEqual([
      5000, 10_000, 20_000, 40_000, 60_000, 60_000,
    ]);
  });

  it('waits as long as the target asks, within a day', () => {
    expect(publishRetryMs(RETRY, 1, 90_000)).toBe(90_000);
    expect(publishRetryMs(RETRY, 1, 10 * 24 * 60 * 60_000)).toBe(24 * 60 * 60_000);
  });
});
