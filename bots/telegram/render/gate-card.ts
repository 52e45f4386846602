import type { Messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, heading, shortened } from './card.ts';
import { draftHead, fitsCard, keyboardOf, withText } from './draft-card.ts';
import { renderDoubts } from './fact-report-card.ts';
import { cleanLine } from './inert.ts';
import { block, line } from './rich-text.ts';

const MAX_WAITING_CHARS = 300;

/** The draft to decide on: why the loop stopped, who decides, and the text again, so that nobody has to scroll for it. */
export function renderGateCard(content: Content<'gate'>, t: Messages): Card {
  const { draft, frame, stopReason, waitingFor, buttons, doubts } = content;
  const waiting = cleanLine(t.article.card.waitingFor(waitingFor, frame.requesterName));
  return {
    blocks: withText(
      content,
      [
        // Once it has been passed, it is a draft like others.
        buttons ? heading('🗳', t.article.gate.heading(draft)) : draftHead(content, t),
        ...(doubts === undefined ? [] : renderDoubts(doubts, t)),
        block(t.article.gate.stopReason(stopReason, frame)),
        ...(buttons ? [line(shortened(waiting, MAX_WAITING_CHARS))] : []),
      ],
      t,
    ),
    ...keyboardOf(content, t),
  };
}

/** Whether the text needs a file beside the card. The same before and after the decision. */
export function gateHasFile({ text }: Pick<Content<'gate'>, 'text'>): boolean {
  return !fitsCard(text.text);
}
