import { describe, expect, it } from 'vitest';
import { toCommand } from '../../src/chat/to-command.ts';
import { messages } from '../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../src/protocol/article.ts';

const NOW = new Date('2026-11-23T14:00:00Z');

describe.each(INTERFACE_LANGUAGES)('chat messages in %s', (language) => {
  const { chat } = messages(language);

  it.each(['/article ', '/'])('show commands behind %j that are obeyed as shown', (prefix) => {
    const usages = chat.help.commands(prefix).map(({ usage }) => usage);
    const kinds = usages.slice(2).map((usage) => {
      expect(usage.startsWith(prefix)).toBe(true);
      return toCommand(
        usage
          .slice(prefix.length)
          .replace(/ \[.*\]/, '')
          .replace(/ (ID|НОМЕР) /, ' 4kx7m9q2bd8f3g5h '),
      ).kind;
    });
    expect(kinds).toEqual([
      'schedule',
      'schedules',
      'list',
      'list',
      'list',
      'costs',
      'status',
      ...['pause', 'resume', 'finish', 'another'].map(() => 'control'),
      'step-in',
      'assign',
      'control',
      'bring-back',
      'revise',
      'translate',
      'edit-extra',
      ...['retry', 'raise', 'cancel'].map(() => 'control'),
      'move',
      'follow',
      'article-language',
      'language',
      'away',
      'link',
      'zone',
      'web',
      'help',
    ]);
    expect(toCommand(usages[0]?.replace('/article ', '') ?? '').kind).toBe('start');
    expect(toCommand(usages[1]?.replace('/article', '') ?? '').kind).toBe('form');
  });

  it('show a way to have an article written that works', () => {
    const forTopic = '/article article cancel culture';
    for (const text of [
      chat.notAnId('culture', forTopic),
      chat.takesNothing('list', forTopic),
      chat.unknownLanguage('culture', ['en', 'ru'], forTopic),
    ])
      expect(text.endsWith(forTopic)).toBe(true);
    expect(toCommand(forTopic.replace('/article ', ''))).toEqual({ kind: 'start', topic: 'cancel culture' });
  });

  it('date an article by its end once it is over', () => {
    const begun = { stage: 'drafting', requesterName: 'Ann', startedAt: new Date('2026-11-23T11:00:00Z') } as const;
    const over = { ...begun, stage: 'delivered', closedAt: new Date('2026-11-23T13:58:00Z') } as const;
    const details = [chat.list.detail(begun, { now: NOW }), chat.list.detail(over, { now: NOW, requesterName: 'Ann' })];
    expect(details).toEqual(
      language === 'en'
        ? ['Being written · 3 hours ago', 'Delivered · asked by Ann · 2 minutes ago']
        : ['В работе · 3 часа назад', 'Готова · заказчик: Ann · 2 минуты назад'],
    );
  });

  it('name the buttons that decide', () => {
    const { words, telegram } = messages(language);
    for (const { buttons } of [words, telegram])
      for (const kind of ['approve', 'request-changes', 'edit', 'reject'] as const)
        expect(chat.notADecision(buttons)).toContain(buttons[kind]);
  });
});
