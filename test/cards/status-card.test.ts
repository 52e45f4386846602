import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/cards/card.ts';
import { answerCard } from '../../src/cards/status-card.ts';
import { messages } from '../../src/messages/messages.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';

const PAUSED: ArticleStatus = {
  articleId: '0123456789abcdef',
  topic: 'How tides work',
  requesterName: 'Ann',
  stage: 'paused',
  iteration: 1,
  maxIterations: 10,
  scores: [8.4],
  drafts: [],
  waitingFor: [],
  decidable: [],
  controls: ['resume', 'cancel'],
};

const wordsIn = (status: ArticleStatus, language: string): string =>
  answerCard(status, language)
    .parts.flatMap((part) => (part.kind === 'rows' ? part.rows.map(({ spans }) => wordsOf(spans)) : []))
    .join('\n');

describe('a status card', () => {
  it.each(['en', 'ru'])('says in %s why an article is paused that nobody paused, and what wakes it', (language) => {
    const { parked } = messages(language).article.card;
    expect(wordsIn({ ...PAUSED, isParked: true }, language)).toContain(parked);
    expect(wordsIn(PAUSED, language)).not.toContain(parked);
  });

  it.each([
    ['en', 'Also shown: in Slack (to decide), in Telegram (to read)'],
    ['ru', 'Видна ещё: в Slack (можно решать), в Telegram (только чтение)'],
  ])('says in %s where else an article is shown, and no names', (language, said) => {
    const followings = [
      { thread: { platform: 'slack', workspace: 'T1', channel: 'C9' }, role: 'decides', byName: 'Ann' },
      { thread: { platform: 'telegram', channel: '-100' }, role: 'reads', byName: 'Ann' },
    ] as const;
    expect(wordsIn({ ...PAUSED, followings }, language)).toContain(said);
  });
});
