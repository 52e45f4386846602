import type { CallbackQuery, Message } from 'telegraf/types';
import { DESCRIPTIONS, LENGTH_WORDS, MAX_DESCRIPTION_CHARS } from '../../../src/chat/to-article-request.ts';
import { typedLine } from '../../../src/lib/clean-text.ts';
import { type Details, type OwnWordsField, withApprovals, withDetail } from '../connect/details.ts';
import type { QuestionPurpose } from '../connect/telegram-question-store.ts';
import { acknowledge, answerTapInWords, redraw } from './answer.ts';
import { ask } from './ask.ts';
import { tapKey } from './event-key.ts';
import { unlessAway, type Visit, wordsOf } from './front.ts';
import { PLATFORM } from '../platform.ts';
import { placeOf, threadOf } from './person.ts';
import { optionsOf } from '../render/detail-options.ts';
import type { OwnButton } from '../render/own-button.ts';
import { type Pane, type Proposal, renderProposal } from '../render/proposal.ts';

const COUNT = /^\d{1,6}$/;
/** “2 people”, “2 человека” */
const PEOPLE = /^(?:people|persons?|approvals?|человека?|людей|одобрени[еяй]|одобрений)$/iu;

export type DetailButton =
  | { readonly kind: 'details' }
  | Extract<OwnButton, { readonly kind: 'detail' | 'choose' | 'own-words' }>;

/** Length, tone, readers, language and kind of text, below a proposal: whoever wants to, none has to. */
export async function chooseDetails(
  visit: Visit,
  query: CallbackQuery,
  message: Message,
  proposal: Proposal,
  button: DetailButton,
): Promise<void> {
  switch (button.kind) {
    case 'details':
      return await show('details', proposal);
    case 'detail':
      return await show(button.field, proposal);
    case 'choose': {
      const { field, at } = button;
      const value = at === 0 ? undefined : optionsOf(field, choicesFor(visit))[at - 1]?.value;
      // Of a list that was longer.
      if (at > 0 && value === undefined) return await answerTapInWords(visit, query, visit.t.telegram.unknownButton);
      return await show('details', { ...proposal, details: withDetail(proposal.details ?? {}, field, value) });
    }
    case 'own-words': {
      await acknowledge(visit.front, query);
      const words = visit.t.telegram.details.ask[button.field];
      return await ask(visit, placeOf(message, { reply: true }), {
        eventKey: tapKey(visit.front.botId, query),
        person: query.from,
        text: button.field === 'approvals' ? `${words}\n${await roomIn(visit, message, proposal)}` : words,
        answer: { placeholder: visit.t.telegram.details.placeholders[button.field] },
        question: { kind: 'detail', field: button.field, proposal: message.message_id },
      });
    }
    default:
      return button satisfies never;
  }

  async function show(pane: Pane, shown: Proposal): Promise<void> {
    await acknowledge(visit.front, query);
    await redraw(visit.front, message, renderProposal(shown, choicesFor(visit), pane));
  }
}

/** How many people approve an article like it here, and by how many more it may be wanted. */
async function roomIn({ front, actor, t }: Visit, message: Message, { details }: Proposal): Promise<string> {
  return t.answers.moreApprovals.room(await front.desk.approvalRoom(actor, threadOf(message), details?.template));
}

/** What a person wrote for a detail. @returns what to tell them */
export async function takeDetail(
  visit: Visit,
  message: Message,
  { field, proposal: messageId }: Extract<QuestionPurpose, { readonly kind: 'detail' }>,
  typed: string,
): Promise<{ readonly taken: string } | { readonly complaint: string }> {
  const { front, t } = visit;
  const { chat } = message;
  const purpose = await front.chats.purposeOf({ chat: chat.id, message: messageId });
  if (purpose?.kind !== 'proposal') return { complaint: t.telegram.unknownButton };
  const { kind: _, ...proposal } = purpose;
  const made = await withWords(visit, message, proposal, { field, typed });
  if ('complaint' in made) return made;
  const changed = { ...proposal, details: made.details };
  await redraw(front, { chat, message_id: messageId }, renderProposal(changed, choicesFor(visit), 'details'));
  return { taken: t.telegram.details.taken };
}

async function withWords(
  visit: Visit,
  message: Message,
  { topic, details = {} }: Proposal,
  { field, typed }: { readonly field: OwnWordsField; readonly typed: string },
): Promise<{ readonly details: Details } | { readonly complaint: string }> {
  if (field !== 'approvals') {
    const value = valueOf(field, typedLine(typed));
    return value === undefined ? { complaint: faultOf(visit, field) } : { details: withDetail(details, field, value) };
  }
  const { front, actor, language } = visit;
  const wanted = withApprovals(details, readApprovals(namedIn(message, typed)));
  const order = { request: { ...wanted, topic }, thread: threadOf(message), language };
  const fault = await front.desk.orderFault(actor, order);
  return fault === undefined ? { details: wanted } : { complaint: wordsOf(unlessAway(fault), visit) };
}

/** “3, @Ben and Ann Lee”: the first number, and names. */
export function readApprovals(typed: string): Pick<Details, 'approvals' | 'approvers'> {
  const parts = typed
    .split(/[,;\n]|\s+(?:and|и)\s+/u)
    .map((part) => typedLine(part).replace(/^(?:and|и)\s+/u, ''))
    .filter((part) => part !== '');
  // “2 Ben”, too.
  const words = parts.flatMap((part) => {
    const [, count, rest = ''] = /^(\d{1,6})(?:\s+(?!\d)(.*))?$/u.exec(part) ?? [];
    return count === undefined ? [part] : [count, ...(rest === '' || PEOPLE.test(rest) ? [] : [rest])];
  });
  const count = words.find((word) => COUNT.test(word));
  const approvers = words.filter((word) => !COUNT.test(word));
  return {
    ...(count !== undefined && { approvals: Number(count) }),
    ...(approvers.length > 0 && { approvers }),
  };
}

/** Whom Telegram itself names stands there as rules name them. */
function namedIn(message: Message, typed: string): string {
  const entities = 'entities' in message ? (message.entities ?? []) : [];
  return entities
    .filter((entity) => entity.type === 'text_mention')
    .toSorted((one, other) => other.offset - one.offset)
    .reduce(
      (text, { offset, length, user }) =>
        `${text.slice(0, offset)}, ${PLATFORM}:${user.id}, ${text.slice(offset + length)}`,
      typed,
    );
}

export function choicesFor({ front, language, t }: Visit) {
  const { templates, choices } = front;
  return { templates, orders: choices, language, t };
}

function valueOf(field: Exclude<OwnWordsField, 'approvals'>, words: string): string | number | undefined {
  if (field !== 'lengthWords') return words === '' || words.length > MAX_DESCRIPTION_CHARS ? undefined : words;
  const [digits = ''] = /\d{1,6}/.exec(words.replaceAll(/(?<=\d)[\s.,](?=\d{3}(?!\d))/g, '')) ?? [];
  const length = Number(digits);
  return length >= LENGTH_WORDS.least && length <= LENGTH_WORDS.most ? length : undefined;
}

function faultOf({ t }: Visit, field: Exclude<OwnWordsField, 'approvals'>): string {
  const of = DESCRIPTIONS.find((one) => one === field);
  return of === undefined
    ? t.chat.order.badLength(LENGTH_WORDS.least, LENGTH_WORDS.most)
    : t.chat.order.descriptionTooLong(of, MAX_DESCRIPTION_CHARS);
}
