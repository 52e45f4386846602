import { describe, expect, it } from 'vitest';
import { type GivenFile, takeFile } from '../../src/chat/take-file.ts';
import { createLogger } from '../../src/lib/logger.ts';

const logger = createLogger({ level: 'silent' });

function open(keep: (file: { readonly id: string }) => Promise<void> = async () => undefined) {
  const kept: unknown[] = [];
  const options = {
    files: {
      keep: async (file: { readonly id: string; readonly name: string; readonly bytes: Uint8Array }) => {
        await keep(file);
        kept.push(file);
      },
    },
    maxBytes: 1_000_000,
    logger,
  };
  const take = (given: Partial<GivenFile>) =>
    takeFile({ eventKey: 'slack:1', name: 'tides.pdf', fetch: async () => Buffer.from('tides'), ...given }, options);
  return { kept, take };
}

describe('takeFile', () => {
  it('keeps a file under an id that is the same at every redelivery', async () => {
    const { kept, take } = open();
    const [first, again, other] = [await take({}), await take({}), await take({ eventKey: 'slack:2' })];
    expect(first).toEqual({ kind: 'kept', file: { id: expect.any(String) as string, name: 'tides.pdf' } });
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(kept).toHaveLength(3);
  });

  it.each<[string, Partial<GivenFile>, object]>([
    ['is of no kind that can be read', { name: 'tides.png' }, { code: 'file-kind', name: 'tides.png' }],
    ['has no name', { name: '' }, { code: 'file-kind', name: '?' }],
    ['is said to be too large', { size: 2_000_000 }, { code: 'file-too-large', name: 'tides.pdf', maxMegabytes: 1 }],
    [
      'turns out to be too large',
      { fetch: async () => 'too-large' },
      { code: 'file-too-large', name: 'tides.pdf', maxMegabytes: 1 },
    ],
    ['is empty', { fetch: async () => new Uint8Array() }, { code: 'file-empty', name: 'tides.pdf' }],
    ['cannot be had', { fetch: async () => 'unreachable' }, { code: 'file-unreachable', name: 'tides.pdf' }],
  ])('refuses what %s, and keeps nothing', async (_, given, refusal) => {
    const { kept, take } = open();
    expect(await take(given)).toEqual({ kind: 'refused', refusal });
    expect(kept).toEqual([]);
  });

  it('never fetches what it would not take', async () => {
    const { take } = open();
    const fetch = async (): Promise<never> => {
      throw new Error('It was fetched');
    };
    for (const given of [{ name: 'a.exe' }, { size: 2_000_000 }])
      expect((await take({ ...given, fetch })).kind).toBe('refused');
  });

  it('takes nothing while the database, or the chat, is away', async () => {
    const away = { kind: 'away', what: 'store' };
    const fails = async (): Promise<never> => {
      throw new Error('away');
    };
    expect(await open(fails).take({})).toEqual(away);
    expect(await open().take({ fetch: fails })).toEqual(away);
  });

  it('shows a name on one line, and not the whole of a long one', async () => {
    const { take } = open();
    const taken = await take({ name: `a\u0000\nb${'x'.repeat(500)}.md` });
    const { name } = taken.kind === 'kept' ? taken.file : { name: '' };
    expect([name.length, name.endsWith('.md'), name.includes('\n')]).toEqual([200, true, false]);
  });
});
