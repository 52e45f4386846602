import { describe, expect, it } from 'vitest';
import { renderHelp } from '../../../../bots/telegram/render/help.ts';
import { renderCosts, renderList } from '../../../../bots/telegram/render/answers.ts';
import { renderProposal } from '../../../../bots/telegram/render/proposal.ts';
import type { Listed } from '../../../../src/chat/chat-desk.ts';
import { FIRST_LIST } from '../../../../src/protocol/list-view.ts';
import type { ArticleSummary } from '../../../../src/gateway/article-list.ts';
import { messages } from '../../../../src/messages/messages.ts';
import { INTERFACE_LANGUAGES } from '../../../../src/protocol/article.ts';
import { ORDER_CHOICES } from '../../../support/settings.ts';

/** Telegram: characters of one message. */
const MAX_TEXT = 4096;

const article = (articleId: string, topic: string): ArticleSummary => ({
  articleId,
  topic,
  requesterName: 'Ann',
  requester: 'telegram:1',
  approvers: ['requester'],
  stage: 'waiting',
  startedAt: new Date('2026-11-23T14:07:00Z'),
  updatedAt: new Date('2026-11-23T14:07:00Z'),
});
const card = (chat: number) => ({
  thread: { platform: 'telegram', channel: String(chat) },
  ref: { chat, message: 42 },
});

describe.each(INTERFACE_LANGUAGES)('answers in %s', (language) => {
  const t = messages(language);

  it('fit one message, however long the topics are', () => {
    const articles = Array.from({ length: 20 }, () => article('4kx9m2c7pz', '😀 длинно '.repeat(30)));
    const cards = new Map([['4kx9m2c7pz', card(-1_001_234_567_890)]]);
    const { text, entities = [] } = renderList(listedOf(articles, true), cards, language);
    expect(text.length).toBeLessThan(MAX_TEXT);
    expect(text.isWellFormed()).toBe(true);
    expect(entities.length).toBeLessThanOrEqual(100);
    expect(renderHelp(t).text.length).toBeLessThan(MAX_TEXT);
  });

  it('tell costs in one message, and what is not known of them', () => {
    const spent = { calls: 1234, unpriced: 12, usd: 1234.5 };
    const recent = { today: { ...spent, unpriced: 1234, usd: 0 }, month: spent };
    const articles = Array.from({ length: 10 }, () => ({
      articleId: '4kx9m2c7pz',
      topic: '😀 длинно '.repeat(30),
      stage: 'waiting' as const,
      ...spent,
    }));
    const { text, entities = [] } = renderCosts(
      { person: recent, channel: recent, everyone: recent, articles },
      language,
    );
    expect(text.length).toBeLessThan(MAX_TEXT);
    expect(entities.length).toBeLessThanOrEqual(100);
    expect(text).toContain(t.chat.costs.detail('waiting', spent));
    expect(text).toContain(t.chat.costs.today(recent.today));
    expect(text).toContain(t.chat.costs.basis);
  });

  it('remember the topic of a proposal as it was, whatever is in it', () => {
    for (const topic of ['How @tides /work', 'tg://x?', 'Как устроены приливы?', '*bold* <b>']) {
      const { text, purpose } = renderProposal(
        { asked: '1', topic },
        { templates: [], orders: ORDER_CHOICES, language, t },
      );
      expect(text.replaceAll('\u2060', '')).toContain(topic);
      expect(purpose).toEqual({ kind: 'proposal', asked: '1', topic });
    }
  });
});

const listedOf = (articles: readonly ArticleSummary[], hasMore = false): Listed => ({
  kind: 'list',
  view: FIRST_LIST,
  articles,
  hasMore,
});

describe('renderList', () => {
  const t = messages('en');

  it('leads to the status card where its chat has addresses', () => {
    const cards = new Map([
      ['4kx9m2c7pz', card(-1_001_234_567_890)],
      ['5kx9m2c7pz', card(77)],
    ]);
    const { entities = [] } = renderList(
      listedOf([article('4kx9m2c7pz', 'One'), article('5kx9m2c7pz', 'Two')]),
      cards,
      'en',
    );
    const links = entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : []));
    expect(links).toEqual(['https://t.me/c/1234567890/42']);
  });

  it('says how to see what is older', () => {
    const { text, entities = [] } = renderList(listedOf([article('4kx9m2c7pz', 'One')], true), new Map(), 'en');
    expect(text).toMatch(/Older ones: \/list 2$/);
    expect(entities.at(-1)).toMatchObject({ type: 'code' });
  });

  it('says how to begin when there is nothing', () => {
    expect(renderList(listedOf([]), new Map(), 'en').text).toBe(t.chat.list.empty(FIRST_LIST));
  });
});
