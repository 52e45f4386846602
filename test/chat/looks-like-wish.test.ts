import { describe, expect, it } from 'vitest';
import { wishIn } from '../../src/chat/looks-like-wish.ts';

describe('wishIn', () => {
  it.each([
    'please change the title',
    'Please, make the intro shorter.',
    'Change the title',
    'make it shorter',
    'Can you add a section about the Sun?',
    'Could we please drop the last paragraph',
    "I'd like you to mention the Moon",
    'Great, but please remove the table',
    'The title should be catchier',
    'The second paragraph is too long',
    'Shorter please',
    "don't use so many lists",
    'we should rewrite the ending',
    'Поменяйте, пожалуйста, заголовок',
    'пожалуйста, сократи вступление',
    'Можно добавить раздел о Солнце?',
    'Надо переписать конец',
    'Заголовок слишком длинный',
    'Покороче, пожалуйста',
    'Уберите таблицу',
  ])('finds one in “%s”', (text) => {
    expect(wishIn(text)).toBe(text);
  });

  it('leaves out the word that only says that it is one', () => {
    expect(wishIn('Changes: shorter, please')).toBe('shorter, please');
    expect(wishIn('правки: короче')).toBe('короче');
    expect(wishIn('changes:')).toBeUndefined();
  });

  it.each([
    '',
    'Looks great, thank you!',
    'I like this one, do you agree?',
    'Who is going to read this?',
    'The change in tone is nice',
    'Ann will add her comments tomorrow',
    'some background for whoever reviews this',
    'lunch?',
    'Useful!',
    'Спасибо, отлично вышло',
    'Когда это выйдет?',
    'Аня добавит свои замечания завтра',
    '👍',
  ])('finds none in “%s”', (text) => {
    expect(wishIn(text)).toBeUndefined();
  });

  it('reads a long text in no time', () => {
    const began = performance.now();
    for (const piece of ['the ', 'please ', 'a-', 'слишком ', 'can you ']) wishIn(piece.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(200);
  });
});
