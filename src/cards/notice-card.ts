import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import type { Notice } from '../protocol/feed.ts';
import { around, type Card, code, line, marked, rows } from './card.ts';
import type { Mark } from './symbols.ts';
import { shownName } from './waiting-for.ts';

const MARKS: Readonly<Record<Notice['code'], Mark>> = {
  revising: 'another',
  'taking-over': 'edit',
  paused: 'paused',
  resumed: 'resumed',
  cancelled: 'cancelled',
  finishing: 'finish',
  another: 'another',
  retrying: 'retrying',
  moved: 'moved',
  language: 'language',
  'source-added': 'file',
  raised: 'budget',
  'budget-warning': 'budget',
  compared: 'comparing',
  'new-day': 'resumed',
  undeliverable: 'undeliverable',
  'did-not-count': 'did-not-count',
};

/**
 * A sentence about what somebody did; to the requester in person, what happened to the thread and how to go on elsewhere.
 * @param prefix what is typed before a verb: `/article `, `/`
 */
export function noticeCard({ frame, notice }: Extract<ChatContent, { readonly kind: 'notice' }>, prefix: string): Card {
  const t = messages(frame.language);
  const named = 'byName' in notice ? { ...notice, byName: shownName(notice.byName) } : notice;
  const said = cleanLine(t.article.notice(named));
  const row = marked(MARKS[notice.code], said);
  const common = { language: frame.language, notification: [said] };
  if (notice.code !== 'undeliverable') return { ...common, parts: [rows(row)] };
  const command = code(`${prefix}move ${frame.articleId}`);
  return {
    ...common,
    mark: 'article',
    title: t.article.card.title(cleanLine(frame.request.topic), frame.edition),
    parts: [rows(row), rows(line(...around([command], ([place = '']) => t.article.moveHint(place))))],
  };
}
