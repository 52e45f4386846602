import type { AllMiddlewareArgs, BlockAction, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { cleanText } from '../../../src/chat/clean-text.ts';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import type { DecisionButton } from '../../../src/chat/make-decision.ts';
import type { Told } from '../../../src/chat/told.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { type Button, decodeButton } from '../../../src/protocol/button-codec.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../in-time.ts';
import { commentForm, editForm, explain } from '../modals/decision-form.ts';
import { writeOrigin } from '../modals/origin.ts';
import { createOnce } from '../once.ts';
import { outdatedBy } from '../outdated-by.ts';
import type { SlackContext } from '../slack-context.ts';
import { answer } from './answer.ts';
import { type Click, toClick } from './clicked.ts';

/** Less than what others may take: a busy process is late with its timers too, and what became of a click is said in private anyway. */
const ACK_BUDGET_MS = 2000;
/** A form has to open within three seconds of the click; reading a draft is a matter of milliseconds. */
const READ_BUDGET_MS = 1000;

/** A button of an article: a decision about a draft, or a control. */
export function onArticleButton(slack: SlackContext) {
  const once = createOnce<void>();

  return async ({
    ack,
    action,
    body,
    context,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const click = toClick(body, action, context.teamId);
    // When it takes longer, the click is acknowledged all the same: what became of it is said in private.
    await inTime(
      once(click.eventKey, () => act(slack, click, decodeButton(click.value), respond)),
      ACK_BUDGET_MS,
    );
    await ack();
  };
}

/** Resolves when the click is handed over, or its form is open; the person is told afterwards. */
async function act(slack: SlackContext, click: Click, button: Button | undefined, respond: RespondFn): Promise<void> {
  if (button === undefined) {
    const language = await slack.people.languageOf(click.person);
    say(slack, click, { ok: false, text: messages(language).slack.deadButton }, respond);
    return;
  }
  if (button.kind === 'decision' && button.decision !== 'approve') return await ask(slack, click, button, respond);
  const asker = await slack.people.askerOf(click.person);
  const id = decisionIdOf(click.eventKey);
  const told =
    button.kind === 'control'
      ? await slack.desk.control(asker, { id, control: button.control, articleId: button.articleId })
      : await slack.desk.decide(asker, { id, kind: 'approve', button });
  say(slack, click, told, respond);
}

function say(slack: SlackContext, { person, origin }: Click, told: Told, respond: RespondFn): void {
  slack.later('answer a click', answer(slack, person, origin, told, respond));
}

/** Opens the form that a decision needs, before anything else is asked: three seconds after the click it cannot be opened. */
async function ask(slack: SlackContext, click: Click, button: DecisionButton, respond: RespondFn): Promise<void> {
  const { person, origin, trigger, value } = click;
  const language = await slack.people.languageOf(person);
  try {
    const [client, view] = await Promise.all([
      slack.workspaces.clientOf(person.workspaceId),
      formOf(slack, button, writeOrigin(origin, value), language),
    ]);
    const opened = await client.views.open({ trigger_id: trigger, view });
    const viewId = opened.view?.id;
    if (viewId !== undefined)
      slack.later('look whether a form is in vain', closeIfOutdated(slack, click, button, viewId));
  } catch (error) {
    slack.logger.warn({ reason: reasonOf(error), articleId: button.articleId }, 'Could not open a form');
    say(slack, click, { ok: false, text: messages(language).chat.failed }, respond);
  }
}

async function formOf(
  { drafts, logger }: SlackContext,
  { decision, articleId, draft }: DecisionButton,
  metadata: string,
  language: InterfaceLanguage,
): Promise<ModalView> {
  switch (decision) {
    case 'request-changes':
    case 'reject':
      return commentForm(decision, draft.version, metadata, language);
    case 'edit': {
      const unread = (): ModalView => {
        const t = messages(language);
        return explain(t.slack.editForm.title, t.slack.editForm.unread, t);
      };
      try {
        const found = await inTime(drafts.findByHash(articleId, draft.hash), READ_BUDGET_MS);
        return found === LATE || found === undefined
          ? unread()
          : editForm(draft.version, cleanText(found.text), metadata, language);
      } catch (error) {
        logger.warn({ reason: reasonOf(error), articleId }, 'Could not read a draft');
        return unread();
      }
    }
    case 'approve':
      throw new Error('An approval needs no form');
    default:
      return decision satisfies never;
  }
}

/** Nobody should write at length what will not count. */
async function closeIfOutdated(
  slack: SlackContext,
  { person }: Click,
  button: DecisionButton,
  viewId: string,
): Promise<void> {
  const asker = await slack.people.askerOf(person);
  const asked = await slack.desk.status(asker, button.articleId);
  // Whoever cannot be told now is told when the form is sent.
  if (asked.kind === 'told') return;
  const refusal = outdatedBy(asked.status, button.draft);
  if (refusal === undefined) return;
  const t = messages(asker.language);
  const client = await slack.workspaces.clientOf(person.workspaceId);
  await client.views.update({
    view_id: viewId,
    view: explain(t.slack.outdatedForm, t.answers.refusal(refusal), t),
  });
}
