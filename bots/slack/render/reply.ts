import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { Card } from '../../../src/cards/card.ts';
import { costsCard } from '../../../src/cards/costs-card.ts';
import { changesCard } from '../../../src/cards/changes-card.ts';
import { homeCard, listCard, type Waiting } from '../../../src/cards/list-card.ts';
import { answerCard } from '../../../src/cards/status-card.ts';
import type { Changes } from '../../../src/chat/open-changes.ts';
import type { NotAccepted, PageLink, Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import type { Listed } from '../../../src/chat/chat-desk.ts';
import type { Home } from '../../../src/gateway/article-list.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { NamedStatus } from '../../../src/protocol/desk-state.ts';
import { type ListView, listCommand } from '../../../src/protocol/list-view.ts';
import type { Costs } from '../../../src/storage/cost-store.ts';
import type { SlackReply } from '../listeners/slack-context.ts';
import { actions, context, header, linkButton, longText, plain, richText, section } from './blocks.ts';
import { drawButtons, drawCard, drawNotification, type Links } from './draw-card.ts';
import { escapeMrkdwn } from './text.ts';

/** Slack: 2,000 characters in the value of a button. */
const MOST_TOPIC_IN_BUTTON = 2000;

/** Words for one person. Nothing in them mentions, links or formats, whoever wrote it. */
export function sayText(text: string, ...more: readonly KnownBlock[]): SlackReply {
  return { text: escapeMrkdwn(text), blocks: [...plainSections(text), ...more] };
}

/** @param prefix what is typed before a verb where it is read */
export function sayReply(reply: Reply, t: Messages, prefix: string): SlackReply {
  return sayText(replyWords(reply, t, prefix));
}

/** The link behind a button: nobody who looks over a shoulder can copy it. */
export function sayPageLink(reply: PageLink | NotAccepted, t: Messages, prefix: string): SlackReply {
  if (reply.kind !== 'page-link') return sayReply(reply, t, prefix);
  return sayText(t.chat.page.link(reply.minutes), actions(linkButton(t.words.buttons.open, reply.address)));
}

function plainSections(text: string): readonly KnownBlock[] {
  return longText(text).map((part) => ({ type: 'section', text: plain(part) }));
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

/** With buttons for the other lists and pages. */
export function renderList(listed: Listed, links: Links, language: InterfaceLanguage): SlackReply {
  const t = messages(language);
  const { view, articles, hasMore } = listed;
  const isMineAtAll = view.scope === 'mine' && view.state === undefined && view.page === 1;
  const { parts, ...card } = listCard({ ...listed, hasMore: false }, language, '');
  const [before, after] = view.scope === 'waiting' ? (['back', 'more'] as const) : (['newer', 'older'] as const);
  const pages = [
    ...(view.page > 1 ? [listButton(before, { ...view, page: view.page - 1 }, view, t)] : []),
    ...(hasMore ? [listButton(after, { ...view, page: view.page + 1 }, view, t)] : []),
  ];
  return toReply({ ...card, parts }, links, [
    ...(pages.length === 0 ? [] : [actions(...pages)]),
    actions(...LIST_VIEWS.map(([name, of]) => listButton(name, { ...of, page: 1 }, view, t))),
    ...(articles.length === 0 && isMineAtAll ? [actions(formButton(t))] : []),
  ]);
}

const LIST_VIEWS = [
  ['mine', { scope: 'mine' }],
  ['waiting', { scope: 'waiting' }],
  ['here', { scope: 'here' }],
  ['running', { scope: 'mine', state: 'running' }],
  ['done', { scope: 'mine', state: 'done' }],
] as const satisfies readonly (readonly [string, Omit<ListView, 'page'>])[];

/** They lead to another page of the list that is shown. */
const PAGE_BUTTONS: ReadonlySet<string> = new Set(['newer', 'older', 'back', 'more']);

/** The `action_id` of buttons that show another list or page; the value is what could be typed. */
export const LIST_ACTION = /^list:/;

function listButton(name: keyof Messages['chat']['list']['views'], to: ListView, shown: ListView, t: Messages): Button {
  const isShown = to.scope === shown.scope && to.state === shown.state && !PAGE_BUTTONS.has(name);
  return {
    type: 'button',
    action_id: `list:${name}`,
    text: plain(t.chat.list.views[name]),
    value: listCommand(to),
    ...(isShown && { style: 'primary' }),
  };
}

export function renderCosts(costs: Costs, links: Links, language: InterfaceLanguage): SlackReply {
  return toReply(costsCard(costs, language), links, []);
}

/** Where an article stands, with what can be done about it. @param workspace in which that is asked */
export function renderStatus(
  status: NamedStatus,
  { link, workspace }: { readonly link?: string | undefined; readonly workspace: string },
  language: InterfaceLanguage,
): SlackReply {
  const t = messages(language);
  const { buttons = [], ...card } = answerCard(status, language, workspace);
  const more = link === undefined ? [] : [linkButton(t.slack.openThread, link)];
  return toReply(card, new Map(), drawButtons(buttons, t, ...more));
}

/** What changed in a draft, for one person. @param page it is in their conversation with us */
export function renderChanges(changes: Changes, page: boolean, language: InterfaceLanguage): SlackReply {
  const more = page ? [context(messages(language).slack.changesPage)] : [];
  return toReply(changesCard(changes, language), new Map(), more);
}

/** What a translation is made of, for one person. @param rest all of it is here, or in their conversation with us, or nowhere */
export function renderOriginal(card: Card, rest: 'whole' | 'sent' | 'unsent'): SlackReply {
  const { originalFile, originalUnsent } = messages(card.language).slack;
  const more = rest === 'whole' ? [] : [context(rest === 'sent' ? originalFile : originalUnsent)];
  return toReply(card, new Map(), more);
}

function toReply(card: Card, links: Links, more: readonly KnownBlock[]): SlackReply {
  return { text: escapeMrkdwn(drawNotification(card)), blocks: [...drawCard(card, links), ...more] };
}

export interface HomeOptions {
  readonly home: Home;
  readonly links: Links;
  /** Of those who wait for the person, as far as their desks answered. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** Which page of what waits is shown, from 1. Default: the first. */
  readonly page?: number;
  /** There may be a page after it. */
  readonly hasMore?: boolean;
  readonly language: InterfaceLanguage;
  /** What became of what the person has just done here. */
  readonly notice?: string;
}

/** Slack takes 100 blocks: of four sections with ten articles each, one has three blocks for each. */
export function renderHome({
  home,
  links,
  waiting,
  page = 1,
  hasMore = false,
  language,
  notice = '',
}: HomeOptions): HomeView {
  const t = messages(language);
  const { back, more } = t.chat.list.views;
  return homeView([
    ...plainSections(notice),
    actions(
      formButton(t),
      refreshButton(t),
      ...(page > 1 ? [pageButton('back', back, page - 1)] : []),
      ...(hasMore ? [pageButton('more', more, page + 1)] : []),
    ),
    ...(page > 1 ? [context(t.chat.list.heading({ scope: 'waiting', page }))] : []),
    ...drawCard(homeCard(home, waiting, language), links),
  ]);
}

/** The `action_id` of buttons that show another page of what waits. */
export const HOME_PAGE_ACTION = /^home:(?:back|more)$/;

function pageButton(to: 'back' | 'more', label: string, page: number): Button {
  return { type: 'button', action_id: `home:${to}`, text: plain(label), value: String(page) };
}

/** Instead of a Home tab that cannot be made now. */
export function renderHomeNotice(texts: readonly string[], t: Messages): HomeView {
  return homeView([...texts.flatMap(plainSections), actions(refreshButton(t))]);
}

function homeView(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks };
}

function refreshButton(t: Messages): Button {
  return { type: 'button', action_id: 'home:refresh', text: plain(t.slack.home.refresh) };
}
