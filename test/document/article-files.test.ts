import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { articleFiles, type ArticleToFile } from '../../src/document/article-files.ts';
import { createWordDocument } from '../../src/document/word/create-word-document.ts';

const ARTICLE: ArticleToFile = {
  title: 'How tides work',
  fileName: 'how-tides-work.md',
  language: 'en',
  text: `# How tides work

The **moon** pulls & the *sea* follows, says \`tide()\`.\\
See [the chart](https://example.com/chart) of C++ and C++.

## Ports

- Brest
  - north
- [x] Dover

3. three
4. four

| Port | Hours |
|---|--:|
| Brest | 6 |

\`\`\`js
let tide = 1 < 2;
  rise();
\`\`\`

> The sea waits for nobody.

<details>Not lost</details>

A note[^1].

[^1]: The note itself.

[^2]: Referred to by nobody.
`,
};

async function wordOf(
  article: ArticleToFile,
): Promise<Record<'document' | 'core' | 'links' | 'notes' | 'lists' | 'styles', string>> {
  const failures: Error[] = [];
  const files = await articleFiles(article, { report: (failure) => failures.push(failure) });
  expect(failures).toEqual([]);
  const word = files.find(({ kind }) => kind === 'docx');
  const parts = unzipSync(word?.bytes ?? new Uint8Array());
  const part = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
  return {
    document: part('word/document.xml'),
    core: part('docProps/core.xml'),
    links: part('word/_rels/document.xml.rels'),
    notes: part('word/footnotes.xml'),
    lists: part('word/numbering.xml'),
    styles: part('word/styles.xml'),
  };
}

/** The text of each paragraph, with its properties. */
function paragraphsOf(document: string): { readonly text: string; readonly xml: string }[] {
  return [...document.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([xml]) => ({
    xml,
    text: [...xml.matchAll(/<w:t[ >][^<]*<\/w:t>|<w:br\/>/g)]
      .map(([run]) => (run === '<w:br/>' ? '\n' : run.replaceAll(/<[^>]*>/g, '')))
      .join(''),
  }));
}

