import { randomUUID } from 'node:crypto';
import type { DecisionButton, DecisionWords } from '../../../src/chat/make-decision.ts';
import { bringBack } from '../../../src/cards/draft-card.ts';
import { isAccepted, type Reply } from '../../../src/chat/reply.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { draftFileStem } from '../../../src/document/file-name.ts';
import { type DraftDecisionKind, MAX_COMMENT_CHARS, type PlainControlKind } from '../../../src/protocol/decision.ts';
import { type Chat, decisionKey } from './chat.ts';
import { handOver, say, sayReply } from './hand-over.ts';
import { printableLine } from '../render/text.ts';
import { editText } from '../ui/edit-text.ts';

type DraftContent = Extract<ChatContent, { readonly kind: 'draft' | 'gate' }>;

/**
 * Lets the person make a decision of this kind about the draft, when they may. Undefined when they went back; what they wrote is kept.
 */
export async function decide(chat: Chat, kind: DraftDecisionKind, content: DraftContent): Promise<Reply | undefined> {
  const { desk, actor } = chat;
  const { articleId } = content.frame;
  const { version, hash } = content.draft;
  const button: DecisionButton = {
    kind: 'decision',
    articleId,
    decision: kind,
    draft: { version, hash },
    ...(content.kind === 'gate' && { gate: content.gate }),
  };
  if (kind !== 'approve') {
    const objection = await handOver(chat, async () => (await desk.objection(actor, button)) ?? NOTHING);
    if (objection === undefined) return undefined;
    if (objection.kind === 'refused') {
      sayReply(chat, objection);
      return objection;
    }
  }
  const words = await write(chat, kind, content);
  if (words === undefined) return undefined;
  const eventKey = randomUUID();
  const reply = await handOver(chat, () => desk.decide(actor, { button, eventKey, ...words }));
  if (reply === undefined) return undefined;
  if (isAccepted(reply)) {
    chat.unsent.delete(unsentKey(articleId, kind));
    chat.decisions.add(decisionKey(articleId, { kind, version }));
  }
  sayReply(chat, reply);
  return reply;
}

const NOTHING = { kind: 'nothing' } as const;

/** Has the draft before the one at a gate decided on in its place. Undefined when nothing is there, or they went back. */
export async function bringDraftBack(chat: Chat, content: DraftContent): Promise<Reply | undefined> {
  const { desk, actor } = chat;
  const [button] = content.kind === 'gate' ? bringBack(content) : [];
  if (button === undefined) return undefined;
  const reply = await handOver(chat, () => desk.bringBack(actor, button));
  if (reply === undefined) return undefined;
  if (isAccepted(reply))
    chat.decisions.add(decisionKey(button.articleId, { kind: 'bring-back', version: content.draft.version }));
  sayReply(chat, reply);
  return reply;
}

/** Pause, resume, cancel, finish, another, retry. */
export async function control(
  chat: Chat,
  kind: PlainControlKind,
  articleId: string,
  topic: string,
): Promise<Reply | undefined> {
  const { t, prompts, desk, actor } = chat;
  if (kind === 'cancel') {
    const sure = await prompts.choose(t.terminal.decide.confirmCancel(printableLine(topic)), [
      { value: 'no', label: t.terminal.decide.no },
      { value: 'yes', label: t.terminal.decide.yes },
    ]);
    if (sure !== 'yes') {
      say(chat, t.terminal.decide.unchanged);
      return undefined;
    }
  }
  const id = randomUUID();
  const reply = await handOver(chat, () => desk.control(actor, { id, control: kind, articleId }));
  if (reply !== undefined) sayReply(chat, reply);
  return reply;
}

/** What goes with a decision. */
async function write(chat: Chat, kind: DraftDecisionKind, content: DraftContent): Promise<DecisionWords | undefined> {
  const { decide: words } = chat.t.terminal;
  const key = unsentKey(content.frame.articleId, kind);
  switch (kind) {
    case 'approve':
      return { kind };
    case 'request-changes': {
      const comment = await ask(chat, key, words.comment);
      return comment === undefined ? undefined : { kind, comment };
    }
    case 'reject': {
      const reason = await ask(chat, key, words.reason);
      return reason === undefined ? undefined : { kind, reason };
    }
    case 'edit': {
      const text = await edit(chat, key, content);
      return text === undefined ? undefined : { kind, text };
    }
    default:
      return kind satisfies never;
  }
}

/** A comment or a reason. An empty line goes back. */
async function ask(chat: Chat, key: string, message: string): Promise<string | undefined> {
  const { prompts, t, unsent } = chat;
  const before = unsent.get(key);
  const typed = await prompts.ask({
    message,
    placeholder: t.terminal.emptyGoesBack,
    ...(before !== undefined && { initial: before }),
    fault: (text) =>
      text.trim().length > MAX_COMMENT_CHARS ? t.terminal.decide.textTooLong(text.trim().length) : undefined,
  });
  return typed === undefined || typed.trim() === '' ? undefined : keep(chat, key, typed.trim());
}

/** The draft as the person changed it, in their editor. */
async function edit(
  chat: Chat,
  key: string,
  { frame, draft, text: { text } }: DraftContent,
): Promise<string | undefined> {
  const { t, keyboard, unsent, editor } = chat;
  const words = t.terminal.editor;
  keyboard.close();
  const fileName = `${draftFileStem(frame.request.topic, draft, frame.edition)}.md`;
  const edited = await editText(unsent.get(key) ?? text, fileName, editor, (name) =>
    say(chat, words.opening(name)),
  ).finally(() => keyboard.open());
  if (edited.kind === 'no-editor') say(chat, words.missing);
  else if (edited.kind === 'failed') say(chat, words.failed(edited.editor, edited.how));
  else if (edited.text.trim() === '') say(chat, words.empty);
  else if (edited.text.trim() === text.trim()) say(chat, words.unchanged);
  else return keep(chat, key, edited.text);
  return undefined;
}

function keep({ unsent }: Chat, key: string, text: string): string {
  unsent.set(key, text);
  return text;
}

function unsentKey(articleId: string, kind: DraftDecisionKind): string {
  return `${articleId}/${kind}`;
}
