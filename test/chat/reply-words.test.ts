import { describe, expect, it } from 'vitest';
import type { ReplyRefusal } from '../../src/chat/reply.ts';
import { replyWords } from '../../src/chat/reply-words.ts';
import { messages } from '../../src/messages/messages.ts';
import { summary } from './fake-gateway.ts';

const ID = '7k3m9x2c4p01q2w3';
const en = messages('en');
const say = (refusal: ReplyRefusal, prefix = '/article '): string =>
  replyWords({ kind: 'refused', refusal }, en, prefix);

describe('the words of a reply', () => {
  it.each([
    [{ code: 'topic-too-long', length: 301 }, '/article ', en.answers.topicTooLong(301)],
    [
      { code: 'not-an-id', verb: 'cancel', typed: 'culture' },
      '/article ',
      en.chat.notAnId('culture', '/article article cancel culture'),
    ],
    [
      { code: 'not-an-id', verb: 'cancel', typed: 'culture' },
      '/',
      en.chat.notAnId('culture', '/article cancel culture'),
    ],
    [
      { code: 'takes-nothing', verb: 'list', typed: 'comprehensions' },
      '/article ',
      en.chat.takesNothing('list', '/article article list comprehensions'),
    ],
    [
      { code: 'unknown-language', verb: 'language', typed: 'acquisition' },
      '/article ',
      en.chat.unknownLanguage('acquisition', ['en', 'ru'], '/article article language acquisition'),
    ],
  ] as const)('say of %j after %j what to type instead', (fault, prefix, text) => {
    expect(say(fault, prefix)).toBe(text);
  });

  it('promise no delivery of an outline that was approved', () => {
    const approved = (subject?: 'outline') =>
      replyWords({ kind: 'counted', asked: 'approve', ...(subject && { subject }) }, en, '/');
    expect(approved('outline')).toBe(en.answers.countedOfOutline.approve);
    expect(approved()).toBe(en.answers.counted.approve);
  });

  it('show the articles that may be meant, and the command as it is typed there', () => {
    const candidates = [summary(ID), summary('q2w3e4r5t60y7h8j', { topic: 'How rain falls' })];
    const text = say({ code: 'several-under-way', verb: 'cancel', candidates }, '@Copydesk ');
    for (const part of [`${ID} — Topic of ${ID}`, 'How rain falls', `: @Copydesk cancel ${ID}`])
      expect(text).toContain(part);
  });

  it.each(['person', 'channel'] as const)('name what is at work beyond the quota of the %s, and a way out', (scope) => {
    const atWork = [
      { articleId: 'q2w3e4r5t60y7h8j', topic: 'How rain falls' },
      { articleId: ID, topic: 'How tides work' },
    ];
    const refusal = { code: 'quota-reached', quota: { kind: 'quota-reached', scope, most: 2, atWork } } as const;
    for (const language of ['en', 'ru'] as const) {
      const text = replyWords({ kind: 'refused', refusal }, messages(language), '/article ');
      for (const part of [`${ID} — How tides work`, 'q2w3e4r5t60y7h8j', ' 2 ', `: /article pause ${ID}`])
        expect(text).toContain(part);
    }
  });

  it('say what to do about a request and a text that cannot be taken', () => {
    expect(say({ code: 'bad-length' })).toBe(en.chat.order.badLength(50, 10_000));
    expect(say({ code: 'too-many-mentions' })).toBe(en.chat.order.tooManyMentions(20, 200));
    expect(say({ code: 'text-too-long', length: 100_001 })).toBe(en.chat.edit.tooLong(100_001, 100_000));
    expect(replyWords({ kind: 'away', what: 'store' }, en, '/')).toBe(en.chat.edit.notStored);
  });

  it.each(['en', 'ru'] as const)('promise no final edit in %s while the article is paused', (language) => {
    const t = messages(language);
    const words = replyWords({ kind: 'counted', asked: 'approve', isPaused: true }, t, '/');
    expect(words).toBe(t.answers.countedWhilePaused.approve);
    expect(words).toMatch(/resumes|продолжат/);
    expect(replyWords({ kind: 'counted', asked: 'pause' }, t, '/')).toBe(t.answers.counted.pause);
  });
});
