import type { Listed } from '../chat/chat-desk.ts';
import type { ArticleSummary, Home, Missing } from '../gateway/article-list.ts';
import { readDocument } from '../document/document-reader.ts';
import { plainTextOf } from '../document/markdown/plain-text.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { messages } from '../messages/messages.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { Button } from '../protocol/button-codec.ts';
import type { ArticleStatus } from '../protocol/desk-state.ts';
import { FIRST_LIST, listCommand } from '../protocol/list-view.ts';
import { type ArticlePart, type Card, line, rows, withCode } from './card.ts';
import { decisionsOn } from './draft-card.ts';
import { shownName } from './waiting-for.ts';

/** A page of articles. @param prefix what is typed before a verb where it is read: `/article `, `/` */
export function listCard(
  { view, articles, hasMore, count }: Listed,
  language: InterfaceLanguage,
  prefix: string,
): Card {
  const { heading, empty, older, more } = messages(language).chat.list;
  if (articles.length === 0) return { language, parts: [rows(line(empty(view)))], notification: [empty(view)] };
  const next = `${prefix}${listCommand({ ...view, page: view.page + 1 })}`;
  return {
    language,
    title: heading(view, count),
    isLarge: true,
    parts: [
      ...articles.map((article) => articlePart(article, language, view.scope !== 'mine')),
      ...(hasMore ? [rows(line(...withCode((view.scope === 'waiting' ? more : older)(next))))] : []),
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
 * What waits for a person, what they asked for, what is running and what was finished.
 * @param waiting of those who wait for the person, as far as their desks answered
 */
export function homeCard(home: Home, waiting: ReadonlyMap<string, Waiting>, language: InterfaceLanguage): Card {
  const t = messages(language);
  const words = t.chat.home;
  // Lists are a moment behind: who has just decided must not be asked again.
  const inbox = home.waitingForMe.articles.filter(({ articleId, stage }) =>
    ['waiting', 'stuck'].includes(waiting.get(articleId)?.status.stage ?? stage),
  );
  const total = home.waitingForMe.total - (home.waitingForMe.articles.length - inbox.length);
  const view = { ...FIRST_LIST, scope: 'waiting' } as const;
  return {
    language,
    parts: [
      {
        kind: 'section',
        title: t.chat.list.heading(view, total === 0 ? undefined : { ...home.waitingForMe, total }),
        ...(inbox.length === 0 && { empty: t.chat.list.empty(view) }),
      },
      ...inbox.map((article) => toDecide(articlePart(article, language, true), waiting.get(article.articleId))),
      ...(['askedByMe', 'running', 'finishedLastWeek'] as const).flatMap((name) => [
        {
          kind: 'section' as const,
          title: words[name],
          ...(home[name].length === 0 && { empty: words.empty[name] }),
        },
        ...home[name].map((article) => articlePart(article, language, name !== 'askedByMe')),
      ]),
    ],
  };
}

/** With how its draft begins: nobody approves what they have not seen a line of. */
function toDecide(part: ArticlePart, waiting: Waiting | undefined): ArticlePart {
  if (waiting === undefined) return part;
  const { status, text } = waiting;
  const opening = text === undefined ? '' : openingOf(text);
  return { ...part, ...(opening !== '' && { opening }), buttons: buttonsOf(status, opening !== '') };
}

/** Three lines on a phone. */
const OPENING_CHARS = 240;

function openingOf(markdown: string): string {
  const { root } = readDocument(cleanText(markdown));
  // The title is its topic, or nearly, and other headings are no sentences.
  const rest = root.children.filter(({ type }) => type !== 'heading');
  const body = rest.length > 0 ? { ...root, children: rest } : root;
  return shorten(cleanLine(plainTextOf(body)), OPENING_CHARS);
}

/** With names as they are shown. */
export function withShownNames(article: ArticleSummary): ArticleSummary {
  const { requesterName, claimedBy, waits } = article;
  return {
    ...article,
    requesterName: shownName(requesterName),
    ...(claimedBy !== undefined && { claimedBy: shownName(claimedBy) }),
    ...(waits !== undefined && { waits: { ...waits, missing: shownMissing(waits.missing) } }),
  };
}

function shownMissing(missing: Missing): Missing {
  if (missing.kind !== 'decision' || missing.assigned === undefined) return missing;
  const { assigned } = missing;
  return { ...missing, assigned: { ...assigned, name: shownName(assigned.name) } };
}

function articlePart(article: ArticleSummary, language: InterfaceLanguage, byWhom = false): ArticlePart {
  const { articleId, topic } = article;
  const shown = withShownNames(article);
  return {
    kind: 'article',
    articleId,
    topic: cleanLine(topic),
    detail: cleanLine(messages(language).chat.list.detail(shown, byWhom ? { requesterName: shown.requesterName } : {})),
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
