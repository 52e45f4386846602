import { describe, expect, it } from 'vitest';
import { articleFiles } from '../../src/document/article-files.ts';
import { isDrawable } from '../../src/document/markdown/drawable.ts';
import { parseDocument } from '../../src/document/markdown/parse-document.ts';
import { splitMarkdown } from '../../src/document/markdown/split-markdown.ts';
import { plainTextOf } from '../../src/document/markdown/plain-text.ts';
import { HOSTILE_SHAPES, HOSTILE_TEXTS, hostileText } from './hostile-texts.ts';

const CHARS = 40_000;
/** What one text may hold up the event loop for, in time of the processor: others are at work on the machine. It was a minute. */
const BUDGET_MS = 3000;

const texts: [string, string][] = [
  ...Object.keys(HOSTILE_TEXTS).map((name): [string, string] => [name, hostileText(name, CHARS)]),
  ...Object.entries(HOSTILE_SHAPES).map(([name, make]): [string, string] => [name, make(CHARS)]),
];

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function costOf(work: () => unknown): Promise<number> {
  const start = cpuMs();
  await work();
  return cpuMs() - start;
}

/** Others are at work on the machine: what counts is the time of the processor. */
const TIMEOUT_MS = 60_000;

describe.each(texts)('40,000 characters of %s', { timeout: TIMEOUT_MS }, (_name, text) => {
  it('are read in time, and no letter of them is lost', async () => {
    expect(await costOf(() => parseDocument(text))).toBeLessThan(BUDGET_MS);
    const { root, isPlain } = parseDocument(text);
    expect(isDrawable(text)).toBe(!isPlain);
    const letters = (of: string): string => of.replaceAll(/\s/g, '');
    // A difference of thousands of characters is nothing to print.
    if (isPlain) expect(letters(plainTextOf(root)) === letters(text)).toBe(true);
  });

  it('are split in time', async () => {
    expect(await costOf(() => splitMarkdown(text, 10_000))).toBeLessThan(BUDGET_MS);
  });

  it('are made into files in time', async () => {
    const cost = await costOf(async () => {
      const files = await articleFiles({ title: 'T', fileName: 't.md', text });
      expect(files.map(({ kind }) => kind)).toEqual(['md', 'docx']);
    });
    expect(cost).toBeLessThan(BUDGET_MS);
  });
});
