import { describe, expect, it } from 'vitest';
import { type Version, wordsIn, wordsOfPeople } from '../../src/receipt/words-of-people.ts';
import { cpuMs } from '../support/cpu-ms.ts';

const words = (prefix: string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`).join(' ');
const MODELS = words('model', 100);

const agent = (version: number, text: string): Version => ({ version, author: 'agent', text });
const person = (version: number, text: string, edited = version - 1): Version => ({
  version,
  author: 'person',
  text,
  edited,
});

describe('wordsOfPeople', () => {
  it('are none where models alone have written', () => {
    expect(wordsOfPeople([agent(1, MODELS), agent(2, `${MODELS} more`)], `${MODELS} more`)).toEqual({
      delivered: 101,
      writtenByPeople: 0,
      removedByPeople: 0,
    });
  });

  it('are those that a person put in, and those that they took out', () => {
    const text = MODELS.replace('model50', 'mine and yours').replace(' model70', '');
    expect(wordsOfPeople([agent(1, MODELS), person(2, text)], text)).toEqual({
      delivered: 101,
      writtenByPeople: 3,
      removedByPeople: 2,
    });
  });

  it('are no fewer for punctuation, marks and line ends, which nobody wrote', () => {
    const text = `# ${MODELS.replaceAll(' ', ',\n')}!`;
    expect(wordsOfPeople([agent(1, MODELS), person(2, text)], text)).toMatchObject({ writtenByPeople: 0 });
  });

  it('stay theirs in a later draft by a model as far as they stand, and are not the model’s to claim', () => {
    const edited = MODELS.replace('model50', 'ours one two three four ours');
    const revised = edited.replace('model10', 'brighter').replace('four ours', 'five');
    expect(wordsOfPeople([agent(1, MODELS), person(2, edited), agent(3, revised)], revised)).toEqual({
      delivered: 104,
      writtenByPeople: 4,
      removedByPeople: 1,
    });
  });

  it('are not those of a person whose edit the approved draft did not grow from', () => {
    const edited = words('theirs', 80);
    const revised = `${MODELS} and some more of it`;
    expect(wordsOfPeople([agent(1, MODELS), person(2, edited), agent(3, revised)], revised)).toMatchObject({
      writtenByPeople: 0,
      removedByPeople: 0,
    });
  });

  it('are not those that the final edit put in their place', () => {
    const edited = MODELS.replace('model50', 'ours one two three');
    expect(wordsOfPeople([agent(1, MODELS), person(2, edited)], edited.replace('three', 'thrice'))).toMatchObject({
      writtenByPeople: 3,
    });
  });

  it('are all of a text that somebody wrote anew, whatever small words it has in common', () => {
    const models = Array.from({ length: 40 }, (_, at) => `of the model${at} and`).join(' ');
    const own = Array.from({ length: 40 }, (_, at) => `own${at} of the`).join(' ');
    expect(wordsOfPeople([agent(1, models), person(2, own)], own)).toEqual({
      delivered: 120,
      writtenByPeople: 120,
      removedByPeople: 160,
    });
  });

  it.each([
    ['much the same text', (text: string) => text.replace('model777', 'mine'), 1],
    ['another text', () => words('own', 30_000), 30_000],
    ['the text in another order', (text: string) => text.split(' ').toReversed().join(' '), 30_000],
  ])('are counted soon for a very long draft and %s', (_, change, written) => {
    const text = words('model', 30_000);
    const edited = change(text);
    const startedAt = cpuMs();
    expect(wordsOfPeople([agent(1, text), person(2, edited)], edited).writtenByPeople).toBe(written);
    expect(cpuMs() - startedAt).toBeLessThan(5000);
  });

  it('are those of any language', () => {
    expect(wordsIn('Приливы — это «вода», 潮の満ち引き')).toContain('Приливы');
    expect(
      wordsOfPeople(
        [agent(1, '潮が満ちて引くのは月のせいだ。'), person(2, 'Луна тянет море к себе.')],
        'Луна тянет море к себе.',
      ),
    ).toMatchObject({
      delivered: 5,
      writtenByPeople: 5,
    });
  });

  it('are none of nothing', () => {
    expect(wordsOfPeople([], '')).toEqual({ delivered: 0, writtenByPeople: 0, removedByPeople: 0 });
  });
});
