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

type Pdf = Awaited<ReturnType<typeof open>>;
type Page = Awaited<ReturnType<Pdf['getPage']>>;
type Element = NonNullable<Awaited<ReturnType<Page['getStructTree']>>>;

/** What a screen reader is told of a page: elements with their words, each within the one above it. */
async function outline(pdf: Pdf, number: number): Promise<readonly string[]> {
  const page = await pdf.getPage(number);
  const [tree, { items }, links] = await Promise.all([
    page.getStructTree(),
    page.getTextContent({ includeMarkedContent: true }),
    page.getAnnotations() as Promise<readonly { readonly id: string; readonly url?: string; readonly dest?: string }[]>,
  ]);
  const words = new Map<string, string>();
  let id: string | undefined;
  for (const item of items) {
    if ('type' in item) id = item.type === 'endMarkedContent' ? undefined : item.id;
    if ('str' in item && id !== undefined) words.set(id, `${words.get(id) ?? ''}${item.str}`);
  }
  const lines: string[] = [];
  const walk = ({ role, children }: Element, depth: number): void => {
    const own: string[] = [];
    let isSaid = role === 'Root' || role === 'Document';
    const say = (): void => {
      const text = own.splice(0).join('').trim();
      if (!isSaid) lines.push(`${'  '.repeat(depth)}${name}${text === '' ? '' : `: ${text}`}`);
      else if (text !== '') lines.push(text);
      isSaid = true;
    };
    const [pressed] = children.flatMap((child) => ('type' in child && child.type === 'object' ? [child.id] : []));
    const link = links.find((one) => one.id === pressed);
    const name = role === 'Link' ? `Link → ${link?.url ?? `#${link?.dest}`}` : role;
    for (const child of children) {
      if ('role' in child) {
        say();
        walk(child, role === 'Root' || role === 'Document' ? depth : depth + 1);
      } else if (child.type === 'content') own.push(words.get(child.id) ?? '');
    }
    if (own.length > 0 || !isSaid) say();
  };
  if (tree !== null) walk(tree, 0);
  return lines;
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

  it('says of its own structure what its words are, in the order in which they are read', async () => {
    const pdf = await open(TEXT);
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect(await outline(pdf, 1)).toEqual([
      'H1: Приливы и Луна',
      'P: Water rises',
      '  Link → #note-1: 1',
      'and',
      '  Link → https://moon.example/a: falls',
      '.',
      '  Link → https://x.example/moon.png: The Moon',
      '  Link → https://evil.example/: bank.example',
      '(https://evil.example/) no',
      'H2: Why',
      'L',
      '  LI',
      '    LBody',
      '      P: one',
      '      L',
      '        LI',
      '          Lbl: 1.',
      '          LBody',
      '            P: two',
      '  LI',
      '    LBody',
      '      P: [x] three',
      'BlockQuote',
      '  P: Somebody said.',
      'P',
      '  Code: const a = 1;',
      'Table',
      '  TR',
      '    TH: Place',
      '    TH: Height',
      '  TR',
      '    TD: Fundy',
      '    TD: 16 m',
      'Note',
      '  P: 1. A note.',
    ]);
  });

  it('says once what comes again, and of what is none of the text that it is decoration', async () => {
    const pdf = await open(`# T\n\n| Place | Height |\n|---|---|\n${'| Fundy | 16 m |\n'.repeat(60)}`);
    expect(pdf.numPages).toBeGreaterThan(1);
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => outline(pdf, at + 1)));
    expect(pages.flat().filter((line) => line.includes('TH: Place'))).toHaveLength(1);
    const { text } = await extractText(pdf);
    expect(text[1]).toContain('Place');
    for (const words of [`1 / ${pdf.numPages}`, `2 / ${pdf.numPages}`]) {
      expect(text.join(' ')).toContain(words);
      expect(pages.flat().join(' ')).not.toContain(words);
    }
    expect(pages.flat().filter((line) => line.includes('TD: Fundy'))).toHaveLength(60);
  });

  it('has one place to press for all the words of a link on a line', async () => {
    const pdf = await open('# T\n\nSee [all that there is to know of tides](https://tides.example/).');
    const annotations = await (await pdf.getPage(1)).getAnnotations();
    expect(annotations).toMatchObject([
      { url: 'https://tides.example/', contentsObj: { str: 'https://tides.example/' } },
    ]);
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
