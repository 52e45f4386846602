import { describe, expect, it } from 'vitest';
import { renderHelp } from '../../../../bots/telegram/render/help.ts';
import { renderReply } from '../../../../bots/telegram/render/reply.ts';
import type { TelegramReply } from '../../../../bots/telegram/listeners/answer.ts';
import { refused } from '../../../../src/chat/reply.ts';
import type { ArticleSummary } from '../../../../src/gateway/article-list.ts';
import { messages } from '../../../../src/messages/messages.ts';
import { withFoundEntities } from '../../../emulators/telegram/found-entities.ts';

const en = messages('en');
const ID = '4kx9m2c7pz5rh8vw';
const OTHER = '7k3m9x2c4p0qrstv';
const of = (articleId: string, topic: string): ArticleSummary => ({
  articleId,
  topic,
  requesterName: 'Ann',
  requester: 'telegram:1',
  approvers: ['requester'],
  stage: 'drafting',
  startedAt: new Date(0),
  updatedAt: new Date(0),
});

/** What can be tapped (`tap:`) and copied by a tap (`copy:`). */
function live({ text, entities = [] }: TelegramReply): readonly string[] {
  return withFoundEntities({ text, entities }).entities.flatMap(({ type, offset, length }) => {
    const words = text.slice(offset, offset + length);
    if (type === 'bot_command') return [`tap: ${words}`];
    return type === 'code' ? [`copy: ${words}`] : [];
  });
}

describe('renderReply', () => {
  it('lets a command that it suggests be sent by a tap', () => {
    const candidates = [of(ID, 'How tides work'), of(OTHER, 'How locks work')];
    const reply = renderReply(refused({ code: 'several-under-way', verb: 'cancel', candidates }), en);
    expect(live(reply)).toEqual([`tap: /cancel_${ID}`]);
  });

  it('lets one with more to write be copied, as it is typed', () => {
    const revise = renderReply(refused({ code: 'revise-what', verb: 'revise', typed: 'The Moon' }), en);
    expect(live(revise)).toEqual([
      `copy: /revise ${OTHER} The pull of the Moon: shorter`,
      'copy: /article revise The Moon',
    ]);
    expect(live(renderReply(refused({ code: 'no-draft-number', verb: 'back' }), en))).toEqual(['copy: /back 2']);
    expect(revise.text).not.toContain('\u2060');
  });

  it('brings nothing to life that people wrote', () => {
    const topic = 'How /cancel and @ann work \u0002/finish\u0003';
    const candidates = [of(ID, topic), of(OTHER, topic)];
    expect(live(renderReply(refused({ code: 'several-under-way', verb: 'pause', candidates }), en))).toEqual([
      `tap: /pause_${ID}`,
    ]);
    const started = renderReply({ kind: 'started', articleId: ID, topic }, en);
    expect(withFoundEntities({ text: started.text, entities: [] }).entities).toEqual([]);
  });
});

describe.each(['en', 'ru'] as const)('renderHelp in %s', (language) => {
  it('lets what can be sent as it stands be tapped, and the rest be copied', () => {
    const help = live(renderHelp(messages(language)));
    expect(help).toEqual(expect.arrayContaining(['tap: /list', 'tap: /status', 'tap: /help', 'tap: /article']));
    expect(help.filter((one) => one.startsWith('copy: /article ')).length).toBe(1);
    expect(help.some((one) => /^copy: \/back \[.+\] 2$/.test(one))).toBe(true);
  });

  it('promises no form, which there is none of here', () => {
    const { help } = messages(language).telegram;
    const [asks] = messages(language)
      .chat.help.commands('/')
      .filter(({ usage }) => usage === '/article');
    expect(renderHelp(messages(language)).text).not.toContain(asks?.does);
    expect(renderHelp(messages(language)).text).toContain(help.withoutCommands);
  });
});
