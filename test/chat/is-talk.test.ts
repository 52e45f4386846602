import { describe, expect, it } from 'vitest';
import { isTalk } from '../../src/chat/is-talk.ts';

describe('isTalk', () => {
  it.each([
    'ok',
    'OK.',
    'Stop!',
    '👍',
    '🎉🎉',
    '…',
    'Thanks a lot!',
    'looks good to me',
    'Да!',
    'Спасибо большое',
    'Отмена',
  ])('takes “%s” for talk', (typed) => {
    expect(isTalk(typed)).toBe(true);
  });

  it.each([
    'How tides work',
    'please change the title',
    'Change management in hospitals',
    'Stop motion films',
    'Good news about coral reefs',
    'Adding machines of the 19th century',
    'OK Computer: 30 years on',
    'Make-up in ancient Egypt',
    'Yes, Prime Minister',
    'Отмена крепостного права',
    'Да Винчи и механика',
    'Как устроены приливы',
  ])('leaves the topic “%s” alone', (typed) => {
    expect(isTalk(typed)).toBe(false);
  });
});
