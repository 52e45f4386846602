import type { ArticleFrame } from '../../../src/delivery/chat-content.ts';
import { parseApproverRule } from '../../../src/messages/approver-rule.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import { cleanLine, escapeMrkdwn, shorten } from './text.ts';

/** Names, not content: longer ones are somebody's joke. */
const NAME_CHARS = 80;
const MOST_NAMES = 15;

/** A display name, as it is shown. */
export function shownName(name: string): string {
  return shorten(cleanLine(name), NAME_CHARS);
}

/**
 * `Waiting for: @Ann or @editors` in `mrkdwn`. Those whom the operator or the request names are addressed, so that Slack tells them:
 * the only mentions the product ever makes.
 */
export function waitingForLine(waitingFor: readonly string[], frame: ArticleFrame, t: Messages): string {
  const names = waitingFor.slice(0, MOST_NAMES).map((rule) => whoIs(rule, frame, t));
  return t.article.card.waitingFor(waitingFor.length > MOST_NAMES ? [...names, '…'] : names);
}

function whoIs(rule: string, frame: ArticleFrame, t: Messages): string {
  const parsed = parseApproverRule(rule);
  if (parsed.kind === 'requester') {
    const mention = mentionOf(frame.requester);
    return mention ?? escapeMrkdwn(t.words.approver(rule, shownName(frame.requesterName)));
  }
  if (parsed.kind === 'user') {
    const mention = mentionOf({ platform: parsed.platform, userId: parsed.id });
    if (mention !== undefined) return mention;
  }
  if (parsed.kind === 'group' && parsed.platform === 'slack' && /^S[A-Z0-9]{2,}$/.test(parsed.id))
    return `<!subteam^${parsed.id}>`;
  return escapeMrkdwn(shorten(cleanLine(t.words.approver(rule)), NAME_CHARS));
}

function mentionOf(actor: Pick<Actor, 'platform' | 'userId'> | undefined): string | undefined {
  return actor?.platform === 'slack' && /^[UW][A-Z0-9]{2,}$/.test(actor.userId) ? `<@${actor.userId}>` : undefined;
}
