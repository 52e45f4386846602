import type { Messages } from '../../../src/messages/messages.ts';
import type { Stage } from '../../../src/protocol/article.ts';
import { type Card, type Content, fact, heading, shortened } from './card.ts';
import { cleanLine } from './inert.ts';
import { toHref } from './link.ts';
import { link } from './markdown.ts';
import { type Block, block, line, span } from './rich-text.ts';

const STAGE_EMOJI: Readonly<Record<Stage, string>> = {
  drafting: '✍️',
  waiting: '🗳',
  finishing: '🏁',
  paused: '⏸',
  stuck: '⚠️',
  delivered: '✅',
  rejected: '❌',
  cancelled: '🛑',
};

/** One message whatever the policy: a list of approvers may be of any length. */
const MAX_WAITING_CHARS = 500;

/** The first message of the article, edited in place: where it stands. */
export function renderStatusCard(content: Content<'status'>, t: Messages): Card {
  const { frame, stage, step, iteration, scores, waitingFor, cost, lastDecision, outage, movedTo } = content;
  const { card } = t.article;
  const waiting = cleanLine(card.waitingFor(waitingFor, frame.requesterName));
  const facts: readonly Block[] = [
    fact(card.stage, `${STAGE_EMOJI[stage]} ${t.words.stage(stage, step)}`),
    ...(frame.request.languageAssumed === true ? [line('🌐 ', card.assumedLanguage(frame.request.language))] : []),
    ...(iteration === 0 ? [] : [line(card.iteration(iteration, frame.maxIterations))]),
    fact(card.scores, card.scoreLine(scores, frame.qualityThreshold)),
    ...(outage === undefined ? [] : [line('⏳ ', card.outage(outage))]),
    ...(waitingFor.length === 0 ? [] : [line(shortened(waiting, MAX_WAITING_CHARS))]),
    ...(lastDecision === undefined ? [] : [line(cleanLine(t.article.decided(lastDecision)))]),
    ...(cost === undefined ? [] : [fact(card.cost, card.costLine(cost))]),
  ];
  // How it stands is said where it went on; here nobody says any more when that changes.
  const [first, ...rest] = movedTo === undefined ? facts : [line('➡️ ', card.movedTo(whereTo(movedTo.platform, t)))];
  return {
    blocks: [
      heading('📰', card.title(frame.request.topic)),
      line(cleanLine(card.askedBy(frame.requesterName)), ' · ', span(frame.articleId, { code: true })),
      ...(first === undefined ? [] : [{ ...first, tight: false }]),
      ...rest,
      // An address that Telegram does not open, as that of a Web UI on the same machine, would only be in the way.
      ...(frame.runUrl === undefined || toHref(frame.runUrl) === undefined
        ? []
        : [runLink(card.runLink, frame.runUrl)]),
    ],
  };
}

function whereTo(platform: string, t: Messages): string {
  return platform === 'telegram' ? t.telegram.anotherChat : t.words.where(platform);
}

function runLink(words: string, runUrl: string): Block {
  return block('🔗 ', ...link([span(words)], runUrl));
}
