import { describe, expect, it } from 'vitest';
import { measuredWords } from '../../../src/agents/critic/measured-words.ts';
import { measure, type MeasuredBy } from '../../../src/agents/critic/measure.ts';
import { toSections } from '../../../src/document/sections/draft-sections.ts';
import { cpuMs } from '../../support/cpu-ms.ts';

const house = {
  templates: [],
  styles: {
    all: { spelling: {}, banned: ['delve'], examples: [] },
    ru: { spelling: {}, banned: ['данный'], examples: [] },
  },
};
const measured = (text: string, by: Partial<MeasuredBy> = {}) =>
  measure(toSections(text, 'agent'), { request: { language: 'en' }, house, ...by });

describe('what is measured of a draft', () => {
  it('are words by section, of the length that was ordered, and the time that reading takes', () => {
    const phrase = 'at the end of the day ';
    const found = measured(`# Tides\n\nTwo words.\n\n## Moon\n\n${phrase.repeat(4)}it pulls.\n`, {
      request: { language: 'en', lengthWords: 20 },
    });
    expect(found).toMatchObject({ words: 30, lengthPercent: 150, readingMinutes: 1, longestSentence: 26, headings: 2 });
    expect(found.sections.map(({ id, words }) => [id, words])).toEqual([
      ['s1', 3],
      ['s2', 27],
    ]);
    expect(found.repeated[0]?.times).toBe(4);
    expect(measured('word '.repeat(1200)).readingMinutes).toBe(5);
  });

  it('is how its headings are built', () => {
    expect(measured('# Tides\n\nLead.\n\n## Moon\n\nIt pulls.\n\n## Sun\n\nSo does it.\n').headingFaults).toEqual([]);
    expect(measured('# Tides\n\nLead.\n\n## Moon\n\n#### Deep\n\nText.\n\n## Moon\n').headingFaults).toEqual([
      's2: level 4 behind level 2',
      's3: the same heading as in s2',
      's3: nothing below its heading',
    ]);
    expect(measured('Only text.\n').headingFaults).toEqual(['0 titles (level 1)']);
  });

  it.each([
    ['en', 'Почему море приходит'],
    ['en', 'Wie der Mond auf das Meer wirkt'],
    ['ru', 'Why the sea comes back'],
  ])('is that an article in %s has the heading “%s”', (language, heading) => {
    const own = language === 'ru' ? '# Приливы\n\nЛуна.\n\n' : '# Tides\n\nThe Moon.\n\n';
    const found = measured(`${own}## ${heading}\n\nText.\n`, { request: { language } });
    expect(found.foreignHeadings).toEqual(['s2']);
  });

  it('are the words that the house never writes, with the sections where they stand', () => {
    const ru = measured('# Прилив\n\nДанный прилив.\n\n## Delve\n\nВ данном случае.\n', {
      request: { language: 'ru' },
    });
    expect(ru.cliches).toEqual([
      { words: 'delve', sections: ['s2'] },
      { words: 'данный', sections: ['s1', 's2'] },
    ]);
    expect(measured('# Tides\n\nДанный.\n').cliches).toEqual([]);
  });

  it('are its links, and what is known of them without asking anybody', () => {
    const pages = [
      { address: 'https://a.example/tides#moon', state: 'read' },
      { address: 'https://b.example/', state: 'could not be read: not-found' },
    ];
    const text = '# T\n\n[a](https://a.example/tides), https://b.example. [c](https://c.example/x) [e1][e2][e1]\n';
    const found = measured(text, { pages });
    expect(found.links.map(({ state }) => state)).toEqual([
      'read',
      'could not be read: not-found',
      'nobody has looked',
    ]);
    expect(found.cited).toBe(2);
    expect(measuredWords(found)).toContain('https://a.example/tides (read)');
  });

  it('takes a moment for a long text', () => {
    const started = cpuMs();
    measured(`${'The sea comes back. '.repeat(10_000)}${'#'.repeat(50_000)}${'https://'.repeat(10_000)}`);
    expect(cpuMs() - started).toBeLessThan(5000);
  });
});
