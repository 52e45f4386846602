import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SCHEMES = ['light', 'dark'] as const;

/**
 * Has axe look at all that the page shows now, in light and in dark. The browser itself loads it, so that the page's policy for scripts
 * stays in force.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    // What comes into view is there at once, and not half seen.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
    );
    for (const { id, help, nodes } of violations)
      for (const { html, failureSummary } of nodes)
        found.push(`${id}, in ${colorScheme}: ${help}\n  ${html}\n  ${failureSummary ?? ''}`);
  }
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light', reducedMotion: null });
  expect(found.join('\n'), `axe at ${page.url()}`).toBe('');
}
