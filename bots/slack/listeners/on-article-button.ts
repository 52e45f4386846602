import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { cleanText } from '../../../src/lib/clean-text.ts';
import { decisionIdOf } from '../../../src/chat/decision-id.ts';
import type { DecisionButton } from '../../../src/chat/make-decision.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Actor } from '../../../src/protocol/actor.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { type Button, decodeButton } from '../../../src/protocol/button-codec.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { commentForm, editForm, explain, MAX_EDIT_CHARS } from './modals/decision-form.ts';
import { writeOrigin } from './modals/origin.ts';
import { onClick } from './on-click.ts';
import { readValue } from '../render/blocks.ts';
import { openView } from './open-view.ts';
import { sendPrivately } from './send-privately.ts';
import { draftFileStem } from '../../../src/document/file-name.ts';
import type { Draft } from '../../../src/protocol/draft.ts';
import type { SlackUser } from '../connect/people.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { renderChanges, renderOriginal, sayPageLink } from '../render/reply.ts';
import { isShownWhole } from '../render/draw-card.ts';
import { changesFile } from '../../../src/cards/changes-card.ts';
import { originalCard, originalFile } from '../../../src/cards/original-card.ts';
import { sayTranslation } from './say-translation.ts';
import type { SlackContext } from './slack-context.ts';
import { answer } from './answer.ts';
import { showPrivately } from './show-privately.ts';
import type { Click } from './clicked.ts';

/** Less than what others may take: a busy process is late with its timers too, and what became of a click is said in private anyway. */
const ACK_BUDGET_MS = 2000;
/** The desk takes two seconds at most, and then whoever may decide gets the form all the same. */
const OBJECTION_BUDGET_MS = 2300;
/** A form has to open within three seconds of the click; reading a draft is a matter of milliseconds. */
const READ_BUDGET_MS = 1000;

/** A button of an article: a decision about a draft, a control, or what changed. */
export function onArticleButton(slack: SlackContext) {
  // What became of it is said in private.
  return onClick(
    (click, respond) => act(slack, click, decodeButton(readValue(click.value).meaning), respond),
    ACK_BUDGET_MS,
  );
}

/** Resolves when the click is handed over, or its form is open; the person is told afterwards. */
async function act(slack: SlackContext, click: Click, button: Button | undefined, respond: RespondFn): Promise<void> {
  const { person, origin } = click;
  const [actor, language] = await Promise.all([
    slack.people.actorOf(person, origin.channel),
    slack.people.languageOf(person),
  ]);
  const t = messages(language);
  const say = (text: string): void => slack.later('answer a click', answer(slack, person, origin, text, respond));

  if (button === undefined) return say(t.slack.deadButton);
  if (button.kind === 'changes') {
    const found = await slack.desk.changes(actor, button);
    if (found.kind !== 'changes') return say(replyWords(found, t, PREFIX));
    const shown = {
      articleId: found.articleId,
      file: changesFile(found, language),
      render: (isSent: boolean) => renderChanges(found, isSent, language),
    };
    return slack.later('show what changed', showPrivately(slack, click, shown, respond));
  }
  if (button.kind === 'original') {
    const found = await slack.desk.original(actor, button.articleId);
    if (found.kind !== 'original') return say(replyWords(found, t, PREFIX));
    const original = originalCard(found.original, language);
    const isWhole = isShownWhole(original);
    const shown = {
      articleId: button.articleId,
      ...(!isWhole && { file: originalFile(found.original) }),
      render: (isSent: boolean) => renderOriginal(original, isWhole ? 'whole' : isSent ? 'sent' : 'unsent'),
    };
    return slack.later('show an original', showPrivately(slack, click, shown, respond));
  }
  if (button.kind === 'control') {
    const { control, articleId } = button;
    const reply = await slack.desk.control(actor, { id: decisionIdOf(click.eventKey), control, articleId });
    return say(replyWords(reply, t, PREFIX));
  }
  if (button.kind === 'language') {
    const { language: wanted, articleId } = button;
    const ask = { id: decisionIdOf(click.eventKey), articleId, language: wanted };
    return say(replyWords(await slack.desk.setLanguage(actor, ask), t, PREFIX));
  }
  if (button.kind === 'bring-back') return say(replyWords(await slack.desk.bringBack(actor, button), t, PREFIX));
  if (button.kind === 'take-over') {
    const { articleId, proposal } = button;
    const ask = { articleId, proposal, eventKey: click.eventKey };
    return say(replyWords(await slack.desk.takeOver(actor, ask), t, PREFIX));
  }
  if (button.kind === 'open') {
    const { articleId } = button;
    const { channel = person.userId } = origin;
    const thread = { platform: PLATFORM, workspace: person.workspaceId, channel };
    const reply = await slack.desk.openPage(actor, { articleId, thread });
    return slack.later('answer a click', answer(slack, person, origin, sayPageLink(reply, t, PREFIX), respond));
  }
  if (button.kind === 'translate') {
    const { articleId, language: into } = button;
    const { channel = person.userId } = origin;
    const thread = { platform: PLATFORM, workspace: person.workspaceId, channel };
    const ask = { articleId, into, eventKey: click.eventKey, thread, language };
    const reply = await sayTranslation(slack, person, await slack.desk.translate(actor, ask), t, PREFIX);
    return slack.later('answer a click', answer(slack, person, origin, reply, respond));
  }
  if (button.kind === 'adopt') return say(replyWords(await slack.desk.adopt(actor, button), t, PREFIX));
  if (button.kind === 'publish-again') return say(replyWords(await slack.desk.publishAgain(actor, button), t, PREFIX));
  if (button.decision === 'approve')
    return say(
      replyWords(await slack.desk.decide(actor, { kind: 'approve', button, eventKey: click.eventKey }), t, PREFIX),
    );
  const refused = await openForm(slack, click, { actor, button, language });
  if (refused !== undefined) say(refused);
}

