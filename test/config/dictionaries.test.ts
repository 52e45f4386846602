import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadDictionaries } from '../../src/config/dictionaries.ts';
import { loadConfig } from '../../src/config/load.ts';
import { writeDictionary } from '../../src/config/write-dictionary.ts';

describe('loadDictionaries', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copydesk-test-messages-'));
    writeFileSync(join(folder, 'workflows.yaml'), 'article_workflow: {}\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = () => {
    const { dictionaries, faults } = loadDictionaries(folder, (file) => file);
    return { dictionaries, faults: faults.map(({ where, what }) => `${where}: ${what}`) };
  };
  const change = (file: string, from: string, to: string): void => {
    const path = join(folder, 'messages', file);
    const source = readFileSync(path, 'utf8');
    expect(source).toContain(from);
    writeFileSync(path, source.replace(from, to));
  };

  it('finds every word in the dictionaries of config/messages', () => {
    expect(loadDictionaries('config', (file) => `config/${file}`).faults).toEqual([]);
  });

  it('finds none where there is no folder', () => {
    expect(load()).toEqual({ dictionaries: new Map(), faults: [] });
  });

  it('loads what was begun with the English words, with the numbers and plurals of its own language', () => {
    writeDictionary('de', folder);
    change(
      'de/article.ts',
      "wholeText: 'The whole text is in the file.'",
      "wholeText: 'Der ganze Text steht in der Datei.'",
    );
    const { dictionaries, faults } = load();
    expect(faults).toEqual([]);
    const german = dictionaries.get('de');
    expect(german?.article.draft.wholeText).toBe('Der ganze Text steht in der Datei.');
    expect(german?.words.format.number(12_345)).toBe('12.345');
    expect(german?.words.format.languageName('ru')).toBe('Russisch');
    expect(loadConfig(folder).dictionaries.get('de')?.answers.started('Gezeiten', 'x')).toContain('Gezeiten');
  });

  it('begins none over one that is there', () => {
    writeDictionary('de', folder);
    expect(() => writeDictionary('de', folder)).toThrow('EEXIST');
  });

  it('names every word that is missing, unread or of another kind', () => {
    writeDictionary('de', folder);
    change('de/article.ts', "    wholeText: 'The whole text is in the file.',\n", '');
    change('de/article.ts', "runLink: 'Run in Temporal'", "runLink: ''");
    change('de/slack.ts', "openThread: 'Open the thread'", "openThread: 1, openThred: 'Zum Thread'");
    change('de/startup.ts', 'own: (where: string): string =>', "own: 'eigener', owned: (where: string): string =>");
    change('de/startup.ts', "    'exercises, not articles. For a real model, set in .env',\n", '');
    expect(load().faults).toEqual([
      'messages/de.ts article.card.runLink: is empty',
      'messages/de.ts article.draft.wholeText: is missing; it has to be a text',
      'messages/de.ts slack.openThread: must be a text, is of the type number',
      'messages/de.ts slack.openThred: is read by nobody',
      'messages/de.ts startup.own: must be a function, is a text',
      'messages/de.ts startup.practiceModel: must have 5 items, has 4',
      'messages/de.ts startup.owned: is read by nobody',
    ]);
    expect(() => loadConfig(folder)).toThrow(ConfigError);
  });

  it('says why one cannot be loaded, and that a file has to be named after a language', () => {
    mkdirSync(join(folder, 'messages'));
    writeFileSync(join(folder, 'messages', 'fr.js'), 'export default {');
    writeFileSync(join(folder, 'messages', 'it.js'), 'export const dictionary = {};');
    writeFileSync(join(folder, 'messages', 'Deutsch.ts'), '');
    expect(load().faults).toEqual([
      'messages/Deutsch.ts: is named after no language; a file is called de.ts or pt-BR.ts',
      expect.stringMatching(/^messages\/fr\.js: cannot be loaded \(SyntaxError: /),
      'messages/it.js: is missing; it has to be a group; export it as the default',
    ]);
  });

  it('lets the interface speak a language only when there is a dictionary of it', () => {
    writeFileSync(join(folder, 'workflows.yaml'), 'article_workflow:\n  language: { interface: de }\n');
    expect(() => loadConfig(folder)).toThrow(
      'workflows.yaml:2:26 article_workflow.language.interface: must be auto, en or ru, is "de"; a file config/messages/de.ts adds it',
    );
    writeDictionary('de', folder);
    expect(loadConfig(folder).language.interface).toBe('de');
  });
});
