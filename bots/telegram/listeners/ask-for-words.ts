import type { CallbackQuery } from 'telegraf/types';
import { refused, type Told } from '../../../src/chat/told.ts';
import { actorKey } from '../../../src/protocol/actor.ts';
import { mayDecide } from '../../../src/protocol/approvers.ts';
import { isOver } from '../../../src/protocol/article.ts';
import type { Refusal } from '../../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import type { Question } from '../../../src/storage/telegram-question-store.ts';
import { acknowledge, answerTap } from '../answer.ts';
import { ask } from '../ask.ts';
import { tapKey } from '../event-key.ts';
import type { Visit } from '../front.ts';
import { placeOf } from '../person.ts';

type DecisionQuestion = Extract<Question, { readonly kind: 'decision' }>;

/** Asks whoever tapped for the words that go with their decision; unless it would not count anyway, which they learn at once. */
export async function askForWords(visit: Visit, query: CallbackQuery, question: DecisionQuestion): Promise<void> {
  const { front, t } = visit;
  const { message, from } = query;
  if (message === undefined) return await answerTap(visit, query, refused(t.telegram.unknownButton));
  const inVain = await whyInVain(visit, question);
  if (inVain !== undefined) return await answerTap(visit, query, inVain);
  if (!visit.told) await acknowledge(front, query);
  await ask(visit, placeOf(message, { reply: true }), {
    eventKey: tapKey(front.botId, query),
    person: from,
    text: t.telegram.ask[question.decision](from.first_name, question.draft.version),
    placeholder: t.telegram.placeholders[question.decision],
    question,
  });
}

/** Undefined when the decision may count, as far as can be told before it is made. */
async function whyInVain({ front, asker, t }: Visit, question: DecisionQuestion): Promise<Told | undefined> {
  const { articleId } = question;
  let isAway = false;
  const desk = front.openDesk(() => {
    isAway = true;
  });
  const asked = await desk.status(asker, articleId);
  if (asked.kind === 'told') return isAway ? undefined : asked.told;
  const stale = staleness(asked.status, question);
  if (stale !== undefined) return refused(t.answers.refusal(stale));
  const { settings, requester } = await front.articles.get(articleId);
  const { approvers } = settings.approval;
  return mayDecide(asker.actor, { approvers, requester: actorKey(requester) })
    ? undefined
    : refused(t.answers.refusal({ code: 'not-a-reviewer', reviewers: approvers }));
}

/** Why this draft is not up for decision now. */
function staleness({ stage, current }: ArticleStatus, { draft }: DecisionQuestion): Refusal | undefined {
  if (isOver(stage)) return { code: 'article-over', stage };
  if (current !== undefined && current.version !== draft.version)
    return { code: 'other-draft-is-current', asked: draft.version, current: current.version };
  return undefined;
}