/** Opens the form that a decision needs, for who may make it. Resolves with what to tell who may not, or when it could not be opened. */
async function openForm(
  slack: SlackContext,
  { person, origin, trigger, value }: Click,
  asked: { readonly actor: Actor; readonly button: DecisionButton; readonly language: InterfaceLanguage },
): Promise<string | undefined> {
  const { actor, button, language } = asked;
  const { meaning, words } = readValue(value);
  const t = messages(language);
  try {
    // Three seconds after the click nothing can be opened any more.
    const [client, draft, objection] = await Promise.all([
      slack.workspaces.clientOf(person.workspaceId),
      button.decision === 'edit' ? draftOf(slack, button) : undefined,
      inTime(slack.desk.objection(actor, button), OBJECTION_BUDGET_MS),
    ]);
    const view = formOf(button, draft, { metadata: writeOrigin(origin, meaning), words }, language);
    if (objection === LATE) return t.answers.unavailable;
    if (objection !== undefined) return replyWords(objection, t, PREFIX);
    await openView(client, trigger, view);
    if (draft !== undefined && draft.text.length > MAX_EDIT_CHARS)
      slack.later('send a draft to be edited', sendDraft(slack, person, { actor, button, text: draft.text }));
    return undefined;
  } catch (error) {
    slack.logger.warn({ reason: reasonOf(error), articleId: button.articleId }, 'Could not open a form');
    return t.chat.failed;
  }
}

function formOf(
  { decision, draft: { version } }: DecisionButton,
  draft: Draft | undefined,
  { metadata, words }: { readonly metadata: string; readonly words: string },
  language: InterfaceLanguage,
): ModalView {
  switch (decision) {
    case 'request-changes':
    case 'reject':
      return commentForm(decision, version, { metadata, words }, language);
    case 'edit': {
      if (draft !== undefined) return editForm(version, cleanText(draft.text), metadata, language);
      const t = messages(language);
      return explain(t.slack.editForm.title, t.slack.editForm.unread, t);
    }
    case 'approve':
      throw new Error('An approval needs no form');
    default:
      return decision satisfies never;
  }
}

/** Undefined: it could not be read in time. */
async function draftOf(
  { drafts, logger }: SlackContext,
  { articleId, draft: { hash } }: DecisionButton,
): Promise<Draft | undefined> {
  try {
    const found = await inTime(drafts.findByHash(articleId, hash), READ_BUDGET_MS);
    return found === LATE ? undefined : found;
  } catch (error) {
    logger.warn({ reason: reasonOf(error), articleId }, 'Could not read a draft');
    return undefined;
  }
}

/** A draft that no form holds, under the name by which it edits when it is sent back. */
async function sendDraft(
  slack: SlackContext,
  person: SlackUser,
  { actor, button, text }: { readonly actor: Actor; readonly button: DecisionButton; readonly text: string },
): Promise<void> {
  const asked = await slack.desk.status(actor, button.articleId);
  if (asked.kind !== 'status') throw new Error('The desk does not say what the article is called');
  const { topic, edition, drafts } = asked.status;
  const { version } = button.draft;
  const { outline } = drafts.find((draft) => draft.version === version) ?? {};
  const fileName = `${draftFileStem(topic, { version, ...(outline && { outline }) }, edition)}.md`;
  await sendPrivately(slack, person, { fileName, title: fileName, bytes: Buffer.from(text, 'utf8') });
}
