import { describe, expect, it } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import { articlePdf, hasPdfLetters } from '../../../src/document/pdf/article-pdf.ts';
import { HOSTILE_SHAPES, HOSTILE_TEXTS, hostileText } from '../hostile-texts.ts';

const TEXT = `# Приливы и *Луна*

Water **rises**[^1] and [falls](https://moon.example/a). ![The Moon](https://x.example/moon.png) [bank.example](https://evil.example) [no](javascript:alert(1)) 🌊

## Why

- one
  1. two
- [x] three

> Somebody said.

\`\`\`js
const a = 1;
\`\`\`

| Place | Height |
|---|--:|
| Fundy | 16 m |

---

[^1]: A note.
`;

async function open(text: string) {
  const bytes = await articlePdf({ title: 'Приливы', text, language: 'ru', madeAt: 0 });
  return await getDocumentProxy(new Uint8Array(bytes));
}

describe('articlePdf', () => {
  it('sets all that Markdown has, with headings as bookmarks, links, and a number on each page', async () => {
    const pdf = await open(TEXT);
    const { text } = await extractText(pdf, { mergePages: true });
    for (const words of [
      'Приливы и Луна',
      'Why',
      'one',
      'two',
      '[x] three',
      'Somebody said.',
      'const a = 1;',
      'Fundy',
      '16 m',
      'A note.',
      '1 / 1',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('🌊');
    expect(text).toContain('(https://evil.example/)');
    expect((await pdf.getOutline()).map(({ title }: { title: string }) => title)).toEqual(['Приливы и Луна', 'Why']);
    const page = await pdf.getPage(1);
    const links = (await page.getAnnotations()).flatMap(({ url }: { url?: string }) => url ?? []);
    expect([...new Set(links)]).toEqual([
      'https://moon.example/a',
      'https://x.example/moon.png',
      'https://evil.example/',
    ]);
    expect((await pdf.getMetadata()).info).toMatchObject({ Title: 'Приливы', Language: 'ru' });
  });

  it('goes on over pages', async () => {
    const pdf = await open(`# T\n\n${'Words that fill a page and go on.\n\n'.repeat(120)}`);
    expect(pdf.numPages).toBeGreaterThan(2);
    const { text } = await extractText(pdf);
    expect(text[1]).toContain(`2 / ${pdf.numPages}`);
  });

  it('is the same for the same article', async () => {
    const source = { title: 'T', text: '# T\n\nWords.', madeAt: 1_700_000_000_000 };
    expect(Buffer.from(await articlePdf(source)).equals(Buffer.from(await articlePdf(source)))).toBe(true);
  });

  it.each([
    ['Приливы rise, τα κύματα', true],
    ['A text that names 東京 once among many other words of its own, which are all set as they should be', true],
    ['潮の満ち引き', false],
    ['المد والجزر', false],
    ['', true],
  ])('has letters for “%.20s”: %s', (text, isSet) => {
    expect(hasPdfLetters(text)).toBe(isSet);
  });

  it.each([
    ...Object.keys(HOSTILE_TEXTS).map((name): [string, string] => [name, hostileText(name, 1500)]),
    ...Object.entries(HOSTILE_SHAPES).map(([name, make]): [string, string] => [name, make(1500)]),
  ])('sets %s', async (_, text) => {
    expect((await articlePdf({ title: 'T', text, madeAt: 0 })).byteLength).toBeGreaterThan(500);
  });
});
