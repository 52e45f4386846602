import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import type { Undeliverable } from '../messages/failure-code.ts';
import { type Messages, messages } from '../messages/messages.ts';
import type { Notice } from '../protocol/feed.ts';
import { around, type Card, code, line, marked, rows } from './card.ts';
import type { Mark } from './symbols.ts';
import { asks, shownName, shownNames } from './waiting-for.ts';

/** What platforms call it, in their codes and sentences; the operator finds those in the log. */
const UNDELIVERABLE: readonly (readonly [RegExp, Undeliverable])[] = [
  [/archived/i, 'archived'],
  [/not_in_channel|kicked|not[_ ]a[_ ]member|blocked/i, 'not-a-member'],
  [/not[_ ]found|deleted|deactivated/i, 'gone'],
];

function undeliverable(failure: string): Undeliverable {
  return UNDELIVERABLE.find(([pattern]) => pattern.test(failure))?.[1] ?? 'refused';
}

const MARKS: Readonly<Record<Notice['code'], Mark>> = {
  revising: 'another',
  translating: 'translation',
  'translation-begun': 'translation',
  'source-renewed': 'stale',
  'taking-over': 'edit',
  paused: 'paused',
  resumed: 'resumed',
  cancelled: 'cancelled',
  finishing: 'finish',
  another: 'another',
  retrying: 'retrying',
  moved: 'moved',
  followed: 'moved',
  unfollowed: 'moved',
  'place-lost': 'undeliverable',
  assigned: 'waiting',
  'stepped-in': 'waiting',
  language: 'language',
  'source-added': 'file',
  raised: 'budget',
  'budget-warning': 'budget',
  compared: 'comparing',
  'votes-void': 'another',
  'votes-joined': 'approve',
  'cannot-be-approved': 'did-not-count',
  'new-day': 'resumed',
  escalated: 'outage',
  parked: 'paused',
  expired: 'cancelled',
  undeliverable: 'undeliverable',
  'did-not-count': 'did-not-count',
};

function wordsOfNotice(notice: Notice, t: Messages): string {
  switch (notice.code) {
    case 'undeliverable':
      return t.article.undeliverable(undeliverable(notice.failure));
    case 'place-lost':
      return t.article.placeLost(notice.platform, shownName(notice.byName), undeliverable(notice.failure));
    default:
      return t.article.notice(named(notice));
  }
}

/**
 * A sentence about what somebody did; to the requester in person, what happened to the thread and how to go on elsewhere.
 * @param prefix what is typed before a verb: `/article `, `/`
 * @param address of the article that it is about, where that is another one
 */
export function noticeCard(
  { frame, notice, buttons }: Extract<ChatContent, { readonly kind: 'notice' }>,
  prefix: string,
  address?: string,
): Card {
  const t = messages(frame.language);
  const said = cleanLine(wordsOfNotice(notice, t));
  const row = marked(MARKS[notice.code], said);
  const common = { language: frame.language, notification: [said] };
  if (notice.code === 'escalated')
    return { ...common, parts: [rows(row)], asks: asks(notice.to, frame, t, t.article.told) };
  if (notice.code === 'assigned')
    return {
      ...common,
      parts: [rows(row)],
      asks: asks([notice.to], { ...frame, names: { ...frame.names, [notice.to]: notice.toName } }, t, t.article.told),
    };
  if (notice.code === 'translating' || notice.code === 'translation-begun' || notice.code === 'source-renewed') {
    const words = t.translations.way[notice.code];
    const way = address === undefined ? code(notice.article) : { text: words.to, address };
    return {
      ...common,
      parts: [rows(row, line(...around([way], ([place = '']) => words.is(place))))],
      ...(buttons && {
        buttons: [{ kind: 'translate', articleId: frame.articleId, language: notice.language, isAgain: true }],
      }),
    };
  }
  if (notice.code !== 'undeliverable') return { ...common, parts: [rows(row)] };
  const command = code(`${prefix}move ${frame.articleId}`);
  return {
    ...common,
    mark: 'article',
    title: t.article.card.title(cleanLine(frame.request.topic), frame.edition),
    parts: [rows(row), rows(line(...around([command], ([place = '']) => t.article.moveHint(place))))],
  };
}

function named<N extends Exclude<Notice, { readonly code: 'undeliverable' }>>(notice: N): N {
  if (notice.code === 'assigned')
    return { ...notice, byName: shownName(notice.byName), toName: shownName(notice.toName) };
  if (notice.code === 'stepped-in')
    return { ...notice, byName: shownName(notice.byName), voted: shownNames(notice.voted) };
  if (notice.code === 'votes-void') return { ...notice, names: shownNames(notice.names) };
  return 'byName' in notice ? { ...notice, byName: shownName(notice.byName) } : notice;
}
