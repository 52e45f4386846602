import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../../bots/web/page/core/people.ts';

describe('namesOf', () => {
  it('names each so that nobody else is meant', () => {
    expect(
      namesOf([
        { key: 'web:cy', name: 'Cy' },
        { key: 'slack:T1:U3', name: 'cy' },
        { key: 'web:ben', name: 'Ben' },
        { key: 'telegram:5' },
      ]),
    ).toEqual(['Ben', 'slack:T1:U3', 'telegram:5', 'web:cy']);
  });
});
