import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keyboard } from '../../../../bots/terminal/ui/keyboard.ts';

describe('Keyboard', () => {
  let input: PassThrough;
  let keyboard: Keyboard;
  let left: number;
  const never = new AbortController().signal;

  beforeEach(() => {
    input = new PassThrough();
    left = 0;
    keyboard = new Keyboard(input, new PassThrough(), () => {
      left += 1;
    });
    keyboard.open();
  });

  afterEach(() => keyboard.close());

  /** What a prompt would read. */
  async function typed(...chunks: readonly string[]): Promise<string> {
    const read: string[] = [];
    keyboard.on('data', (chunk: Buffer) => read.push(chunk.toString()));
    for (const chunk of chunks) {
      input.write(chunk);
      await sleep(5);
    }
    return read.join('');
  }

  it.each([
    ['m', 'm'],
    ['\u001b[B', 'down'],
    [' ', 'space'],
    ['\r', 'return'],
    ['й', 'q'],
    ['Ь', 'm'],
  ])('names the key %j', async (bytes, name) => {
    const key = keyboard.key(never);
    input.write(bytes);
    expect(await key).toBe(name);
  });

  it('takes an arrow that arrives in two pieces for an arrow, and Esc alone for Esc', async () => {
    const arrow = keyboard.key(never);
    input.write('\u001b');
    await sleep(5);
    input.write('[A');
    expect(await arrow).toBe('up');
    const escape = keyboard.key(never);
    input.write('\u001b');
    expect(await escape).toBe('escape');
  });

  it.each(['\u0003', '\u0004', 'abc\u0003'])('says that the person leaves at %j', async (bytes) => {
    expect(await typed(bytes)).toBe('');
    expect(left).toBe(1);
  });

  it('says that the person leaves when the input ends', async () => {
    input.end();
    await sleep(5);
    expect(left).toBeGreaterThan(0);
  });

  it('makes one line of a pasted text while text is typed', async () => {
    keyboard.typing = true;
    expect(await typed('a\u001b[200~one\r\ntwo\u0003\n', 'три\u001b[201~\r')).toBe(
      'aone two  три\r'.replace('  ', ' '),
    );
    expect(left).toBe(0);
  });

  it('drops a pasted text where keys mean something', async () => {
    expect(await typed('\u001b[200~quit\r\u001b[201~m')).toBe('m');
  });

  it('keeps a line of text when Esc is pressed in it', async () => {
    keyboard.typing = true;
    expect(await typed('ab\u001b')).toBe('ab');
    await sleep(150);
    expect(await typed('c')).toBe('c');
  });

  it('drops what was typed ahead of a question that came by itself', async () => {
    keyboard.pause();
    input.write('\r');
    await sleep(5);
    keyboard.deafen(50);
    input.write('\r');
    await sleep(80);
    const key = keyboard.key(never);
    input.write('x');
    expect(await key).toBe('x');
  });
});