describe('articleFiles', () => {
  it('are the Markdown as it is and a Word document of the same name', async () => {
    const [markdown, word] = await articleFiles({ ...ARTICLE, text: '# Приливы\n' });
    expect({ ...markdown, bytes: Buffer.from(markdown?.bytes ?? []).toString() }).toEqual({
      kind: 'md',
      name: 'how-tides-work.md',
      mediaType: 'text/markdown; charset=utf-8',
      bytes: '# Приливы\n',
    });
    expect(word).toMatchObject({
      kind: 'docx',
      name: 'how-tides-work.docx',
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    });
  });

  it('keep headings, lists, tables, code, quotes and notes in the Word document', async () => {
    const { document, core, links, notes, lists } = await wordOf(ARTICLE);
    const paragraphs = paragraphsOf(document);

    const xmlOf = (text: string): string => paragraphs.find((paragraph) => paragraph.text === text)?.xml ?? '';
    expect(xmlOf('How tides work')).toContain('<w:pStyle w:val="Heading1"/>');
    expect(xmlOf('Ports')).toContain('<w:pStyle w:val="Heading2"/>');
    expect(xmlOf('Brest')).toContain('<w:ilvl w:val="0"/>');
    expect(xmlOf('north')).toContain('<w:ilvl w:val="1"/>');
    expect(xmlOf('three')).toContain('<w:numPr>');
    expect(lists).toContain('<w:start w:val="3"/>');
    expect(document).toMatch(/<w:tbl>.*Port.*Hours.*Brest.*6.*<\/w:tbl>/s);
    expect(xmlOf('let tide = 1 &lt; 2;\n  rise();')).toContain('Courier New');
    expect(xmlOf('The sea waits for nobody.')).toContain('<w:ind w:left="720"/>');
    const [, first] = paragraphs;
    expect(first?.text).toBe('The moon pulls &amp; the sea follows, says tide().\nSee the chart of C++ and C++.');
    expect(first?.xml).toMatch(/<w:b\/>.*>moon<.*<w:i\/>.*>sea</s);
    expect(links).toContain('Target="https://example.com/chart"');
    expect(notes).toContain('The note itself.');
    expect(xmlOf('Not lost')).not.toBe('');
    expect(xmlOf('[2] Referred to by nobody.')).not.toBe('');
    expect(core).toContain('>How tides work</dc:title>');
  });

  it('open in another program, which finds the same in them', async () => {
    const [, word] = await articleFiles(ARTICLE);
    const { value: html } = await mammoth.convertToHtml({ buffer: Buffer.from(word?.bytes ?? []) });
    expect(html.replaceAll(/<sup>.*?<\/sup>| id="[^"]*"/g, '')).toBe(
      [
        '<h1>How tides work</h1>',
        '<p>The <strong>moon</strong> pulls &amp; the <em>sea</em> follows, says tide().<br />',
        'See <a href="https://example.com/chart">the chart</a> of C++ and C++.</p>',
        '<h2>Ports</h2><ul><li>Brest<ul><li>north</li></ul></li></ul><p>☑ Dover</p><ol><li>three</li><li>four</li></ol>',
        '<table><thead><tr><th><p><strong>Port</strong></p></th><th><p><strong>Hours</strong></p></th></tr></thead>',
        '<tbody><tr><td><p>Brest</p></td><td><p>6</p></td></tr></tbody></table>',
        '<p>let tide = 1 &lt; 2;<br />  rise();</p><p>The sea waits for nobody.</p><p>Not lost</p>',
        '<p>A note.</p><p>[2] Referred to by nobody.</p>',
        '<ol><li><p>The note itself. <a href="#footnote-ref-1">↑</a></p></li></ol>',
      ].join(''),
    );
  });

  it('are the same bytes for the same article, whenever they are made', async () => {
    const first = await articleFiles(ARTICLE);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01') });
    onTestFinished(() => void vi.useRealTimers());
    const second = await articleFiles(ARTICLE);
    expect(Buffer.compare(first[1]?.bytes ?? Buffer.of(1), second[1]?.bytes ?? Buffer.of(2))).toBe(0);
  });

  it('fetch nothing: a picture is a link to where it is', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const text = [
      `![A chart](${base}/chart.png)`,
      `![][pic] and [![within a link](${base}/inner.png)](https://example.com)`,
      '![drawn](data:image/png;base64,iVBORw0KGgo=) ![local](../../package.json)',
      `<img src="${base}/html.png">`,
      `[pic]: ${base}/reference.png`,
    ].join('\n\n');
    const { document, links } = await wordOf({ ...ARTICLE, text });
    expect(asked).toEqual([]);
    expect(links).not.toMatch(/relationships\/image"/);
    expect(links).toContain(`Target="${base}/chart.png"`);
    expect(links).toContain(`Target="${base}/reference.png"`);
    expect(paragraphsOf(document).map((paragraph) => paragraph.text)).toEqual([
      'A chart',
      `${base}/reference.png and within a link`,
      'drawn local',
      `${base}/html.png`,
    ]);
  });

  it('make no link of an address that is not of the web', async () => {
    const { links, document } = await wordOf({ ...ARTICLE, text: '[a](javascript:alert(1)) [b](file://host/share)' });
    expect(links).not.toMatch(/javascript|file:/);
    expect(paragraphsOf(document)[0]?.text).toBe('a b');
  });

  it('show where a link leads whose words look like another address, and no link hides its host behind a name', async () => {
    const text =
      '[bank。com](https://evil.example/) [x](https://bank.example@evil.example/) [tides](https://example.com)';
    const { links, document } = await wordOf({ ...ARTICLE, text });
    expect(paragraphsOf(document)[0]?.text).toBe('bank。com (https://evil.example/) x tides');
    expect(links).not.toContain('bank.example');
  });

  it('reads each paragraph from its own side', async () => {
    const { document } = await wordOf({
      ...ARTICLE,
      text: 'הירח מושך את הים הירח מושך את הים.\n\n> The sea follows.\n\n12.5',
    });
    const sides = paragraphsOf(document).map(({ xml }) => xml.includes('<w:bidi/>'));
    expect(sides).toEqual([true, false, true]);
  });

  it.each([
    ['he', 'הירח מושך את הים. `code` here.', true],
    ['ar', 'القمر يجذب البحر', true],
    ['ru', 'Луна тянет море, по-арабски قمر', false],
  ])('read a text in %s from its side, and tell Word its language', async (language, text, isRightToLeft) => {
    const { document, core, styles } = await wordOf({ ...ARTICLE, text, language });
    const [paragraph] = paragraphsOf(document);
    expect(paragraph?.xml.includes('<w:bidi/>')).toBe(isRightToLeft);
    expect(paragraph?.xml.includes('<w:rtl/>')).toBe(isRightToLeft);
    expect(styles).toMatch(new RegExp(`<w:lang [^>]*w:val="${language}"`));
    expect(core).toContain(`>${language}</dc:language>`);
  });

  it('take no language that nobody knows', async () => {
    for (const language of ['auto', 'not a tag']) {
      const { styles, core } = await wordOf({ ...ARTICLE, language });
      expect(styles + core).not.toMatch(/<w:lang|dc:language/);
    }
  });

  it('are there for any text and title', async () => {
    const { document } = await wordOf({
      ...ARTICLE,
      title: '\u0000\u{1f30a}'.repeat(300),
      text: 'A bell\u0007, half a wave \ud83c, a zero\u0000.\r\nAnd [TOC].',
    });
    expect(paragraphsOf(document).map(({ text }) => text)).toEqual(['A bell, half a wave \ufffd, a zero.\nAnd [TOC].']);
    expect(await wordOf({ ...ARTICLE, title: '', text: '' })).toMatchObject({ links: expect.any(String) });
    expect((await wordOf({ ...ARTICLE, text: '> '.repeat(200) })).document).not.toBe('');
    const deep = Array.from({ length: 14 }, (_item, depth) => `${'  '.repeat(depth)}- level ${depth}`).join('\n');
    expect((await wordOf({ ...ARTICLE, text: deep })).document).toContain('level 13');
  });

  it('come with plain paragraphs when the text cannot be laid out, or alone, never without the Markdown', async () => {
    const failures: Error[] = [];
    const report = (failure: Error): void => void failures.push(failure);
    const toPlainWord: typeof createWordDocument = async (source, layout) => {
      if (layout === 'whole') throw new Error('No such layout');
      return createWordDocument(source, layout);
    };
    const [markdown, word] = await articleFiles(ARTICLE, { report, toWord: toPlainWord });
    expect(markdown?.bytes).toHaveLength(Buffer.byteLength(ARTICLE.text));
    const parts = unzipSync(word?.bytes ?? new Uint8Array());
    const paragraphs = paragraphsOf(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).map(({ text }) => text);
    expect(paragraphs.slice(0, 4)).toEqual([
      'How tides work',
      'The moon pulls &amp; the sea follows, says tide().\nSee the chart of C++ and C++.',
      'Ports',
      '• Brest\n  • north\n☑ Dover',
    ]);
    expect(failures).toMatchObject([
      { message: 'Could not make the Word document how-tides-work.docx (whole)', cause: { message: 'No such layout' } },
    ]);

    const alone = await articleFiles(ARTICLE, { report, toWord: () => Promise.reject(new Error('No Word')) });
    expect(alone.map(({ kind }) => kind)).toEqual(['md']);
    expect(failures).toHaveLength(3);
  });
});
