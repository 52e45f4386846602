import { describe, expect, it } from 'vitest';
import type { CallTelegram } from '../../../../bots/telegram/connect/call-telegram.ts';
import { createLimitsOf } from '../../../../bots/telegram/messenger/limits.ts';
import { paceAnswers } from '../../../../bots/telegram/messenger/pace-answers.ts';

const GROUP = -1_001_234_567_890;
const limitsOf = createLimitsOf('42');

/** The limits under which calls took their turns, and the calls. */
function open() {
  const seen: unknown[] = [];
  const call = (async (method: string) => void seen.push(method)) as unknown as CallTelegram;
  const turns = {
    tryTurn: async (limits: unknown, patienceMs: number) => void seen.push([limits, patienceMs]),
    count: () => expect.fail('Nothing is counted without a turn'),
  };
  return { seen, call: paceAnswers(call, { turns, limitsOf }) };
}

describe('paceAnswers', () => {
  it('has messages and edits take their turns, a second at most, before they go', async () => {
    const { seen, call } = open();
    await call('sendMessage', { chat_id: GROUP, text: 'x' });
    await call('editMessageReplyMarkup', { chat_id: GROUP, message_id: 1 });
    await call('editMessageText', { chat_id: 7, message_id: 1, text: 'x' });
    expect(seen).toEqual([
      [limitsOf(GROUP, { messages: 1, calls: 1 }), 1000],
      'sendMessage',
      [limitsOf(GROUP, { messages: 0, calls: 1 }), 1000],
      'editMessageReplyMarkup',
      [limitsOf(7, { messages: 0, calls: 1 }), 1000],
      'editMessageText',
    ]);
  });

  it('lets what is no message go at once', async () => {
    const { seen, call } = open();
    await call('answerCallbackQuery', { callback_query_id: '1' });
    await call('sendChatAction', { chat_id: GROUP, action: 'typing' });
    await call('getFile', { file_id: 'f' });
    expect(seen).toEqual(['answerCallbackQuery', 'sendChatAction', 'getFile']);
  });
});
