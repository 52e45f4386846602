import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { loadHouse } from '../../src/config/house.ts';

describe('loadHouse', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copydesk-test-house-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  };
  const load = (files: Readonly<Record<string, string>>) => {
    write(files);
    const { house, faults } = loadHouse(folder, (file) => file);
    return { house, faults: faults.map(({ where, what }) => `${where}: ${what}`) };
  };

  it('has the shipped templates and style, in English and Russian, where the folder has neither', () => {
    const { house, faults } = load({});
    expect(faults).toEqual([]);
    expect(house).toEqual(loadConfig('config').agents.house);
    expect(Object.keys(house.styles)).toEqual(['en', 'ru']);
    expect(house.templates.map(({ id }) => `${id}.yaml`)).toEqual(readdirSync('config/templates').toSorted());
    for (const { words } of house.templates) expect(Object.keys(words)).toEqual(['en', 'ru']);
  });

  it('has the templates of the folder alone, where it has some', () => {
    const { house } = load({ 'templates/poem.yaml': 'en: { name: Poem, use_when: Never., text: Rhyme. }' });
    expect(house.templates).toEqual([
      { id: 'poem', words: { en: { name: 'Poem', useWhen: 'Never.', text: 'Rhyme.' } } },
    ]);
  });

  it.each([
    [
      'templates/poem.yaml',
      'en: { name: Poem, use_when: Never. }',
      'templates/poem.yaml:1:5 en.text: must be text such as Steps as a numbered list., is empty',
    ],
    [
      'templates/poem.yaml',
      'en: { name: Poem, use_when: Never., text: Rhyme., txet: 1 }',
      'templates/poem.yaml:1:51 en.txet: is not a known key; did you mean text?',
    ],
    [
      'templates/My Poem.yaml',
      'en: { name: Poem, use_when: Never., text: Rhyme. }',
      'templates/My Poem.yaml: is no name that people can type; use small letters, digits and dashes, such as how-to.yaml',
    ],
    ['style.yaml', 'en: { banned: delve }', 'style.yaml:1:15 en.banned: must be a list such as [delve], is "delve"'],
    ['style.yaml', 'English: {}', 'style.yaml:1:10 English: must be a language tag such as en, or all, is "English"'],
  ])('says what is wrong with %s', (file, content, fault) => {
    expect(load({ [file]: content }).faults).toContain(fault);
  });

  it('makes a fault of a template that orders are taken for and that is not there', () => {
    cpSync('config/workflows.yaml', join(folder, 'workflows.yaml'));
    write({ 'copydesk.yaml': 'orders:\n  channels:\n    slack:C1: { template: newss }\n' });
    expect(() => loadConfig(folder)).toThrow(
      /copydesk\.yaml:3:27 orders\.channels\.slack:C1\.template: must be .*, is "newss"; did you mean news\?/,
    );
  });
});
