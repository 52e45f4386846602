import { describe, expect, it } from 'vitest';
import { guardEdit } from '../../../../src/agents/editor/guard/guard-edit.ts';
import { loadLanguage } from '../../../../src/agents/editor/guard/language.ts';
import { ALLOWED, type Case, REFUSED } from './cases.ts';

const rows = (cases: Readonly<Record<string, readonly Case[]>>) =>
  Object.entries(cases).flatMap(([tag, all]) => all.map(([approved, edited]) => ({ tag, approved, edited })));

describe('the guard of the final edit', () => {
  it.each(rows(ALLOWED))('lets pass ($tag) $approved → $edited', async ({ tag, approved, edited }) => {
    const { text, proposals } = guardEdit(approved, edited, await loadLanguage(tag));
    expect({ text, proposals }).toEqual({ text: edited, proposals: [] });
  });

  it.each(rows(REFUSED))('keeps ($tag) $approved against $edited', async ({ tag, approved, edited }) => {
    const { text, proposals } = guardEdit(approved, edited, await loadLanguage(tag));
    expect(text).toBe(approved);
    expect(proposals.length).toBeGreaterThan(0);
  });
});
