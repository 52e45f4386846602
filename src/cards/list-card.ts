import type { Listed } from '../chat/chat-desk.ts';
import type { ArticleSummary, Home } from '../gateway/article-list.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Button } from '../protocol/button-codec.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import { listViewWords } from '../protocol/list-view.ts';
import { type ArticlePart, type Card, line, rows, withCode } from './card.ts';
import { decisionsOn } from './draft-card.ts';
import { shownName } from './waiting-for.ts';

/** A page of articles. @param prefix what is typed before a verb where it is read: `/article `, `/` */
export function listCard({ view, articles, hasMore }: Listed, language: InterfaceLanguage, prefix: string): Card {
  const { heading, empty, older } = messages(language).chat.list;
  if (articles.length === 0) return { language, parts: [rows(line(empty(view)))], notification: [empty(view)] };
  const next = `${prefix}list ${listViewWords({ ...view, page: view.page + 1 })}`;
  return {
    language,
    title: heading(view),
    isLarge: true,
    parts: [
      ...articles.map((article) => articlePart(article, language, view.scope !== 'mine')),
      ...(hasMore ? [rows(line(...withCode(older(next))))] : []),
    ],
  };
}

/**
 * What waits for a person, what they asked for, what is running and what was finished.
 * @param statuses of those who wait for the person, as far as their desks answered
 */
export function homeCard(home: Home, statuses: ReadonlyMap<string, ArticleStatus>, language: InterfaceLanguage): Card {
  const words = messages(language).chat.home;
  // Lists are a moment behind: who has just decided must not be asked again.
  const waitingForMe = home.waitingForMe.filter(({ articleId }) => {
    const stage = statuses.get(articleId)?.stage;
    return stage === undefined || stage === 'waiting' || stage === 'stuck';
  });
  const sections = { ...home, waitingForMe };
  const names = ['waitingForMe', 'askedByMe', 'running', 'finishedLastWeek'] as const;
  return {
    language,
    parts: names.flatMap((name) => [
      {
        kind: 'section' as const,
        title: words[name],
        ...(sections[name].length === 0 && { empty: words.empty[name] }),
      },
      ...sections[name].map((article) => ({
        ...articlePart(article, language, name !== 'askedByMe'),
        buttons: name === 'waitingForMe' ? buttonsOf(statuses.get(article.articleId)) : [],
      })),
    ]),
  };
}

function articlePart(article: ArticleSummary, language: InterfaceLanguage, byWhom = false): ArticlePart {
  const { articleId, topic, requesterName } = article;
  const who = byWhom ? { requesterName: shownName(requesterName) } : {};
  return {
    kind: 'article',
    articleId,
    topic: cleanLine(topic),
    detail: cleanLine(messages(language).chat.list.detail(article, who)),
    buttons: [],
  };
}

/** The decisions about the current draft; where attempts are used up, what may be done about it. */
function buttonsOf(status: ArticleStatus | undefined): readonly Button[] {
  if (status === undefined) return [];
  const { articleId, decidable, controls, stage } = status;
  const [subject] = decidable;
  if (stage === 'waiting' && subject !== undefined) return decisionsOn(articleId, subject);
  return stage === 'stuck' ? controls.map((control) => ({ kind: 'control', articleId, control })) : [];
}
