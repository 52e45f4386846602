import type { KnownBlock } from '@slack/types';
import type { ChatContent, ToldDecision } from '../../../src/delivery/chat-content.ts';
import { outlineOf } from '../../../src/document/markdown/outline.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { DecisionKind } from '../../../src/protocol/decision.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import { bold, decisionButtons, markdown, mrkdwn } from './blocks.ts';
import { defuseMarkdown } from './defuse-markdown.ts';
import { doubtBlocks } from './fact-report-card.ts';
import { line, pack, point, quote, type Row } from './pack.ts';
import type { FilesPart, MessagePart, Part } from './part.ts';
import { cleanLine, escapeEntities, shorten } from './text.ts';
import { shownName, waitingForLine } from './who.ts';

/** A draft of this length is shown whole: two or three screens of a phone. In characters of Markdown. */
const WHOLE_CHARS = 2500;
/** Of a longer one as much as makes one want to read on: a screen. */
const OPENING_CHARS = 1200;
const MOST_HEADINGS = 15;
const HEADING_CHARS = 120;
/** What a decision says is at most 3,000 characters; what was said before there was that rule is not lost either, but in the database. */
const WORDS_CHARS = 3500;
const NOTICE_TOPIC_CHARS = 150;

const DECISION_MARKS: Readonly<Record<DecisionKind, string>> = {
  approve: '✅',
  'request-changes': '💬',
  edit: '✏️',
  reject: '🚫',
};

type Content = Extract<ChatContent, { readonly kind: 'draft' | 'gate' }>;

/** What the buttons are about. */
function subjectOf(content: Content): DraftRef & { readonly gate?: string } {
  return { ...content.draft, ...(content.kind === 'gate' && { gate: content.gate }) };
}

/** A draft, or the one to decide on: the text or its opening, the buttons below it, and in their place what was decided. */
export function renderDraftCard(content: Content): readonly [Part, ...Part[]] {
  const { frame, draft, text, buttons, decided } = content;
  const t = messages(frame.language);
  const { opening, headings, words, isWhole } = outline(text.text);
  const heading = headingOf(content, t);
  const { score } = draft;
  const marks = [
    // The heading of what people are asked to decide on says it already.
    ...(score === undefined || isAsked(content) ? [] : [` · ${t.words.format.score(score)}/10`]),
    ` · ${t.article.draft.length(words)}`,
  ];
  const blocks: readonly KnownBlock[] = [
    ...pack([line(isAsked(content) ? '🙋 ' : '📝 ', bold(heading), ...marks)]),
    ...(content.kind === 'gate' && content.doubts !== undefined ? doubtBlocks(content.doubts, t) : []),
    ...(content.kind === 'gate' ? whyItIsHere(content, t) : []),
    ...(opening === '' ? [] : [markdown(opening)]),
    ...pack(isWhole ? [] : [...contentsRows(headings, t), line(t.article.draft.wholeText)]),
    ...pack(decidedRows(decided, t)),
    ...(buttons ? [decisionButtons(frame.articleId, subjectOf(content), t)] : []),
  ];
  const card: MessagePart = {
    kind: 'message',
    name: 'card',
    text: escapeEntities(`${heading} · ${shorten(cleanLine(frame.request.topic), NOTICE_TOPIC_CHARS)}`),
    blocks,
  };
  return isWhole ? [card] : [card, wholeText(content, t)];
}

function outline(text: string): ReturnType<typeof outlineOf> {
  const defused = defuseMarkdown(text);
  const whole = outlineOf(defused, defused.length);
  if (defused.length <= WHOLE_CHARS) return whole;
  // Looking for the best place to cut takes long in a long text, and the place is near the beginning.
  const { opening } = outlineOf(defused.slice(0, OPENING_CHARS * 4), OPENING_CHARS);
  return { ...whole, opening, isWhole: false };
}

function headingOf(content: Content, t: Messages): string {
  const { text } = content;
  if (isAsked(content)) return t.article.gate.heading(content.draft);
  return t.article.draft.heading({ ...text, authorName: shownName(text.authorName) });
}

/** Whether people are to decide on it right now: a gate that has been passed is a draft like others. */
function isAsked(content: Content): boolean {
  return content.kind === 'gate' && content.buttons;
}

/** Why a person is asked, and who: these are the ones whom Slack tells. */
function whyItIsHere(
  { frame, stopReason, waitingFor, buttons }: Extract<Content, { readonly kind: 'gate' }>,
  t: Messages,
): readonly KnownBlock[] {
  const reason = t.article.gate.stopReason(stopReason, frame);
  return [mrkdwn(buttons ? `${reason}\n${waitingForLine(waitingFor, frame, t)}` : reason)];
}

function contentsRows(headings: readonly string[], t: Messages): readonly Row[] {
  if (headings.length === 0) return [];
  const more = headings.length - MOST_HEADINGS;
  return [
    line(bold(t.article.draft.contents)),
    ...headings.slice(0, MOST_HEADINGS).map((heading) => point(shorten(cleanLine(heading), HEADING_CHARS))),
    ...(more > 0 ? [line(t.article.draft.moreHeadings(more))] : []),
  ];
}

/** Who decided what and when, and the comment or reason. */
function decidedRows(decided: ToldDecision | undefined, t: Messages): readonly Row[] {
  if (decided === undefined) return [];
  const said = t.article.decided({ ...decided, byName: shownName(decided.byName) });
  return [
    line(`${DECISION_MARKS[decided.kind]} `, bold(said)),
    ...(decided.words === undefined ? [] : [quote(shorten(decided.words.trim(), WORDS_CHARS))]),
  ];
}

/** Named after what it is; the title says so to people, the name tells it from other files of the thread. */
function wholeText({ kind, frame, draft, text }: Content, t: Messages): FilesPart {
  const first = {
    fileName: `${kind}-${draft.version}-${frame.articleId}.md`,
    title: `${t.words.draft(draft.version)}: ${cleanLine(frame.request.topic)}`,
  };
  const bytes = Buffer.from(text.text, 'utf8');
  return { kind: 'files', name: 'file', first, source: draft.hash, make: () => Promise.resolve([{ ...first, bytes }]) };
}
