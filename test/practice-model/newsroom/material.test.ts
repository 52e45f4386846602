import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { load } from '../../../src/practice-model/newsroom/material.ts';

const FOLDER = new URL('../../../src/practice-model/material/', import.meta.url);
const files = (language: string): readonly string[] =>
  readdirSync(new URL(language, FOLDER)).map((name) => name.replace('.yaml', ''));

/** Names of all fields, with `[]` for lists, whatever their length. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shapeOf(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => shapeOf(inner, `${path}.${key}`));
}
/** A word may need no capital in one language, and every language its own ways of naming a topic. */
const withoutOptional = (shape: readonly string[]): readonly string[] =>
  shape.filter((path) => !/\.inline$|keepsCapital$/.test(path));

describe('the material of the practice newsroom', () => {
  it('is there in both languages', () => {
    expect(files('ru')).toEqual(files('en'));
    expect(files('en')).toEqual(
      expect.arrayContaining([...Object.keys(load('domains') as object), 'general', 'phrases']),
    );
  });

  it.each(files('en'))('says in %s the same things in both languages', (name) => {
    const [english, russian] = (['en', 'ru'] as const).map((language) =>
      withoutOptional(shapeOf(load(`${language}/${name}`))),
    );
    expect(russian?.toSorted()).toEqual(english?.toSorted());
  });

  it.each(files('en').filter((name) => name !== 'phrases'))('has what an article on %s needs', (name) => {
    for (const language of ['en', 'ru']) {
      const { drivers, examples, doubtful } = load(`${language}/${name}`) as Record<
        string,
        readonly { claim?: string }[]
      >;
      expect(drivers).toHaveLength(3);
      expect(examples?.length).toBeGreaterThanOrEqual(2);
      for (const { claim } of doubtful ?? []) expect(claim).toContain('%');
    }
  });
});
