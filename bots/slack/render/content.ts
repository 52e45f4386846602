import type { KnownBlock } from '@slack/types';
import { articleFiles } from '../../../src/document/article-files.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { Notice } from '../../../src/protocol/feed.ts';
import { actions, articleButton, bold, header, italic, markdown, withCode } from './blocks.ts';
import { critiqueBlocks } from './critique-card.ts';
import { defusedMessages } from './defuse-markdown.ts';
import { renderDraftCard } from './draft-card.ts';
import { factReportBlocks } from './fact-report-card.ts';
import { line, pack, paginate, type Row } from './pack.ts';
import type { FilesPart, MessagePart, Part } from './part.ts';
import { renderStatusCard } from './status-card.ts';
import { cleanLine, escapeEntities, shorten } from './text.ts';
import { shownName } from './who.ts';

type Content<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** Characters of Markdown in one message of the finished article: Slack takes 12,000 of them, and about 13,200 of everything. */
const ARTICLE_CHARS = 10_000;
/** Within a notification. */
const NOTICE_CHARS = 300;

/** The details of a failure are for operators, who find them whole in the log. */
const DETAILS_CHARS = 1500;

/** Everything that a content says in Slack: the messages it takes in order, the one with the buttons first. A pure function. */
export function renderContent(content: ChatContent): readonly [Part, ...Part[]] {
  const t = messages(content.frame.language);
  const topic = cleanLine(content.frame.request.topic);
  switch (content.kind) {
    case 'status':
      return [renderStatusCard(content)];
    case 'draft':
    case 'gate':
      return renderDraftCard(content);
    case 'critique':
      return toMessages(
        [t.article.critique.heading(content.version, content.critique.score), topic],
        critiqueBlocks(content),
      );
    case 'fact-report':
      return toMessages(
        [t.article.factReport.heading(content.version), t.article.factReport.summary(content.report), topic],
        factReportBlocks(content),
      );
    case 'failure':
      return toMessages([t.failures.heading(content.failure.step), topic], failureBlocks(content, t));
    case 'notice': {
      const rows = noticeRows(content, t);
      return toMessages([t.article.notice(shortNamed(content.notice))], pack(rows));
    }
    case 'final':
      return [announcement(content, t), ...articleText(content), articleAsFiles(content)];
    default:
      return content satisfies never;
  }
}

/** One message, or as many as it takes. */
function toMessages(words: readonly string[], blocks: readonly KnownBlock[]): readonly [MessagePart, ...MessagePart[]] {
  const text = escapeEntities(words.map((word) => shorten(cleanLine(word), NOTICE_CHARS)).join(' · '));
  const [first = [], ...more] = paginate(blocks);
  const toPart = (page: readonly KnownBlock[], index: number): MessagePart => ({
    kind: 'message',
    name: index === 0 ? 'card' : `card-${index + 1}`,
    text,
    blocks: page,
  });
  return [toPart(first, 0), ...more.map((page, index) => toPart(page, index + 1))];
}

function failureBlocks({ frame, failure, options }: Content<'failure'>, t: Messages): readonly KnownBlock[] {
  const { what, wayOut } = t.failures.words(failure.code);
  const rows: readonly Row[] = [
    line('⚠️ ', bold(t.failures.heading(failure.step))),
    line(...withCode(`${what} ${wayOut}`)),
    line(italic(`${t.article.failure.details}: ${shorten(cleanLine(failure.message), DETAILS_CHARS)}`)),
    ...(options.length === 0 ? [line(`👍 ${t.article.failure.solved}`)] : []),
  ];
  if (options.length === 0) return pack(rows);
  const { articleId } = frame;
  return [
    ...pack(rows),
    actions(
      ...options.map((control) =>
        articleButton({ kind: 'control', articleId, control }, t, control === 'retry' ? 'primary' : undefined),
      ),
    ),
  ];
}

const NOTICE_MARKS: Readonly<Record<Notice['code'], string>> = {
  paused: '⏸️',
  resumed: '▶️',
  cancelled: '🛑',
  finishing: '🏁',
  retrying: '🔁',
  moved: '➡️',
  undeliverable: '⚠️',
  'did-not-count': '✋',
};

function noticeRows({ frame, notice }: Content<'notice'>, t: Messages): readonly Row[] {
  const said = `${NOTICE_MARKS[notice.code]} ${t.article.notice(shortNamed(notice))}`;
  if (notice.code !== 'undeliverable') return [line(said)];
  return [
    line(bold(t.article.card.title(cleanLine(frame.request.topic)))),
    line(said),
    line(...withCode(t.article.moveHint(`\`/article move ${frame.articleId} here\``))),
  ];
}

function shortNamed(notice: Notice): Notice {
  return 'byName' in notice ? { ...notice, byName: shownName(notice.byName) } : notice;
}

/** What the channel reads: the title, a summary, and by Slack's own hand the way to the thread. */
function announcement({ article, version }: Content<'final'>, t: Messages): MessagePart {
  const title = cleanLine(article.title);
  return {
    kind: 'message',
    name: 'announcement',
    text: escapeEntities(
      `${shorten(t.article.final.ready(title), NOTICE_CHARS)}\n${shorten(cleanLine(article.summary), NOTICE_CHARS)}`,
    ),
    blocks: [
      header(`✅ ${t.article.final.ready(title)}`),
      ...pack([line(cleanLine(article.summary)), line(italic(t.article.final.from(version)))]),
    ],
    announces: true,
  };
}

function articleText({ article }: Content<'final'>): readonly MessagePart[] {
  return defusedMessages(article.text, ARTICLE_CHARS).map((text, index) => ({
    kind: 'message',
    name: `text-${index + 1}`,
    text: escapeEntities(shorten(cleanLine(article.title), NOTICE_CHARS)),
    blocks: [markdown(text)],
  }));
}

function articleAsFiles({ article, frame }: Content<'final'>): FilesPart {
  const { title, text, fileName } = article;
  const shownTitle = cleanLine(title);
  return {
    kind: 'files',
    name: 'files',
    first: { fileName, title: shownTitle },
    source: text,
    async make(options) {
      const files = await articleFiles({ title, text, fileName, language: frame.request.language }, options);
      return files.map(({ name, bytes }) => ({ fileName: name, title: shownTitle, bytes }));
    },
  };
}
