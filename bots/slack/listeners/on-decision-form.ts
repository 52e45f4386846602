import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { type DecisionButton, toDecisionAsk } from '../../../src/chat/make-decision.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { cleanText } from '../../../src/lib/clean-text.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { messages } from '../../../src/messages/messages.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { slackUser } from '../connect/people.ts';
import { editPieces, joinPieces } from './modals/edit-pieces.ts';
import { typedIn, valueIn } from './modals/form-state.ts';
import { DECISION_INPUT, pieceId } from './modals/decision-form.ts';
import { readOrigin } from './modals/origin.ts';
import { createOnce } from './once.ts';
import { PREFIX } from '../platform.ts';
import type { SlackContext } from './slack-context.ts';
import { answer } from './answer.ts';
import { sendPrivately } from './send-privately.ts';

/** A draft is read in milliseconds; the rest of the time is the desk's. */
const READ_BUDGET_MS = 500;
const DECIDE_BUDGET_MS = 2000;

/** What was written into a form, and the input that a refusal is shown at. */
interface Written {
  readonly text: string;
  readonly input: string;
}

/**
 * What was asked for or written about a draft. A form whose decision does not count stays open, with the reason: nothing written is lost. A
 * text that came too late is sent back to its author besides, since its form can count no more.
 */
export function onDecisionForm(slack: SlackContext) {
  const once = createOnce<Reply>(isAccepted);
  const onceReturned = createOnce<void>();

  return async ({
    ack,
    body,
    context,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const workspaceId = context.teamId ?? body.team?.id ?? body.user.team_id ?? '';
    const person = slackUser(workspaceId, { id: body.user.id, name: body.user.name, team: body.user.team_id });
    const { button, ...origin } = readOrigin(view.private_metadata);
    const refuse = (reason: string, input: string): Promise<void> =>
      ack({ response_action: 'errors', errors: { [input]: reason } });

    const t = messages(await slack.people.languageOf(person));
    if (button === undefined) return await refuse(t.slack.deadButton, firstInput(view));
    const written = await writtenIn(slack, button, view);
    if (written === undefined) return await refuse(t.slack.pressAgain, firstInput(view));
    const { text, input } = written;
    // With the text: who changes what was refused, and sends it again, means something else.
    const eventKey = `slack:${workspaceId}:${view.root_view_id ?? view.id}:${person.userId}:${text}`;
    const reply = await inTime(
      once(eventKey, async () =>
        slack.desk.decide(await slack.people.actorOf(person, origin.channel), toDecisionAsk(button, text, eventKey)),
      ),
      DECIDE_BUDGET_MS,
    );
    if (reply === LATE) return await refuse(t.slack.pressAgain, input);
    const words = replyWords(reply, t, PREFIX);
    if (isAccepted(reply)) {
      await ack();
      slack.later('answer a form', answer(slack, person, origin, words));
      return;
    }
    if (button.decision !== 'edit' || !isTooLate(reply)) return await refuse(words, input);
    await refuse(`${words} ${t.slack.editForm.kept}`, input);
    const { version } = button.draft;
    const fileName = `edited-draft-${version}.md`;
    const file = { fileName, title: t.words.draft(version), bytes: Buffer.from(text, 'utf8') };
    slack.later(
      'send a text back to its author',
      onceReturned(eventKey, () => sendPrivately(slack, person, file, t.slack.editForm.returned(version))),
    );
  };
}

/** Undefined: the draft that was edited could not be read now. */
async function writtenIn(
  { drafts, logger }: SlackContext,
  { decision, articleId, draft }: DecisionButton,
  view: ViewOutput,
): Promise<Written | undefined> {
  if (decision !== 'edit') return { text: typedIn(view.state, DECISION_INPUT), input: DECISION_INPUT };
  const found = await inTime(drafts.findByHash(articleId, draft.hash), READ_BUDGET_MS).catch((error: unknown) => {
    logger.warn({ reason: reasonOf(error), articleId }, 'Could not read a draft');
    return undefined;
  });
  if (found === LATE || found === undefined) return undefined;
  const pieces = editPieces(cleanText(found.text));
  const typed = inputsOf(view).map((id) => valueIn(view.state, id));
  const changed = pieces.findIndex(({ text }, at) => (typed[at] ?? '').trim() !== text.trim());
  // A form of another version of ours may have cut the draft elsewhere.
  const text = typed.length === pieces.length ? joinPieces(pieces, typed) : typed.join('\n\n');
  return { text, input: pieceId(Math.max(0, changed)) };
}

/** As they stand in the form. */
function inputsOf({ blocks }: ViewOutput): readonly string[] {
  return blocks.flatMap((block) => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []));
}

function firstInput(view: ViewOutput): string {
  return inputsOf(view)[0] ?? DECISION_INPUT;
}

/** Whether the same text would not count however often it is sent: something happened meanwhile. */
function isTooLate(reply: Reply): boolean {
  if (reply.kind !== 'refused') return false;
  const { code } = reply.refusal;
  return code === 'other-draft-is-current' || code === 'already-decided' || code === 'article-over';
}
