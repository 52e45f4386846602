import type { Elsewhere } from '../delivery/chat-content.ts';
import type { Messages } from '../messages/messages.ts';
import type { Thread } from '../protocol/thread.ts';
import type { Span } from './card.ts';

/**
 * A place as it may be told in another one. A platform leads to a place of its own workspace, and names it to whoever may know it; elsewhere
 * an id says nothing, and nothing more than the platform is told.
 * @param here workspace in which it is told; undefined: in none, or it is not known
 */
export function placeSpan(place: Thread | Elsewhere, here: string | undefined, t: Messages): Span {
  if (!('channel' in place)) return t.words.where(place.platform);
  const text = t.words.where(place.platform);
  if (place.workspace === undefined || place.workspace === here) return { text, place };
  return here === undefined ? text : t.words.inAnotherWorkspace;
}
