import type { Button, KnownBlock } from '@slack/types';
import type { Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { SlackReply } from '../listeners/slack-context.ts';
import { actions, articleButton, bold, context, header, lines, longText, plain, richText, section } from './blocks.ts';
import { articleRow } from './article-row.ts';
import { cleanLine, escapeMrkdwn, shorten } from './text.ts';

/** Slack: 25 elements per block of buttons; an article has fewer. */
const MOST_TOPIC_IN_BUTTON = 2000;

/** Words for one person. Nothing in them mentions, links or formats, whoever wrote it. */
export function sayText(text: string, ...more: readonly KnownBlock[]): SlackReply {
  return {
    text: escapeMrkdwn(text),
    blocks: [...longText(text).map((part): KnownBlock => ({ type: 'section', text: plain(part) })), ...more],
  };
}

/** @param prefix what is typed before a verb where it is read */
export function sayReply(reply: Reply, t: Messages, prefix: string): SlackReply {
  return sayText(replyWords(reply, t, prefix));
}

/** The button that opens the form of a new article. @param topic fills it in */
export function formButton(t: Messages, topic?: string): Button {
  return {
    type: 'button',
    action_id: 'form:open',
    text: plain(t.slack.newArticle),
    style: 'primary',
    ...(topic !== undefined && { value: topic.slice(0, MOST_TOPIC_IN_BUTTON) }),
  };
}

/** A button that leads somewhere. */
export function linkButton(label: string, url: string): Button {
  return { type: 'button', action_id: 'link:open', text: plain(label), url };
}

export function renderHelp(prefix: string, t: Messages): SlackReply {
  const { title, commands, ids } = t.chat.help;
  const rows = commands(prefix);
  return {
    text: [title, ...rows.map(({ usage, does }) => `${escapeMrkdwn(usage)}: ${escapeMrkdwn(does)}`)].join('\n'),
    blocks: [
      header(title),
      richText({
        type: 'rich_text_list',
        style: 'bullet',
        elements: rows.map(({ usage, does }) =>
          section({ type: 'text', text: usage, style: { code: true } }, ` ${does}`),
        ),
      }),
      context(ids),
      actions(formButton(t)),
    ],
  };
}

export function renderList(
  articles: readonly ArticleSummary[],
  links: ReadonlyMap<string, string>,
  t: Messages,
): SlackReply {
  if (articles.length === 0) return sayText(t.chat.list.empty, actions(formButton(t)));
  const heading = t.chat.list.heading(articles.length);
  return {
    text: heading,
    blocks: [
      header(heading),
      ...articles.map((article) => articleRow(article, { link: links.get(article.articleId), t })),
    ],
  };
}

/** Where an article stands, with what can be done about it. */
export function renderStatus(status: ArticleStatus, link: string | undefined, t: Messages): SlackReply {
  const { card } = t.article;
  const topic = shorten(cleanLine(status.topic), 300);
  const stage = t.words.stage(status.stage, status.step);
  const rows = [
    `${card.stage}: ${stage}`,
    card.iteration(status.iteration, status.maxIterations),
    ...(status.scores.length === 0 ? [] : [`${card.scores}: ${card.scoreTrail(status.scores)}`]),
    ...(status.waitingFor.length === 0 ? [] : [card.waitingFor(status.waitingFor, status.requesterName)]),
    ...(status.failure === undefined ? [] : [t.failures.words(status.failure.code).what]),
    ...(status.lastDecision === undefined ? [] : [t.article.decided(status.lastDecision)]),
  ].map((row) => shorten(cleanLine(row), 500));
  const buttons = [
    ...status.controls.map((control) => articleButton({ kind: 'control', articleId: status.articleId, control }, t)),
    ...(link === undefined ? [] : [linkButton(t.slack.openThread, link)]),
  ];
  return {
    text: escapeMrkdwn(`${topic}: ${stage}`),
    blocks: [
      lines([bold(topic)], ...rows.map((row) => [row])),
      context(card.id(status.articleId), card.askedBy(shorten(cleanLine(status.requesterName), 100))),
      ...(buttons.length === 0 ? [] : [actions(...buttons)]),
    ],
  };
}
