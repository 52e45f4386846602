import { describe, expect, it } from 'vitest';
import type { Message, MessageEntity } from 'telegraf/types';
import { toMeaning } from '../../../../bots/telegram/listeners/to-command.ts';
import { FIRST_LIST } from '../../../../src/protocol/list-view.ts';

const ME = { id: 7, username: 'copydesk_bot' };
const EVERY_MONDAY = { kind: 'schedule', timing: { weekdays: [1], times: [{ hour: 9, minute: 0 }] }, topic: 'Tides' };
const ANN = { id: 1, is_bot: false, first_name: 'Ann' };

/** A message as Telegram sends it, with the commands and mentions that it finds. */
function message(text: string, more: object = {}, chat: 'private' | 'group' = 'private'): Message {
  const found = [...text.matchAll(/(?<=^|\s)(?:\/\w+(?:@\w+)?|@\w+)/g)];
  const entities = found.map(({ index, 0: { length } }): MessageEntity => {
    return { type: text[index] === '/' ? 'bot_command' : 'mention', offset: index, length };
  });
  return { message_id: 1, date: 0, from: ANN, chat: { id: 1, type: chat }, text, entities, ...more } as Message;
}

const wish = (text: string, more?: object) => toMeaning(message(text, more), ME);
const inGroup = (text: string, more?: object) => toMeaning(message(text, more, 'group'), ME);

