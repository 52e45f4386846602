import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArticleIds, parseArticleId } from '../../src/gateway/article-id.ts';

const ids = createArticleIds('a secret of thirty-two characters or more');

describe('createArticleIds', () => {
  it('makes the same id of 16 characters however often the event is delivered', () => {
    expect(ids.idOf('slack:T1:C1:Ev1')).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    expect(ids.idOf('slack:T1:C1:Ev1')).toBe(ids.idOf('slack:T1:C1:Ev1'));
  });

  it('tells events apart, in every one of its characters', () => {
    const made = Array.from({ length: 2000 }, (_, index) => ids.idOf(`telegram:1:${index}`));
    expect(new Set(made).size).toBe(made.length);
    for (let place = 0; place < 16; place += 1) expect(new Set(made.map((id) => id[place])).size).toBe(32);
  });

  it('cannot be computed by who knows the event, such as a person’s number in Telegram, but not the secret', () => {
    const event = 'telegram:123456789:123456789:1';
    const others = ['', 'a secret of thirty-two characters or more ', event].map((secret) =>
      createArticleIds(secret).idOf(event),
    );
    expect(others).not.toContain(ids.idOf(event));
  });
});

describe('parseArticleId', () => {
  const id = '7k3m9x2c4p01q2w3';
  it.each([
    id,
    ` ${id.toUpperCase()}\n`,
    `article-${id}`,
    '7k3m-9x2c-4p01-q2w3',
    '7K3M-9X2C-4POI-Q2W3',
    '7k3m9x2c4p0lq2w3',
  ])('reads “%s”', (typed) => {
    expect(parseArticleId(typed)).toBe(id);
  });

  it.each(['', '7k3m9x2c4p', `${id}0`, '7k3m9x2c4p01q2wu', 'How tides work!!'])('takes “%s” for none', (typed) => {
    expect(parseArticleId(typed)).toBeUndefined();
  });

  it('reads every id that is made', () => {
    fc.assert(fc.property(fc.string(), (event) => parseArticleId(ids.idOf(event)) === ids.idOf(event)));
  });
});
