import { describe, expect, it } from 'vitest';
import { findLostMessage } from '../../../bots/telegram/find-lost-message.ts';
import type { Send } from '../../../bots/telegram/send.ts';
import type { IdsAround } from '../../../src/storage/telegram-chat-store.ts';

const LOST = {
  chat: 7,
  body: { kind: 'text', text: { text: 'Draft 1 …', entities: [] } },
  sentAt: new Date(),
} as const;

/** Which ids are asked, none of which is the lost message. */
async function askedIn(around: IdsAround): Promise<readonly number[]> {
  const asked: number[] = [];
  const send: Send = {
    create: () => expect.fail('Nothing is sent'),
    remove: () => expect.fail('Nothing is ours'),
    waitMs: () => 0,
    edit: ({ message }) => {
      asked.push(message);
      return Promise.resolve('gone');
    },
  };
  expect(await findLostMessage(LOST, { chats: { idsAround: () => Promise.resolve(around) }, send })).toBeUndefined();
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
});
