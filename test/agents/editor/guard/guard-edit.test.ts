import { describe, expect, it } from 'vitest';
import { guardEdit } from '../../../../src/agents/editor/guard/guard-edit.ts';
import { loadLanguage } from '../../../../src/agents/editor/guard/language.ts';
import { ALLOWED, type Case, REFUSED } from './cases.ts';
import { ALSO_ALLOWED, ALSO_REFUSED } from './more-cases.ts';

const rows = (cases: Readonly<Record<string, readonly Case[]>>) =>
  Object.entries(cases).flatMap(([tag, all]) => all.map(([approved, edited]) => ({ tag, approved, edited })));

describe('the guard of the final edit', () => {
  it.each([...rows(ALLOWED), ...rows(ALSO_ALLOWED)])(
    'lets pass ($tag) $approved → $edited',
    async ({ tag, approved, edited }) => {
      const { text, proposals } = guardEdit(approved, edited, await loadLanguage(tag));
      expect({ text, proposals }).toEqual({ text: edited, proposals: [] });
    },
  );

  it.each([...rows(REFUSED), ...rows(ALSO_REFUSED)])(
    'keeps ($tag) $approved against $edited',
    async ({ tag, approved, edited }) => {
      const { text, proposals } = guardEdit(approved, edited, await loadLanguage(tag));
      expect(text).toBe(approved);
      expect(proposals.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['- [ ] do it', '- [x] do it'],
    ['He came.', '> He came.'],
  ])('leaves marks that say something as they are: %s → %s', async (approved, edited) => {
    expect(guardEdit(approved, edited, await loadLanguage('en'))).toEqual({
      text: approved,
      changes: [],
      proposals: [],
    });
  });
});