describe('toMeaning', () => {
  it.each([
    ['/start', { kind: 'welcome' }],
    ['/start AbC-_9 ', { kind: 'welcome', code: 'AbC-_9' }],
    ['/invite', { kind: 'invite', bot: ME.username }],
    ['/uninvite_123456789', { kind: 'uninvite', userId: '123456789' }],
    ['/article How tides work', { kind: 'command', command: { kind: 'start', topic: 'How tides work' } }],
    ['/ARTICLE@Copydesk_Bot tides', { kind: 'command', command: { kind: 'start', topic: 'tides' } }],
    ['/article\nHow tides\nwork', { kind: 'command', command: { kind: 'start', topic: 'How tides work' } }],
    ['/article every monday 9:00 Tides', { kind: 'command', command: EVERY_MONDAY }],
    ['/every monday 9:00 Tides', { kind: 'command', command: EVERY_MONDAY }],
    ['/every понедельник 9:00 Tides', { kind: 'command', command: EVERY_MONDAY }],
    ['каждый понедельник 9:00 Tides', { kind: 'command', command: EVERY_MONDAY }],
    ['every monday is blue', { kind: 'words', text: 'every monday is blue' }],
    [
      '/every so often',
      {
        kind: 'command',
        command: { kind: 'faulty', fault: { code: 'schedule-when', what: 'day', typed: 'every so often' } },
      },
    ],
    ['/article schedules', { kind: 'command', command: { kind: 'schedules', scope: 'mine' } }],
    ['/article schedules of trains', { kind: 'command', command: { kind: 'start', topic: 'schedules of trains' } }],
    [
      '/schedule_7k3m9x2c4p01q2w3',
      { kind: 'command', command: { kind: 'schedules', scope: 'mine', scheduleId: '7k3m9x2c4p01q2w3' } },
    ],
    ['/schedules skip', { kind: 'command', command: { kind: 'schedule-act', act: 'skip' } }],
    [
      '/article article: every monday 9:00 Tides',
      { kind: 'command', command: { kind: 'start', topic: 'every monday 9:00 Tides' } },
    ],
    ['/article list', { kind: 'command', command: { kind: 'start', topic: 'list' } }],
    ['/article', { kind: 'command', command: { kind: 'form' } }],
    ['/list', { kind: 'command', command: { kind: 'list', view: FIRST_LIST } }],
    ['/costs', { kind: 'command', command: { kind: 'costs' } }],
    ['/list of lakes in Peru', { kind: 'words', text: 'list of lakes in Peru' }],
    ['/status 4KX9-M2C7-PZ5R-H8VW', { kind: 'command', command: { kind: 'status', articleId: '4kx9m2c7pz5rh8vw' } }],
    ['/status_4kx9m2c7pz5rh8vw', { kind: 'command', command: { kind: 'status', articleId: '4kx9m2c7pz5rh8vw' } }],
    [
      '/cancel_4kx9m2c7pz5rh8vw@copydesk_bot',
      { kind: 'command', command: { kind: 'control', control: 'cancel', articleId: '4kx9m2c7pz5rh8vw' } },
    ],
    ['/language ru', { kind: 'command', command: { kind: 'language', language: 'ru' } }],
    ['/artcle tides', { kind: 'unknown-command', typed: '/artcle' }],
    ['/list_4kx9m2c7p', { kind: 'unknown-command', typed: '/list_4kx9m2c7p' }],
    ['/article@other_bot tides', { kind: 'chatter' }],
    ['list', { kind: 'words', text: 'list' }],
    ['How /cancel works', { kind: 'words', text: 'How /cancel works' }],
  ])('reads “%s” in private', (text, wanted) => {
    expect(wish(text)).toEqual(wanted);
  });

  it.each([
    ['Good morning', { kind: 'chatter' }],
    ['/list', { kind: 'command', command: { kind: 'list', view: FIRST_LIST } }],
    ['/weather', { kind: 'chatter' }],
    ['/weather@copydesk_bot', { kind: 'unknown-command', typed: '/weather@copydesk_bot' }],
    ['@copydesk_bot How tides work', { kind: 'words', text: 'How tides work' }],
    ['@copydesk_bot', { kind: 'command', command: { kind: 'form' } }],
    ['@copydesk_bot list', { kind: 'command', command: { kind: 'list', view: FIRST_LIST } }],
    ['@COPYDESK_BOT help', { kind: 'command', command: { kind: 'help' } }],
    ['@copydesk_bots are fun', { kind: 'chatter' }],
  ])('reads “%s” in a group', (text, wanted) => {
    expect(inGroup(text)).toEqual(wanted);
  });

  it('tells a reply to the bot from one to somebody else, and from the opening of a topic', () => {
    const bots = { message_id: 2, from: { ...ME, is_bot: true, first_name: 'Copydesk' } };
    expect(inGroup('How tides work', { reply_to_message: bots })).toEqual({
      kind: 'reply',
      to: bots,
      text: 'How tides work',
    });
    expect(inGroup('/list', { reply_to_message: bots })).toMatchObject({ kind: 'command' });
    expect(inGroup('Yes', { reply_to_message: { message_id: 2, from: ANN } })).toEqual({ kind: 'chatter' });
    expect(inGroup('Yes', { reply_to_message: { ...bots, forum_topic_created: {} } })).toEqual({ kind: 'chatter' });
    expect(inGroup('', { text: undefined, reply_to_message: bots })).toEqual({ kind: 'reply', to: bots });
  });

  it('knows a group that has become a supergroup from both sides', () => {
    const silent = (more: object): Message =>
      ({ message_id: 1, date: 0, from: ANN, chat: { id: -5, type: 'group' }, ...more }) as Message;
    expect(toMeaning(silent({ migrate_to_chat_id: -1005 }), ME)).toEqual({ kind: 'migrated', from: -5, to: -1005 });
    expect(toMeaning(silent({ migrate_from_chat_id: -4 }), ME)).toEqual({ kind: 'migrated', from: -4, to: -5 });
    expect(toMeaning(silent({ new_chat_title: 'x' }), ME)).toEqual({ kind: 'chatter' });
  });

  it('takes the caption of a file for its words, and of nothing else', () => {
    const sent = (more: object, type = 'private'): Message =>
      ({ message_id: 1, date: 0, from: ANN, chat: { id: 1, type }, ...more }) as Message;
    const document = { file_id: 'x' };
    expect(toMeaning(sent({ document, caption: 'How tides work' }), ME)).toEqual({
      kind: 'words',
      text: 'How tides work',
    });
    const caption_entities = [{ type: 'bot_command', offset: 0, length: 8 }];
    expect(toMeaning(sent({ document, caption: '/article Tides', caption_entities }), ME)).toEqual({
      kind: 'command',
      command: { kind: 'start', topic: 'Tides' },
    });
    expect(toMeaning(sent({ document, caption: 'Minutes of today' }, 'group'), ME)).toEqual({ kind: 'chatter' });
    expect(toMeaning(sent({ document }), ME)).toEqual({ kind: 'no-words' });
    expect(toMeaning(sent({ photo: [], caption: 'How tides work' }), ME)).toEqual({ kind: 'no-words' });
  });

  it('understands that a picture is no topic, and that a pinned message is nothing at all', () => {
    const sent = (more: object): Message =>
      ({ message_id: 1, date: 0, from: ANN, chat: { id: 1, type: 'private' }, ...more }) as Message;
    expect(toMeaning(sent({ photo: [] }), ME)).toEqual({ kind: 'no-words' });
    expect(toMeaning(sent({ pinned_message: {} }), ME)).toEqual({ kind: 'chatter' });
  });
});
