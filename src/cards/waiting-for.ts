import { cleanLine } from '../lib/clean-text.ts';
import { shorten } from '../lib/shorten.ts';
import type { ArticleFrame } from '../delivery/chat-content.ts';
import { parseApproverRule } from '../messages/approver-rule.ts';
import type { Messages } from '../messages/messages.ts';
import type { Actor } from '../protocol/actor.ts';
import type { Tally } from '../protocol/voting.ts';
import { type Addressee, around, type Card } from './card.ts';

/** Names, not content: longer ones are somebody's joke. */
const NAME_CHARS = 80;
const MOST_NAMES = 15;
/** All of them together: a card that is edited in place has to stay one message. */
const MOST_CHARS = 400;

/** A display name, as it is shown. */
export function shownName(name: string): string {
  return shorten(cleanLine(name), NAME_CHARS);
}

/** Display names, of many only the first. */
export function shownNames(names: readonly string[]): readonly string[] {
  return [...names.slice(0, MOST_NAMES).map(shownName), ...(names.length > MOST_NAMES ? ['…'] : [])];
}

interface Requester {
  readonly requesterName: string;
  readonly requester?: Pick<Actor, 'platform' | 'workspace' | 'userId'>;
  /** Of where it is shown. */
  readonly workspace?: string;
  /** Of people whom rules name, by those rules. */
  readonly names?: Readonly<Record<string, string>>;
  /** Where they are called already. */
  readonly calledAt?: ArticleFrame['calledAt'];
}

/** `Waiting for: Ann or anyone in group S042 in Slack`, in names alone: where nobody is to be called. */
export function waitingFor(
  rules: readonly string[],
  requester: Requester,
  t: Messages,
  said: (who: readonly string[]) => string = t.article.card.waitingFor,
): string {
  return asks(rules, requester, t, said)
    .map((span) => (typeof span === 'string' ? span : span.text))
    .join('');
}

/** The same, for those whom it names to be called. @param said the words around them */
export function asks(
  rules: readonly string[],
  requester: Requester,
  t: Messages,
  said: (who: readonly string[]) => string = t.article.card.waitingFor,
): NonNullable<Card['asks']> {
  const who: (string | Addressee)[] = [];
  let chars = 0;
  for (const rule of rules) {
    const name = nameOf(rule, requester, t);
    chars += name.length;
    if (who.length === MOST_NAMES || (who.length > 0 && chars > MOST_CHARS)) {
      who.push('…');
      break;
    }
    who.push(toSpan(rule, name, requester));
  }
  return around(who, (places) => said(places));
}

/**
 * How it is said who is waited for: some of them, or each one, and whose turn comes after theirs, in names alone.
 * @param tally absent: one is enough
 */
export function waitingWords(
  tally: Pick<Tally, 'needsEach' | 'later'> | undefined,
  requester: Pick<Requester, 'requesterName' | 'names'>,
  t: Messages,
): (who: readonly string[]) => string {
  const { waitingFor: some, waitingForEach, waitingInTurn } = t.article.card;
  const later = laterNames(tally?.later ?? [], (rule) => nameOf(rule, requester, t));
  if (later.length > 0) return (who) => waitingInTurn(who, later);
  return tally?.needsEach === true ? waitingForEach : some;
}

/** What those are called whose turn comes later, as many steps as there is room for. @param called what those are called whom a rule names */
export function laterNames(
  steps: NonNullable<Tally['later']>,
  called: (rule: string) => string,
): readonly (readonly string[])[] {
  let chars = 0;
  return steps.flatMap((rules) => {
    const names = rules.slice(0, MOST_NAMES).map(called);
    if (chars > MOST_CHARS) return [];
    chars += names.join('').length;
    return [chars > MOST_CHARS ? ['…'] : names];
  });
}

function nameOf(
  rule: string,
  { requesterName, names }: Pick<Requester, 'requesterName' | 'names'>,
  t: Messages,
): string {
  const name = names?.[rule];
  if (name !== undefined) return shownName(name);
  return shorten(cleanLine(t.words.approver(rule, shownName(requesterName))), 2 * NAME_CHARS);
}

/** Ids are unique within a workspace: in another one it would be somebody else who is called. */
function toSpan(
  rule: string,
  text: string,
  { requester, workspace: here, calledAt = [] }: Requester,
): string | Addressee {
  const parsed = parseApproverRule(rule);
  switch (parsed.kind) {
    case 'requester':
      return requester !== undefined && isCalled(requester) ? { text, person: requester } : text;
    case 'user':
      return isCalled(parsed) ? { text, person: { platform: parsed.platform, userId: parsed.id } } : text;
    case 'group':
      return isCalled(parsed) ? { text, group: { platform: parsed.platform, id: parsed.id } } : text;
    case 'anyone':
    case 'name':
      return text;
    default:
      return parsed satisfies never;
  }

  function isCalled(who: Pick<Actor, 'platform' | 'workspace'>): boolean {
    return isOf(here, who) && !calledAt.some((place) => place.platform === who.platform && isOf(place.workspace, who));
  }

  function isOf(place: string | undefined, { workspace }: Pick<Actor, 'workspace'>): boolean {
    return workspace === undefined || place === undefined || workspace === place;
  }
}
