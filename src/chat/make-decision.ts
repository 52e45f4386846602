import type { Messages } from '../messages/messages.ts';
import type { Button } from '../protocol/button-codec.ts';
import { type Decision, MAX_COMMENT_CHARS } from '../protocol/decision.ts';
import { cleanText } from './clean-text.ts';
import { storeEdited, type StoreEditedOptions } from './store-edited.ts';
import { type Asker, refused, type Told } from './told.ts';

export type DecisionButton = Extract<Button, { readonly kind: 'decision' }>;

/** A decision as a person made it: the button, and what they wrote. */
export type DecisionAsk = {
  /** From `decisionIdOf`: the same however often the click or the form is delivered. */
  readonly id: string;
  /** Says which draft of which article. */
  readonly button: DecisionButton;
} & (
  | { readonly kind: 'approve' }
  | { readonly kind: 'request-changes'; readonly comment: string }
  | { readonly kind: 'reject'; readonly reason: string }
  /** `text`: the whole draft as the person wants it, Markdown. */
  | { readonly kind: 'edit'; readonly text: string }
);

/** The decision to hand over, its edited text stored; or what is wrong with it. */
export async function makeDecision(
  asker: Asker,
  ask: DecisionAsk,
  options: StoreEditedOptions,
  t: Messages,
): Promise<{ readonly decision: Decision } | Told> {
  const { id, button } = ask;
  const { draft, gate } = button;
  const base = { id, draft, by: asker.actor, ...(gate !== undefined && { gate }) };
  switch (ask.kind) {
    case 'approve':
      return { decision: { ...base, kind: 'approve' } };
    case 'request-changes': {
      const comment = toComment(ask.comment);
      return comment === undefined ? badComment(t) : { decision: { ...base, kind: 'request-changes', comment } };
    }
    case 'reject': {
      const reason = toComment(ask.reason);
      return reason === undefined ? badComment(t) : { decision: { ...base, kind: 'reject', reason } };
    }
    case 'edit': {
      const edited = await storeEdited(
        asker,
        { id, articleId: button.articleId, replaces: button.draft, text: ask.text },
        options,
        t,
      );
      return 'ok' in edited ? edited : { decision: { ...base, kind: 'edit', edited } };
    }
    default:
      return ask satisfies never;
  }
}

function toComment(typed: string): string | undefined {
  const comment = cleanText(typed).trim();
  return comment === '' || comment.length > MAX_COMMENT_CHARS ? undefined : comment;
}

function badComment(t: Messages): Told {
  return refused(t.answers.refusal({ code: 'bad-comment' }));
}
