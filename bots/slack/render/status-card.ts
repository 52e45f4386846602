import type { ActionsBlock, Overflow } from '@slack/types';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { Stage, Step } from '../../../src/protocol/article.ts';
import { encodeButton } from '../../../src/protocol/button-codec.ts';
import type { PlainControlKind } from '../../../src/protocol/decision.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { controlsAt } from '../../../src/protocol/rules.ts';
import type { Thread } from '../../../src/protocol/thread.ts';
import { PLATFORM } from '../platform.ts';
import { actions, articleButton, confirmation, context, header, mrkdwn, plain } from './blocks.ts';
import type { MessagePart } from './part.ts';
import { cleanLine, escapeEntities, escapeMrkdwn, shorten, webAddress } from './text.ts';
import { shownName, waitingForLine } from './who.ts';

/** The topic in a notification. */
const NOTICE_TOPIC_CHARS = 150;
/** Scores on the card: those of the last drafts, when there are many. */
const SHOWN_SCORES = 12;

const STAGE_MARKS: Readonly<Record<Stage, string>> = {
  drafting: '✍️',
  waiting: '🙋',
  finishing: '✨',
  paused: '⏸️',
  stuck: '⚠️',
  delivered: '✅',
  rejected: '🚫',
  cancelled: '🛑',
};
const STEP_MARKS: Readonly<Record<Step, string>> = {
  writing: '✍️',
  critiquing: '🧐',
  'fact-checking': '🔎',
  editing: '✨',
};

/** What stands for a stage and step wherever Slack shows one. */
function stageMark(stage: Stage, step?: Step): string {
  return step !== undefined && (stage === 'drafting' || stage === 'finishing') ? STEP_MARKS[step] : STAGE_MARKS[stage];
}

/** The first message of the thread, edited in place: short enough to be read at a glance on a phone. */
export function renderStatusCard(content: Extract<ChatContent, { readonly kind: 'status' }>): MessagePart {
  const { frame, stage, step, iteration, scores, lastDecision, waitingFor, cost, outage, movedTo } = content;
  const t = messages(frame.language);
  const { card } = t.article;
  const title = card.title(cleanLine(frame.request.topic));
  const progress = [
    ...(iteration === 0 ? [] : [card.iteration(iteration, frame.maxIterations)]),
    ...(scores.length === 0
      ? []
      : [
          `${card.scores}: ${scores.length > SHOWN_SCORES ? '… → ' : ''}${card.scoreLine(scores.slice(-SHOWN_SCORES), frame.qualityThreshold)}`,
        ]),
  ];
  const reached = progress.length === 0 ? [] : [progress.join(' · ')];
  const standing = [
    `${stageMark(stage, step)} *${t.words.stage(stage, step)}*`,
    ...reached,
    ...(frame.request.languageAssumed === true ? [`🌐 ${card.assumedLanguage(frame.request.language)}`] : []),
    ...(outage === undefined ? [] : [`⏳ ${card.outage(outage)}`]),
    ...(waitingFor.length === 0 ? [] : [waitingForLine(waitingFor, frame, t)]),
    ...(lastDecision === undefined
      ? []
      : [escapeMrkdwn(t.article.decided({ ...lastDecision, byName: shownName(lastDecision.byName) }))]),
  ];
  // Where it was, nothing is said any more: a stage would soon be wrong.
  const rows = movedTo === undefined ? standing : [`➡️ *${card.movedTo(placeOf(movedTo, t))}*`, ...reached];
  const runUrl = frame.runUrl === undefined ? undefined : webAddress(frame.runUrl);
  const controls =
    movedTo === undefined ? controlsAt({ stage, isTriedAgain: outage !== undefined, hasDraft: scores.length > 0 }) : [];
  // What goes on needs nobody; what stands still says how it goes on.
  const isOpen = stage === 'paused' && controls.length > 0;
  const body = mrkdwn(rows.join('\n'));
  return {
    kind: 'message',
    name: 'card',
    text: escapeEntities(
      [shorten(title, NOTICE_TOPIC_CHARS), ...(movedTo === undefined ? [t.words.stage(stage, step)] : [])].join(' · '),
    ),
    blocks: [
      header(title),
      isOpen || controls.length === 0 ? body : { ...body, accessory: controlMenu(frame.articleId, controls, t) },
      ...(isOpen ? [controlButtons(frame.articleId, controls, t)] : []),
      context(
        card.askedBy(shownName(frame.requesterName)),
        card.id(frame.articleId),
        ...(cost === undefined ? [] : [card.costLine(cost)]),
        ...(runUrl === undefined ? [] : [{ mrkdwn: `<${escapeEntities(runUrl)}|${card.runLink}>` }]),
      ),
    ],
  };
}

/** Slack shows the name of a channel to whoever may know it. */
function placeOf({ platform, channel }: Thread, t: Messages): string {
  return platform === PLATFORM && /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : t.words.where(platform);
}

/** The `action_id` of the menu; each of its options has the value of a button. */
const CONTROL_MENU = 'article:menu';

/** How the article as a whole can be acted on. At least two: Slack had menus of one option refused. */
function controlMenu(articleId: string, controls: readonly PlainControlKind[], t: Messages): Overflow {
  return {
    type: 'overflow',
    action_id: CONTROL_MENU,
    options: controls.map((control) => ({
      text: plain(t.words.buttons[control]),
      value: encodeButton({ kind: 'control', articleId, control }),
    })),
    confirm: confirmation(t.article.confirm.title, t.article.confirm.everyone, t),
  };
}

function controlButtons(articleId: string, controls: readonly PlainControlKind[], t: Messages): ActionsBlock {
  return actions(
    ...controls.map((control) =>
      articleButton({ kind: 'control', articleId, control }, t, control === 'resume' ? 'primary' : undefined),
    ),
  );
}
