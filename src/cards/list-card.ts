import type { Listed } from '../chat/chat-desk.ts';
import type { ArticleSummary, Home } from '../gateway/article-list.ts';
import { readDocument } from '../document/document-reader.ts';
import { plainTextOf } from '../document/markdown/plain-text.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { InterfaceLanguage, Stage } from '../protocol/article.ts';
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

/** What somebody has to know of an article before they decide about it. */
export interface Waiting {
  readonly status: ArticleStatus;
  /** The draft that they may decide on, Markdown. Absent: it could not be read. */
  readonly text?: string;
}

/**
 * What waits for a person, what is stuck, what they asked for, what is running and what was finished.
 * @param waiting of those who wait for the person, as far as their desks answered
 */
export function homeCard(home: Home, waiting: ReadonlyMap<string, Waiting>, language: InterfaceLanguage): Card {
  const t = messages(language);
  const words = t.chat.home;
  const stageOf = (article: ArticleSummary): Stage => waiting.get(article.articleId)?.status.stage ?? article.stage;
  // Lists are a moment behind: who has just decided must not be asked again.
  const waitingForMe = home.waitingForMe.filter((article) => stageOf(article) === 'waiting');
  const stuck = home.waitingForMe.filter((article) => stageOf(article) === 'stuck');
  const sections = { ...home, waitingForMe, stuck };
  const names = [
    'waitingForMe',
    ...(stuck.length === 0 ? [] : (['stuck'] as const)),
    'askedByMe',
    'running',
    'finishedLastWeek',
  ] as const;
  return {
    language,
    parts: names.flatMap((name) => [
      {
        kind: 'section' as const,
        title: words[name],
        ...(name !== 'stuck' && sections[name].length === 0 && { empty: words.empty[name] }),
      },
      ...sections[name].map((article) => {
        const part = articlePart(article, language, name !== 'askedByMe');
        return name === 'waitingForMe' || name === 'stuck' ? toDecide(part, waiting.get(article.articleId), t) : part;
      }),
    ]),
  };
}

/** With which draft it is, its score and how it begins: nobody approves what they have not seen a line of. */
function toDecide(part: ArticlePart, waiting: Waiting | undefined, t: Messages): ArticlePart {
  if (waiting === undefined) return part;
  const { status, text } = waiting;
  const { current } = status;
  const about = current === undefined ? [] : [t.article.card.current(current.version, current.score, current.outline)];
  const opening = text === undefined ? '' : openingOf(text);
  return {
    ...part,
    detail: [part.detail, ...about].join(' · '),
    ...(opening !== '' && { opening }),
    buttons: buttonsOf(status, opening !== ''),
  };
}

/** Three lines on a phone. */
const OPENING_CHARS = 240;

function openingOf(markdown: string): string {
  const { root } = readDocument(cleanText(markdown));
  // The title is its topic, or nearly.
  const [first, ...rest] = root.children;
  const body = first?.type === 'heading' && rest.length > 0 ? { ...root, children: rest } : root;
  return shorten(cleanLine(plainTextOf(body)), OPENING_CHARS);
}

function articlePart(article: ArticleSummary, language: InterfaceLanguage, byWhom = false): ArticlePart {
  const { articleId, topic, requesterName, claimedBy } = article;
  const who = byWhom ? { requesterName: shownName(requesterName) } : {};
  return {
    kind: 'article',
    articleId,
    topic: cleanLine(topic),
    detail: cleanLine(
      messages(language).chat.list.detail(
        { ...article, ...(claimedBy !== undefined && { claimedBy: shownName(claimedBy) }) },
        who,
      ),
    ),
    buttons: [],
  };
}

/** The decisions about the current draft; where attempts are used up, what may be done about it. */
function buttonsOf({ articleId, decidable, controls, stage }: ArticleStatus, isSeen: boolean): readonly Button[] {
  const [subject] = decidable;
  if (stage === 'waiting' && subject !== undefined)
    return decisionsOn(articleId, subject).filter(
      (button) => isSeen || button.kind !== 'decision' || button.decision !== 'approve',
    );
  return stage === 'stuck' ? controls.map((control) => ({ kind: 'control', articleId, control })) : [];
}
