import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import { parseApproverRule } from '../messages/approver-rule.ts';
import type { Messages } from '../messages/messages.ts';
import type { Actor } from '../protocol/actor.ts';
import { around, type Span } from './card.ts';

/** Names, not content: longer ones are somebody's joke. */
const NAME_CHARS = 80;
const MOST_NAMES = 15;
/** All of them together: a card that is edited in place has to stay one message. */
const MOST_CHARS = 400;

/** A display name, as it is shown. */
export function shownName(name: string): string {
  return shorten(cleanLine(name), NAME_CHARS);
}

/** `Waiting for: Ann or anyone in group S042 in Slack`. */
export function waitingFor(
  rules: readonly string[],
  requester: { readonly requesterName: string; readonly requester?: Pick<Actor, 'platform' | 'userId'> },
  t: Messages,
): readonly Span[] {
  const who: Span[] = [];
  let chars = 0;
  for (const rule of rules) {
    const name = nameOf(rule, requester, t);
    chars += name.length;
    if (who.length === MOST_NAMES || (who.length > 0 && chars > MOST_CHARS)) {
      who.push('…');
      break;
    }
    who.push(toSpan(rule, name, requester.requester));
  }
  return around(who, (places) => t.article.card.waitingFor(places));
}

function nameOf(rule: string, { requesterName }: { readonly requesterName: string }, t: Messages): string {
  return shorten(cleanLine(t.words.approver(rule, shownName(requesterName))), 2 * NAME_CHARS);
}

function toSpan(rule: string, text: string, requester: Pick<Actor, 'platform' | 'userId'> | undefined): Span {
  const parsed = parseApproverRule(rule);
  switch (parsed.kind) {
    case 'requester':
      return requester === undefined ? text : { text, person: requester };
    case 'user':
      return { text, person: { platform: parsed.platform, userId: parsed.id } };
    case 'group':
      return { text, group: { platform: parsed.platform, id: parsed.id } };
    case 'anyone':
    case 'name':
      return text;
    default:
      return parsed satisfies never;
  }
}
