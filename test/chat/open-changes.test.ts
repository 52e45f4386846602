import { describe, expect, it } from 'vitest';
import { openChanges } from '../../src/chat/open-changes.ts';
import { createLogger } from '../../src/lib/logger.ts';
import type { Actor } from '../../src/protocol/actor.ts';
import type { Reading, ReadingStore } from '../../src/storage/reading-store.ts';

const ANN: Actor = { platform: 'slack', userId: 'U1', displayName: 'Ann', groups: [] };
const BUTTON = { kind: 'changes', articleId: '4kx7m9q2bd8f3g5h', draft: { version: 3, hash: 'abcdef01' } } as const;
const READING: Reading = { topic: 'Tides', text: 'New.', earlier: { version: 1, text: 'Old.', isOwn: true } };

function open(reading: Reading | undefined | Error) {
  const noted: unknown[] = [];
  const readings: ReadingStore = {
    whole: () => Promise.reject(new Error('Nobody asks for it')),
    find: () => (reading instanceof Error ? Promise.reject(reading) : Promise.resolve(reading)),
    note: async (...all) => void noted.push(all),
  };
  const options = { readings, logger: createLogger({ level: 'silent' }), storeBudgetMs: 50 };
  return { answer: openChanges(ANN, BUTTON, options), noted };
}

describe('openChanges', () => {
  it('answers both texts, and notes that the person has seen the newer one', async () => {
    const { answer, noted } = open(READING);
    expect(await answer).toMatchObject({
      kind: 'changes',
      version: 3,
      text: 'New.',
      earlier: { version: 1, text: 'Old.' },
    });
    expect(noted).toEqual([[BUTTON.articleId, 3, ANN]]);
  });

  it('says that a first draft has changed from nothing, and notes nothing', async () => {
    const { answer, noted } = open({ topic: 'Tides', text: 'New.' });
    expect(await answer).toEqual({ kind: 'refused', refusal: { code: 'first-draft' } });
    expect(noted).toEqual([]);
  });

  it('says that there is no such draft', async () => {
    expect(await open(undefined).answer).toMatchObject({ refusal: { code: 'no-such-article' } });
  });

  it('says that it cannot be seen now while the database is away', async () => {
    expect(await open(new Error('gone')).answer).toEqual({ kind: 'away', what: 'desk' });
  });
});
