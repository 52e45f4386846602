import { describe, expect, it } from 'vitest';
import { isNamedAmong } from '../../src/activities/same-weakness.ts';

describe('isNamedAmong', () => {
  it.each([
    ['The opening says nothing.', 'the opening says  nothing'],
    ['Section “Costs” gives no example of a cost.', 'The section “Costs” gives no example of a cost.'],
    ['Вступление ни о чём не говорит', 'Вступление ни о чём не говорит.'],
    ['开头没有说明任何事情', '开头没有说明任何事情。'],
  ])('knows %j in other clothes', (one, other) => {
    expect(isNamedAmong(one, ['Something else entirely.', other])).toBe(true);
  });

  it.each([
    ['The text has 412 words of 600.', 'The text has 520 words of 600.'],
    ['The opening says nothing.', 'The ending says nothing new.'],
    ['', ''],
  ])('does not take %j for %j', (one, other) => {
    expect(isNamedAmong(one, [other])).toBe(false);
  });
});
