import { describe, expect, it } from 'vitest';
import { disposition, makeFile, type MakeFileOptions, type TextToFile } from '../../../../bots/web/render/files.ts';
import { readDocument } from '../../../../src/document/document-reader.ts';

const TIDES: TextToFile = { title: 'Tides', text: '# Tides\n\nThey rise.\n', fileName: 'tides.md', madeAt: 0 };
const options: MakeFileOptions = {
  typesetter: { page: async () => '<!doctype html>', pdf: async () => new Uint8Array([37]) },
  reader: {
    parse: async (text: string) => readDocument(text),
    prime: async () => undefined,
    close: async () => undefined,
  },
  words: { notes: 'Notes', back: 'Back to' },
};
const kindOf = async (name: string, more: Partial<TextToFile> = {}, made = options) => {
  const answer = await makeFile({ ...TIDES, ...more }, name, made);
  return answer.kind === 'file' ? answer.mediaType : answer.kind;
};

describe('a file of an article', () => {
  it.each([
    ['tides.md', 'text/markdown; charset=utf-8'],
    ['tides.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['tides.html', 'text/html; charset=utf-8'],
    ['tides.pdf', 'application/pdf'],
    ['tides.extras.md', 'none'],
    ['tides.receipt.json', 'none'],
    ['other.md', 'none'],
    ['../tides.md', 'none'],
    ['tides', 'none'],
  ])('%s is %s', async (name, kind) => {
    expect(await kindOf(name)).toBe(kind);
  });

  it('comes with its receipt and what goes with it, where there are', async () => {
    expect(await kindOf('receipt.json', { receipt: '{}' })).toBe('application/json');
    expect(await kindOf('tides.receipt.json', { receipt: '{}' })).toBe('application/json');
    expect(await kindOf('tides.extras.md', { extras: [{ name: 'x', maxChars: 10, text: 'Hi' }] })).toBe(
      'text/markdown; charset=utf-8',
    );
  });

  it('is none in letters that cannot be set, and late when it could not be made', async () => {
    expect(await kindOf('tides.pdf', { text: '潮の満ち引き' })).toBe('letters');
    const late = { ...options, typesetter: { page: async () => undefined, pdf: async () => undefined } };
    expect(await kindOf('tides.pdf', {}, late)).toBe('late');
    expect(await kindOf('tides.html', {}, late)).toBe('late');
  });
});

describe('the name that a file is kept by', () => {
  it.each([
    ['tides.pdf', `attachment; filename="tides.pdf"; filename*=UTF-8''tides.pdf`],
    ['приливы.md', `attachment; filename="_______.md"; filename*=UTF-8''%D0%BF%D1%80%D0%B8%D0%BB%D0%B8%D0%B2%D1%8B.md`],
    [`a"b'c%.md`, `attachment; filename="a_b'c_.md"; filename*=UTF-8''a%22b%27c%25.md`],
  ])('of %s is said in both ways', (name, said) => {
    expect(disposition(name)).toBe(said);
  });
});
