import { describe, expect, it } from 'vitest';
import { translateDue } from '../../src/chat/keep-translating.ts';
import { GatewayError } from '../../src/gateway/gateway-error.ts';
import type { TranslationOrder } from '../../src/gateway/translation-order.ts';
import type { Editions } from '../../src/storage/edition-store.ts';
import { memoryLogger } from '../agents/run.ts';

const ANN = { platform: 'slack', workspace: 'T1', userId: 'U1', displayName: 'Ann', groups: [] };
const THREAD = { platform: 'slack', workspace: 'T1', channel: 'C1' };
const EDITIONS: Editions = {
  count: 1,
  newest: { articleId: 'a1', edition: 1, stage: 'delivered' },
  proposals: [],
  editor: 'editor',
  delivered: {
    articleId: 'a1',
    first: 'a1',
    edition: 1,
    request: { topic: 'Tides', language: 'en' },
    foundTemplate: 'news',
    requester: ANN,
    language: 'en',
    thread: THREAD,
    text: 'It pulls.\n',
    sha256: 'a'.repeat(64),
    author: 'agent',
    sections: [],
  },
};

function open(translate: (order: TranslationOrder) => Promise<{ readonly articleId: string }>) {
  const due = ['de', 'fr'].map((language) => ({
    articleId: 'a1',
    language,
    requester: ANN,
    thread: THREAD,
    interfaceLanguage: 'ru',
  }));
  return {
    platform: 'slack',
    gateway: { translate },
    translations: {
      due: async (platform: string) => (platform === 'slack' ? due : []),
      find: async () => ({ first: 'a1', topic: 'Tides', language: 'en', translations: [] }),
    },
    editions: { find: async () => EDITIONS },
    logger: memoryLogger(),
  };
}

describe('what the settings have translated', () => {
  it('begins for who asked for the original, beside it, by the kind of text that it turned out to be', async () => {
    const orders: TranslationOrder[] = [];
    await translateDue(
      open(async (order) => {
        orders.push(order);
        return { articleId: 'b1' };
      }),
    );
    expect(orders).toMatchObject(
      ['de', 'fr'].map((language) => ({
        request: { topic: 'Tides', template: 'news', language },
        requester: ANN,
        thread: THREAD,
        language: 'ru',
        original: { articleId: 'a1', edition: 1 },
      })),
    );
  });

  it('waits where there is no room, and keeps nothing else from beginning', async () => {
    const begun: string[] = [];
    await translateDue(
      open(async ({ request: { language } }) => {
        if (language === 'de') throw new GatewayError('quota-reached', 'There is no room.');
        begun.push(language);
        return { articleId: 'b2' };
      }),
    );
    expect(begun).toEqual(['fr']);
  });
});
