import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DocumentReaderOptions, createDocumentReader, readDocument } from '../../src/document/document-reader.ts';
import { show } from './markdown/show.ts';

/** A thread that says what it is told to, and on a text that contains `stop` nothing ever again. */
const STUCK = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (text) => {
    if (text.includes('die')) process.exit(3);
    while (text.includes('stop'));
    parentPort.postMessage({ text, root: { type: 'root', children: [] }, isPlain: false });
  });
  parentPort.postMessage('ready');
`;

function open(options: DocumentReaderOptions = {}): {
  readonly reader: ReturnType<typeof createDocumentReader>;
  readonly failures: Error[];
  readonly started: () => number;
} {
  const failures: Error[] = [];
  let started = 0;
  const reader = createDocumentReader({
    report: (failure) => void failures.push(failure),
    startWorker: () => {
      started += 1;
      return new Worker(STUCK, { eval: true });
    },
    ...options,
  });
  onTestFinished(() => reader.close());
  return { reader, failures, started: () => started };
}

describe('DocumentReader', () => {
  it('reads a long text in another thread, as it would be read here', async () => {
    const failures: Error[] = [];
    const reader = createDocumentReader({ report: (failure) => void failures.push(failure) });
    onTestFinished(() => reader.close());
    const text = `# Tides\n\n${'**The moon** pulls. '.repeat(500)}`;
    const document = await reader.parse(text);
    expect(failures).toEqual([]);
    expect(document.isPlain).toBe(false);
    expect(show(document.root)).toContain('# Tides ¶ B<The moon> pulls. B<');
    expect(readDocument(text)).toBe(document);
  });

  it('reads a short text where it is, and starts no thread for it', async () => {
    const { reader, started } = open();
    expect(show((await reader.parse('**a**')).root)).toBe('B<a>');
    expect(started()).toBe(0);
  });

  it('takes a text that is not read in time as it is written, ends the thread, and reads the next one', async () => {
    const { reader, failures, started } = open({ deadlineMs: 100, shortChars: 0 });
    const [stuck, next] = await Promise.all([reader.parse('*stop* here 1'), reader.parse('next 1')]);
    expect(stuck.isPlain).toBe(true);
    expect(show(stuck.root)).toBe('*stop* here 1');
    expect(next.isPlain).toBe(false);
    expect(failures).toMatchObject([
      { message: expect.stringContaining('13 characters'), cause: { message: 'It took more than 100 ms' } },
    ]);
    expect(started()).toBe(2);
    expect(readDocument('*stop* here 1')).toBe(stuck);
  });

  it('survives a thread that dies', async () => {
    const { reader, failures } = open({ shortChars: 0 });
    expect((await reader.parse('die 2')).isPlain).toBe(true);
    expect((await reader.parse('live 2')).isPlain).toBe(false);
    expect(failures).toHaveLength(1);
  });

  it('starts one thread for many texts', async () => {
    const { reader, started } = open({ shortChars: 0 });
    await reader.prime(['a 3', 'b 3', 'a 3', 'c 3']);
    expect(started()).toBe(1);
  });

  it('gives plain documents when it is closed', async () => {
    const { reader } = open({ shortChars: 0 });
    await reader.close();
    expect((await reader.parse('closed 4')).isPlain).toBe(true);
  });
});
