import { describe, expect, it } from 'vitest';
import { findLostMessage } from '../../../../bots/telegram/messenger/find-lost-message.ts';
import type { Send } from '../../../../bots/telegram/messenger/send.ts';
import type { TelegramLanes } from '../../../../bots/telegram/connect/telegram-lanes.ts';
import type { IdsAround } from '../../../../bots/telegram/connect/telegram-chat-store.ts';

const LOST = {
  chat: 7,
  body: { kind: 'text', text: { text: 'Draft 1 …', entities: [] } },
  sentAt: new Date(),
} as const;
const FREE: TelegramLanes = {
  enter: () => Promise.resolve(() => Promise.resolve()),
  enterAlone: () => Promise.resolve(() => Promise.resolve()),
};

/** Which ids are asked, none of which is the lost message. */
async function askedIn(around: IdsAround, excluded = new Set<number>()): Promise<readonly number[]> {
  const asked: number[] = [];
  const send: Send = {
    create: () => expect.fail('Nothing is sent'),
    remove: () => expect.fail('Nothing is ours'),
    edit: ({ message }) => {
      asked.push(message);
      return Promise.resolve('gone');
    },
  };
  const found = await findLostMessage(
    { ...LOST, excluded },
    {
      chats: { idsAround: () => Promise.resolve(around), note: () => expect.fail('Nothing is found') },
      lanes: FREE,
      send,
      countCall: () => Promise.resolve(),
      key: 'a/1/2/card',
      until: performance.now() + 10_000,
    },
  );
  expect(found).toBeUndefined();
  return asked;
}

describe('findLostMessage', () => {
  it('asks the ids between the known ones and ten beyond them', async () => {
    expect(await askedIn({ before: 5, since: [7, 8], isWhole: true })).toEqual([
      6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
    ]);
  });

  it('asks nothing beyond the known ids when it was not told them all: the others are there', async () => {
    expect(await askedIn({ before: 5, since: [7, 8], isWhole: false })).toEqual([6]);
  });

  it('asks thirty ids at most, however far apart the known ones are', async () => {
    expect(await askedIn({ before: 5, since: [2 ** 52], isWhole: true })).toHaveLength(30);
  });

  it('asks no id again that an earlier search has asked', async () => {
    const excluded = new Set([9, 10]);
    const around = { before: 5, since: [7, 8], isWhole: true };
    expect((await askedIn(around, excluded)).slice(0, 3)).toEqual([6, 11, 12]);
    expect(await askedIn(around, excluded)).toEqual([]);
  });
});
