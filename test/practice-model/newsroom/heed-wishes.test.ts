import { describe, expect, it } from 'vitest';

import { grouped, tagged } from '../../../src/agents/sections.ts';
import { rounds, wordsIn } from '../desk.ts';

const EN = { topic: 'Remote work', language: 'en' } as const;
const RU = { topic: 'Удалённая работа', language: 'ru' } as const;

/** The draft before a comment, the one after it, and the one after that. */
function around(
  request: typeof EN | typeof RU,
  comment: string,
  on = 2,
): readonly [before: string, after: string, later: string] {
  const [before = '', after = '', later = ''] = rounds(request, on + 2, { [on]: comment })
    .map(({ draft }) => draft)
    .slice(on - 1);
  return [before, after, later];
}

describe('a comment by a person', () => {
  it.each([
    [EN, 'Add a section on home internet costs.', /^## Home Internet Costs$/m],
    [EN, 'More about body language, please', /^## Body Language$/m],
    [EN, 'What about pets?', /^## Pets$/m],
    [EN, 'Too vague. Explain why meetings fail', /^## Why Meetings Fail$/m],
    [EN, 'Could you add an example?', /^## (?:An Example|One Case|How It Looks)/m],
    [EN, 'Please add a table', /^\| --- \|/m],
    [EN, 'add an FAQ', /^## (?:Short Answers|Questions People Ask)$/m],
    [EN, 'a short summary at the top would help', /^## In Brief$/m],
    [EN, 'mention coworking spaces', /coworking spaces/],
    [EN, 'Make it simpler', /^## In Plain Words$/m],
    [EN, 'too formal', /^Good news first/m],
    [EN, 'a more formal tone', /^This article sets out/m],
    [EN, 'title: Offices, and what is left of them', /^# Offices, and what is left of them$/m],
    [EN, 'Change the title to “Where do we work?”', /^# Where do we work\?$/m],
    [EN, 'it needs a better title', /^# .+: remote work$/m],
    [EN, 'Replace "One name" with "One person"', /One person/],
    [EN, 'The owl should be purple', /“The owl should be purple\.”/],
    [RU, 'Добавь раздел о домашнем интернете', /^## О домашнем интернете$/m],
    [RU, 'Подробнее про налоги', /^## Про налоги$/m],
    [RU, 'Объясни, почему люди устают', /^## Почему люди устают$/m],
    [RU, 'нужны примеры', /^## (?:Пример|Один случай|Как это выглядит)/m],
    [RU, 'хочу таблицу', /^\| --- \|/m],
    [RU, 'упомяни коворкинги', /коворкинги/],
    [RU, 'попроще', /^## Простыми словами\.$/m],
    [RU, 'слишком сухо', /^Сначала хорошая новость/m],
    [RU, 'назови статью «Где мы работаем?»', /^# Где мы работаем\?$/m],
    [RU, 'Сова должна быть фиолетовой', /«Сова должна быть фиолетовой»/],
  ] as const)('%o “%s” shows in the next draft and stays', (request, comment, sign) => {
    const [, after, later] = around(request, comment);
    expect(after).toMatch(sign);
    expect(later).toMatch(sign);
    // Heeded once, and not once a draft.
    expect(later.match(new RegExp(sign, `${sign.flags}g`))?.length).toBe(
      after.match(new RegExp(sign, `${sign.flags}g`))?.length,
    );
  });

  it.each([
    [EN, 'shorter', 1],
    [EN, 'Too long!', 2],
    [EN, 'Make it half as long', 3],
    [RU, 'короче', 1],
    [RU, 'Слишком длинно, сократи', 3],
  ] as const)('%o “%s” on draft %i makes the next shorter, and it stays short', (request, comment, on) => {
    const [before, after, later] = around(request, comment, on);
    expect(wordsIn(after)).toBeLessThan(wordsIn(before) * 0.85);
    expect(wordsIn(later)).toBeLessThan(wordsIn(before) * 0.85);
  });

  it('may ask for a number of words', () => {
    const [, after] = around(EN, 'max 150 words');
    expect(wordsIn(after)).toBeLessThanOrEqual(165);
  });

  it('may ask for several things at once', () => {
    const [before, after] = around(EN, 'Shorter, add a section on pets and change the title to "Home".');
    expect(after).toMatch(/^# Home$/m);
    expect(after).toMatch(/^## Pets$/m);
    expect(wordsIn(after)).toBeLessThan(wordsIn(before));
    const [, russian] = around(RU, 'проще, и добавь раздел о кошках');
    expect(russian).toMatch(/^## О кошках$/m);
    expect(russian).toMatch(/^## Простыми словами/m);
  });

  it('may take away what is there, and it does not come back', () => {
    const [before, after, later] = around(EN, 'Remove the table', 3);
    expect(before).toMatch(/^\| --- \|/m);
    expect(after).not.toMatch(/^\| --- \|/m);
    expect(later).not.toMatch(/^\| --- \|/m);
    const [, , fourth] = rounds(EN, 4, { 2: 'add a section on pets', 3: 'drop the section on pets' })
      .map(({ draft }) => draft)
      .slice(1);
    expect(fourth).not.toMatch(/pets/i);
  });

  it('takes back an earlier one', () => {
    const drafts = rounds(EN, 4, { 1: 'title: One', 2: 'title: Two' }).map(({ draft }) => draft.split('\n')[0]);
    expect(drafts).toEqual(['# Remote work', '# One', '# Two', '# Two']);
  });

  it('asks for nothing when it only praises', () => {
    expect(rounds(EN, 3, { 2: 'Great work, thanks!' }).at(-1)?.draft).toBe(rounds(EN, 3).at(-1)?.draft);
    expect(rounds(RU, 3, { 2: 'Отлично, спасибо!' }).at(-1)?.draft).toBe(rounds(RU, 3).at(-1)?.draft);
  });

  it('is acknowledged by the critic, and keeps the score low until then', async () => {
    const judged = rounds(EN, 3, { 2: 'Add a section on pets' }).at(-1)?.critique;
    expect(judged?.strengths[0]).toBe('What Reader asked for (“Add a section on pets”) has been heeded.');
    const { critique } = await import('../../../src/practice-model/newsroom/critic.ts');
    const { briefOf } = await import('../desk.ts');
    const open = critique(
      briefOf('critique', EN, [
        tagged('draft', rounds(EN, 3).at(-1)?.draft ?? ''),
        grouped('comments', [tagged('comment', 'Add a section on pets', { by: 'Reader', on: '2' })]),
      ]),
    );
    expect(open.score).toBeLessThan(7);
    expect(open.weaknesses[0]).toContain('Add a section on pets');
  });
});
