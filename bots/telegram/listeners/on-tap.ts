import type { CallbackQuery } from 'telegraf/types';
import { refused } from '../../../src/chat/told.ts';
import { decodeButton } from '../../../src/protocol/button-codec.ts';
import { answerTap } from '../answer.ts';
import { decisionIdOfTap } from '../event-key.ts';
import { handOver, type Visit } from '../front.ts';
import { decodeOwnButton } from '../own-button.ts';
import { notItsMessage } from '../not-its-message.ts';
import { isFaceless } from '../person.ts';
import { askForWords } from './ask-for-words.ts';
import { onOwnButton } from './on-own-button.ts';

/**
 * Does what a button stands for. Its content is untrusted: who may do it is decided by who tapped, and what it may be about by the
 * message.
 * @throws {NotTakenError} when the desk could not be reached.
 */
export async function onTap(visit: Visit, query: CallbackQuery): Promise<void> {
  const { front, asker, t } = visit;
  const data = 'data' in query ? query.data : '';
  if (isFaceless(query.from)) return await answerTap(visit, query, refused(t.telegram.anonymous));
  const own = decodeOwnButton(data);
  if (own !== undefined) return await onOwnButton(visit, query, own);
  const button = decodeButton(data);
  if (button === undefined) return await answerTap(visit, query, refused(t.telegram.unknownButton));
  const objection = await notItsMessage(visit, query, button.articleId);
  if (objection !== undefined) return await answerTap(visit, query, refused(objection));

  const id = decisionIdOfTap(front.botId, query);
  const { articleId } = button;
  if (button.kind === 'control') {
    const { control } = button;
    const told = await handOver(visit, (desk) => desk.control(asker, { id, control, articleId }));
    return await answerTap(visit, query, told);
  }
  const { decision, draft, gate } = button;
  if (decision === 'approve') {
    const told = await handOver(visit, (desk) => desk.decide(asker, { kind: 'approve', id, button }));
    return await answerTap(visit, query, told);
  }
  await askForWords(visit, query, {
    kind: 'decision',
    articleId,
    decision,
    draft,
    ...(gate !== undefined && { gate }),
  });
}
