import { describe, expect, it } from 'vitest';
import { readPlan, withHeadings } from '../../../../src/agents/writer/by-sections/outline-plan.ts';
import { cpuMs } from '../../../support/cpu-ms.ts';

describe('an outline', () => {
  it('has a title, an angle, and sections with what they show and rest on', () => {
    expect(
      readPlan('# Tides\n\nThe Earth turns.\n\n## The Moon\n\nIt pulls [e2].\n\n### More\n\nDeep.\n\n## The Sun\n'),
    ).toEqual({
      title: 'Tides',
      angle: 'The Earth turns.',
      sections: [
        { id: 'p1', heading: 'The Moon', plan: 'It pulls [e2].\n\n### More\n\nDeep.', noteIds: ['e2'] },
        { id: 'p2', heading: 'The Sun', plan: '', noteIds: [] },
      ],
    });
  });

  it('is read as people write it, too: underlined, without a title, with one level of headings', () => {
    expect(
      readPlan('Tides\n=====\n\nMoon\n----\n\nIt pulls.').sections.map(({ heading, plan }) => [heading, plan]),
    ).toEqual([['Moon', 'It pulls.']]);
    expect(readPlan('An angle.\n\n## Moon\n\n## Sun')).toMatchObject({ title: '', angle: 'An angle.' });
    expect(readPlan('# Tides\n\n# Moon\n\n# Sun').sections.map(({ heading }) => heading)).toEqual(['Moon', 'Sun']);
    expect(readPlan('Only words.')).toEqual({ title: '', angle: 'Only words.', sections: [] });
  });

  it('that a model wrote as a list gets headings of its points', () => {
    const list = '- **The Moon pulls**: more on the near side\n- The Sun helps. A little.\n3) Coasts';
    expect(readPlan(withHeadings(list)).sections.map(({ heading, plan }) => [heading, plan])).toEqual([
      ['The Moon pulls', 'more on the near side'],
      ['The Sun helps', 'A little.'],
      ['Coasts', ''],
    ]);
    const own = '# T\n\n- a list\n\n## Moon\n';
    expect(withHeadings(own)).toBe(own);
  });

  it('is bounded, and takes a moment', () => {
    expect(readPlan(Array.from({ length: 99 }, (_, at) => `## H${at}\n\nx\n\n`).join('')).sections).toHaveLength(12);
    const started = cpuMs();
    for (const text of ['- '.repeat(50_000), '#'.repeat(90_000), `- ${'a'.repeat(90_000)}`, '\n'.repeat(90_000)])
      readPlan(withHeadings(text));
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});
