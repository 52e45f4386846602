import { type Actor, actorKey } from '../protocol/actor.ts';
import type { Button } from '../protocol/button-codec.ts';
import { type Decision, MAX_COMMENT_CHARS } from '../protocol/decision.ts';
import { cleanText, isSeen } from '../lib/clean-text.ts';
import { decisionIdOf } from './decision-id.ts';
import { type NotAccepted, refused, type Refused } from './reply.ts';
import { cleanEdit, storeEdited, type StoreEditedOptions } from './store-edited.ts';

export type DecisionButton = Extract<Button, { readonly kind: 'decision' }>;

/** A decision as a person made it: the button, which says which draft of which article, and what they wrote. */
export type DecisionAsk = {
  readonly button: DecisionButton;
  /** Names the chat event beyond doubt. Absent: who says the same twice says it once. */
  readonly eventKey?: string;
} & DecisionWords;

export type DecisionWords =
  | { readonly kind: 'approve' }
  | { readonly kind: 'request-changes'; readonly comment: string }
  | { readonly kind: 'reject'; readonly reason: string }
  /** `text`: the whole draft as the person wants it, Markdown. */
  | { readonly kind: 'edit'; readonly text: string };

/** The decision of this kind, with what was written for it, if anything has to be. */
export function toDecisionAsk(button: DecisionButton, written: string, eventKey?: string): DecisionAsk {
  const asked = { button, ...(eventKey !== undefined && { eventKey }) };
  switch (button.decision) {
    case 'approve':
      return { ...asked, kind: 'approve' };
    case 'request-changes':
      return { ...asked, kind: 'request-changes', comment: written };
    case 'reject':
      return { ...asked, kind: 'reject', reason: written };
    case 'edit':
      return { ...asked, kind: 'edit', text: written };
    default:
      return button.decision satisfies never;
  }
}

/** Why these words cannot be those of the decision. */
export function faultOfWords(ask: DecisionAsk): Refused | undefined {
  switch (ask.kind) {
    case 'approve':
      return undefined;
    case 'request-changes':
      return toComment(ask.comment) === undefined ? refused({ code: 'bad-comment' }) : undefined;
    case 'reject':
      return toComment(ask.reason) === undefined ? refused({ code: 'bad-comment' }) : undefined;
    case 'edit': {
      const text = cleanEdit(ask.text, ask.button.draft);
      return typeof text === 'string' ? undefined : refused(text);
    }
    default:
      return ask satisfies never;
  }
}

/** The decision to hand over, its edited text stored; or why there is none. */
export async function makeDecision(
  actor: Actor,
  ask: DecisionAsk,
  options: StoreEditedOptions,
): Promise<{ readonly kind: 'made'; readonly decision: Decision } | NotAccepted> {
  const { button } = ask;
  const { draft, gate } = button;
  const base = (written: string) => ({
    id: idOf(actor, ask, written),
    ...(ask.eventKey !== undefined && { click: idOf(actor, ask, ask.eventKey) }),
    draft,
    by: actor,
    ...(gate !== undefined && { gate }),
  });
  switch (ask.kind) {
    case 'approve':
      return { kind: 'made', decision: { ...base(''), kind: 'approve' } };
    case 'request-changes': {
      const comment = toComment(ask.comment);
      if (comment === undefined) return refused({ code: 'bad-comment' });
      return { kind: 'made', decision: { ...base(comment), kind: 'request-changes', comment } };
    }
    case 'reject': {
      const reason = toComment(ask.reason);
      if (reason === undefined) return refused({ code: 'bad-comment' });
      return { kind: 'made', decision: { ...base(reason), kind: 'reject', reason } };
    }
    case 'edit': {
      const text = cleanEdit(ask.text, draft);
      if (typeof text !== 'string') return refused(text);
      const made = base(text);
      const edit = { draftId: `${button.articleId}/edit-${made.id}`, articleId: button.articleId, text };
      const stored = await storeEdited(actor, edit, options);
      return 'kind' in stored ? stored : { kind: 'made', decision: { ...made, kind: 'edit', edited: stored } };
    }
    default:
      return ask satisfies never;
  }
}

/**
 * The same whenever one person decides the same about one draft with the same words, by whichever click of theirs: who clicks twice
 * decides once.
 */
function idOf(actor: Actor, { kind, button: { articleId, draft } }: DecisionAsk, written: string): string {
  return decisionIdOf(JSON.stringify([actorKey(actor), articleId, draft.version, draft.hash, kind, written]));
}

function toComment(typed: string): string | undefined {
  const comment = cleanText(typed).trim();
  return !isSeen(comment) || comment.length > MAX_COMMENT_CHARS ? undefined : comment;
}
