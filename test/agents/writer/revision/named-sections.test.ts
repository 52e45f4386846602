import { describe, expect, it } from 'vitest';
import { namedSections } from '../../../../src/agents/writer/revision/named-sections.ts';
import { toSections } from '../../../../src/document/sections/draft-sections.ts';
import { cpuMs } from '../../../support/cpu-ms.ts';

const EN = toSections(
  '# How tides work\n\nLead.\n\n## The Moon pulls\n\na\n\n## Spring and neap tides\n\nb\n\n## What sailors do\n\nc\n\n## Limits\n\nd\n',
  'agent',
);
const RU = toSections(
  '# Как устроены приливы\n\nЛид.\n\n## Притяжение Луны\n\na\n\n## Сизигийные приливы\n\nb\n\n## Что делают моряки\n\nc\n',
  'agent',
);

describe('the sections that a comment names', () => {
  it.each([
    ['In the section on spring tides, say how often they come.', ['s3']],
    ['Make the section about the Moon shorter', ['s2']],
    ['The sailors section needs a number.', ['s4']],
    ['“Limits” is too harsh', ['s5']],
    ['The second section is dull', ['s3']],
    ['Section 3: name the almanac', ['s4']],
    ['Tighten sections 1 please', ['s2']],
    ['the last section trails off', ['s5']],
    ['The opening is weak', ['s1']],
    ['Change the headline to “Twice a day”', ['s1']],
    ['The ending is abrupt', ['s5']],
    ['The first section and the section on sailors repeat each other', ['s2', 's4']],
  ])('%s', (comment, sections) => {
    expect(namedSections(comment, EN)).toEqual(sections);
  });

  it.each([
    ['В разделе о сизигийных приливах скажи, как часто они бывают', ['s3']],
    ['Раздел про моряков слишком длинный', ['s4']],
    ['Второй раздел скучный', ['s3']],
    ['в разделе 1 нужна цифра', ['s2']],
    ['Вступление слабое', ['s1']],
    ['«Притяжение Луны» — сухо', ['s2']],
    ['Концовка обрывается', ['s4']],
  ])('%s', (comment, sections) => {
    expect(namedSections(comment, RU)).toEqual(sections);
  });

  it.each([
    'Shorter',
    'Make the whole text warmer, as the section on sailors is',
    'Add a section on sailors',
    'Remove the second section',
    'Move the section on the Moon to the end',
    'Section 9 is missing a number',
    'The seventh section is dull',
    'The section on volcanoes is dull',
    'Добавь раздел о моряках',
    'Убери второй раздел',
    'Вся статья суховата, особенно раздел про моряков',
    'Every section needs a number',
    '',
  ])('are left open by “%s”', (comment) => {
    expect([namedSections(comment, EN), namedSections(comment, RU)]).toEqual([[], []]);
  });

  it('are none in a text of one section', () => {
    expect(namedSections('The opening is weak', EN.slice(0, 1))).toEqual([]);
  });

  it('are found in a moment in a comment of any kind', () => {
    const started = cpuMs();
    for (const piece of ['section ', 'a', 'section on ', '“', 'раздел о ', '1 section ', ' '])
      namedSections(piece.repeat(3000).slice(0, 3000), EN);
    expect(cpuMs() - started).toBeLessThan(1000);
  });
});
