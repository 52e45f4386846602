import type { HomeView, KnownBlock } from '@slack/types';
import type { ArticleSummary, Home } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { articleRow } from './article-row.ts';
import { actions, articleButton, context, decisionButtons, header, longText, plain } from './blocks.ts';
import { formButton } from './reply.ts';

export interface HomeOptions {
  readonly home: Home;
  /** Addresses of threads, by article. */
  readonly links: ReadonlyMap<string, string>;
  /** Of those who wait for the person, as far as their desks answered. */
  readonly statuses: ReadonlyMap<string, ArticleStatus>;
  readonly t: Messages;
  /** What became of what the person has just done here. */
  readonly notice?: string;
}

/**
 * What waits for a person, what they asked for, what is running and what was finished. Slack takes 100 blocks: of four sections with
 * ten articles each, one has two blocks for some of them.
 */
export function renderHome({ home, links, statuses, t, notice }: HomeOptions): HomeView {
  const words = t.chat.home;
  // Lists are a moment behind: who has just decided must not be asked again.
  const waiting = home.waitingForMe.filter(({ articleId }) => {
    const stage = statuses.get(articleId)?.stage;
    return stage === undefined || stage === 'waiting' || stage === 'stuck';
  });
  const rows = (articles: readonly ArticleSummary[], byWhom: boolean): readonly KnownBlock[] =>
    articles.map((article) => articleRow(article, { link: links.get(article.articleId), byWhom, t }));
  return view([
    ...(notice === undefined ? [] : said(notice)),
    actions(formButton(t), refreshButton(t)),
    ...group(
      words.waitingForMe,
      words.empty.waitingForMe,
      waiting.flatMap((article) => [
        articleRow(article, { link: links.get(article.articleId), byWhom: true, t }),
        ...buttonsOf(statuses.get(article.articleId), t),
      ]),
    ),
    ...group(words.askedByMe, words.empty.askedByMe, rows(home.askedByMe, false)),
    ...group(words.running, words.empty.running, rows(home.running, true)),
    ...group(words.finishedLastWeek, words.empty.finishedLastWeek, rows(home.finishedLastWeek, true)),
  ]);
}

/** Instead of a Home tab that cannot be made now. */
export function renderHomeNotice(texts: readonly string[], t: Messages): HomeView {
  return view([...texts.flatMap(said), actions(refreshButton(t))]);
}

function view(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks };
}

function said(text: string): readonly KnownBlock[] {
  return longText(text).map((part) => ({ type: 'section', text: plain(part) }));
}

function group(title: string, empty: string, blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return [header(title), ...(blocks.length === 0 ? [context(empty)] : blocks), { type: 'divider' }];
}

/** The decisions about the current draft; where attempts are used up, what may be done about it. */
function buttonsOf(status: ArticleStatus | undefined, t: Messages): readonly KnownBlock[] {
  if (status === undefined) return [];
  const { articleId, decidable, controls, stage } = status;
  const [subject] = decidable;
  if (stage === 'waiting' && subject !== undefined) return [decisionButtons(articleId, subject, t)];
  if (stage !== 'stuck' || controls.length === 0) return [];
  return [actions(...controls.map((control) => articleButton({ kind: 'control', articleId, control }, t)))];
}

function refreshButton(t: Messages) {
  return { type: 'button', action_id: 'home:refresh', text: plain(t.slack.home.refresh) } as const;
}
