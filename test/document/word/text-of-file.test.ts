import {
  Document,
  ExternalHyperlink,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createWordDocument } from '../../../src/document/word/create-word-document.ts';
import { textOfFile } from '../../../src/document/word/text-of-file.ts';

describe('textOfFile', () => {
  it('reads what a person wrote in Word as Markdown', async () => {
    const row = (...cells: readonly string[]) =>
      new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) });
    const document = new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: 'How tides work', heading: HeadingLevel.TITLE }),
            new Paragraph({
              children: [
                new TextRun('The Moon pulls at '),
                new TextRun({ text: 'all', bold: true }),
                new TextRun({ text: ' water ', italics: true }),
                new TextRun('twice a day [e12], 3 * 4 times, as '),
                new ExternalHyperlink({ link: 'https://noaa.gov/tides_(sea)', children: [new TextRun('NOAA')] }),
                new TextRun(' says.'),
              ],
            }),
            new Paragraph({ text: 'The Sun', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ text: 'spring tides', bullet: { level: 0 } }),
            new Paragraph({ text: 'at new Moon', bullet: { level: 1 } }),
            new Paragraph({ text: 'neap tides', bullet: { level: 0 } }),
            new Table({ rows: [row('Bay', 'Metres'), row('Fundy | Minas', '16')] }),
          ],
        },
      ],
    });
    expect(await textOfFile(await Packer.toBuffer(document))).toBe(
      [
        '# How tides work',
        'The Moon pulls at **all** *water* twice a day [e12], 3 * 4 times, as [NOAA](https://noaa.gov/tides_%28sea%29) says.',
        '## The Sun',
        '- spring tides\n  - at new Moon\n- neap tides',
        '| Bay | Metres |\n| --- | --- |\n| Fundy \\| Minas | 16 |',
      ].join('\n\n'),
    );
  });

  it('gives back what we hand out in Word', async () => {
    const text = '# How tides work\n\nThe Moon **pulls** at water.\n\n## The Sun\n\n1. spring\n2. neap';
    const bytes = await createWordDocument({ title: 'How tides work', text, language: 'en' }, 'whole');
    expect(await textOfFile(bytes)).toContain('The Moon **pulls** at water.\n\n## The Sun\n\n1. spring\n2. neap');
  });

  it('reads text in UTF-8 as it is, and nothing else', async () => {
    expect(await textOfFile(Buffer.from('\ufeff# Приливы\n\nДважды в день.'))).toBe('# Приливы\n\nДважды в день.');
    expect(await textOfFile(Buffer.from([0xff, 0xfe, 0x41, 0]))).toBeUndefined();
    expect(await textOfFile(Buffer.from('%PDF-1.7\0'))).toBeUndefined();
    expect(await textOfFile(zipSync({ 'sheet.xml': Buffer.from('<x/>') }))).toBeUndefined();
    expect(await textOfFile(Buffer.from('PK\u0003\u0004 and nothing that unpacks'))).toBeUndefined();
  });
});
