import { randomUUID } from 'node:crypto';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { GatewayAnswer } from '../../src/gateway/article-gateway.ts';
import {
  type Decision,
  type DecisionKind,
  MAX_COMMENT_CHARS,
  type PlainControlKind,
} from '../../src/protocol/decision.ts';
import type { Chat, Unsent } from './chat.ts';
import { handOver, say, sayAnswer } from './hand-over.ts';
import { cleanLine } from './render/text.ts';
import { editText } from './ui/edit-text.ts';

type DraftContent = Extract<ChatContent, { readonly kind: 'draft' | 'gate' }>;

/** Lets the person make a decision of this kind about the draft. Undefined when they went back; what they wrote is kept. */
export async function decide(
  chat: Chat,
  kind: DecisionKind,
  content: DraftContent,
): Promise<GatewayAnswer | undefined> {
  const { articleId } = content.frame;
  const decision = await compose(chat, kind, content);
  if (decision === undefined) return undefined;
  const answer = await handOver(chat, articleId, () => chat.gateway.decide(articleId, decision));
  if (answer === undefined) return undefined;
  if (answer.kind !== 'refused') {
    chat.unsent.delete(unsentKey(articleId, kind));
    chat.decisions.add(decision.id);
  }
  sayAnswer(chat, kind, answer);
  return answer;
}

/** Pause, resume, cancel, finish, retry. */
export async function control(
  chat: Chat,
  kind: PlainControlKind,
  articleId: string,
  topic: string,
): Promise<GatewayAnswer | undefined> {
  const { t, prompts, actor } = chat;
  if (kind === 'cancel') {
    const sure = await prompts.choose(t.terminal.decide.confirmCancel(cleanLine(topic)), [
      { value: 'no', label: t.terminal.decide.no },
      { value: 'yes', label: t.terminal.decide.yes },
    ]);
    if (sure !== 'yes') {
      say(chat, t.terminal.decide.unchanged);
      return undefined;
    }
  }
  const id = randomUUID();
  const answer = await handOver(chat, articleId, () => chat.gateway.control(articleId, { id, kind, by: actor }));
  if (answer !== undefined) sayAnswer(chat, kind, answer);
  return answer;
}

async function compose(chat: Chat, kind: DecisionKind, content: DraftContent): Promise<Decision | undefined> {
  const { t, actor } = chat;
  const { articleId } = content.frame;
  const draft = { version: content.draft.version, hash: content.draft.hash };
  switch (kind) {
    case 'approve':
      return { kind, id: randomUUID(), draft, by: actor };
    case 'request-changes': {
      const comment = await write(chat, unsentKey(articleId, kind), t.terminal.decide.comment);
      return comment && { kind, id: comment.id, draft, by: actor, comment: comment.text };
    }
    case 'reject': {
      const reason = await write(chat, unsentKey(articleId, kind), t.terminal.decide.reason);
      return reason && { kind, id: reason.id, draft, by: actor, reason: reason.text };
    }
    case 'edit': {
      const edited = await edit(chat, content);
      if (edited === undefined) return undefined;
      const stored = await handOver(chat, articleId, () =>
        chat.storeEdited({
          draftId: `${articleId}/edit-${edited.id}`,
          articleId,
          text: edited.text,
          authorName: actor.displayName,
        }),
      );
      return (
        stored && { kind, id: edited.id, draft, by: actor, edited: { draftId: stored.draftId, hash: stored.hash } }
      );
    }
    default:
      return kind satisfies never;
  }
}

/** A comment or a reason. An empty line goes back. */
async function write(chat: Chat, key: string, message: string): Promise<Unsent | undefined> {
  const { prompts, t, unsent } = chat;
  const before = unsent.get(key);
  const typed = await prompts.ask({
    message,
    placeholder: t.terminal.emptyGoesBack,
    ...(before !== undefined && { initial: before.text }),
    fault: (text) =>
      text.trim().length > MAX_COMMENT_CHARS ? t.terminal.decide.textTooLong(text.trim().length) : undefined,
  });
  return typed === undefined || typed.trim() === '' ? undefined : keep(chat, key, typed.trim());
}

/** The draft as the person changed it, in their editor. */
async function edit(chat: Chat, { frame, text: { text, version } }: DraftContent): Promise<Unsent | undefined> {
  const { t, keyboard, unsent, editor } = chat;
  const words = t.terminal.editor;
  const key = unsentKey(frame.articleId, 'edit');
  keyboard.close();
  const edited = await editText(unsent.get(key)?.text ?? text, `draft-${version}.md`, editor, (name) =>
    say(chat, words.opening(name)),
  ).finally(() => keyboard.open());
  if (edited.kind === 'no-editor') say(chat, words.missing);
  else if (edited.kind === 'failed') say(chat, words.failed(edited.editor, edited.how));
  else if (edited.text.trim() === '') say(chat, words.empty);
  else if (edited.text.trim() === text.trim()) say(chat, words.unchanged);
  else return keep(chat, key, edited.text.replaceAll('\0', ''));
  return undefined;
}

function keep({ unsent }: Chat, key: string, text: string): Unsent {
  const before = unsent.get(key);
  const kept = before?.text === text ? before : { text, id: randomUUID() };
  unsent.set(key, kept);
  return kept;
}

function unsentKey(articleId: string, kind: DecisionKind): string {
  return `${articleId}/${kind}`;
}
