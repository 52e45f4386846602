import { describe, expect, it } from 'vitest';
import { meantForDraft } from '../../src/chat/talk.ts';

describe('meantForDraft', () => {
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
    expect(meantForDraft(typed)).toBe('talk');
  });

  it.each([
    'please change the title',
    'Could you make it shorter?',
    'Make it less formal',
    'add a paragraph about the moon',
    'Too long!',
    "I'd like you to mention Fundy",
    'Пожалуйста, поменяйте заголовок',
    'Сделай короче',
  ])('takes “%s” for a wish', (typed) => {
    expect(meantForDraft(typed)).toBe('wish');
  });

  it.each([
    'How tides work',
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
    expect(meantForDraft(typed)).toBeUndefined();
  });
});
