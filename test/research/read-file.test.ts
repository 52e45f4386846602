import { Document, Packer, Paragraph } from 'docx';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/research/read-file.ts';
import { pdf } from '../support/pdf.ts';

const SENTENCES = [
  'Twice a day the sea comes back, because the Moon pulls harder on the near side of the Earth.',
  'The Sun helps, with less than half of the force, and at new moon both pull together.',
];
const RUSSIAN = 'Дважды в сутки море возвращается: Луна сильнее притягивает ближнюю к ней сторону Земли.';
const never = new AbortController().signal;

describe('readFile', () => {
  it('reads text, Markdown, PDF and Word by what they are', async () => {
    const word = await Packer.toBuffer(
      new Document({ title: 'Tides in Word', sections: [{ children: SENTENCES.map((text) => new Paragraph(text)) }] }),
    );
    const [text, markdown, print, document] = await Promise.all(
      [
        Buffer.from(SENTENCES.join('\n\n')),
        Buffer.from(`# Tides\n\n${SENTENCES.join('\n\n')}`),
        pdf('Tides in print', SENTENCES),
        word,
      ].map((bytes) => readFile(bytes, never)),
    );
    expect([text?.title, markdown?.title, print?.title, document?.title]).toEqual([
      '',
      'Tides',
      'Tides in print',
      'Tides in Word',
    ]);
    for (const read of [text, markdown, print, document])
      for (const sentence of SENTENCES) expect(read?.text).toContain(sentence);
  });

  it('reads what Windows calls Unicode', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(RUSSIAN, 'utf16le')]);
    expect((await readFile(bytes, never)).text).toBe(RUSSIAN);
  });

  it.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00]), 'unreadable-type'],
    ['letters that nobody named', Buffer.from(RUSSIAN, 'utf8').subarray(1), 'unreadable-type'],
    ['a PDF that is broken', Buffer.from('%PDF-1.7 and nothing else'), 'unreadable-type'],
    ['an archive of something else', zipSync({ 'a.bin': new Uint8Array(9) }), 'unreadable-type'],
    ['a few words', Buffer.from('Tides.'), 'empty'],
  ])('says of %s that it cannot be read', async (_, bytes, code) => {
    await expect(readFile(bytes, never)).rejects.toMatchObject({ name: 'FetchFault', code });
  });
});
