import { encodeOwnButton } from '../../bots/telegram/render/own-button.ts';
import type { SeenMessage } from '../emulators/telegram/telegram-emulator.ts';

export const CONFIRM = encodeOwnButton({ kind: 'confirm' });
const NEVER_MIND = encodeOwnButton({ kind: 'never-mind' });

/** Whether a message asks for the words of a decision. */
export function asksForWords(message: SeenMessage): boolean {
  return has(message, NEVER_MIND) && !has(message, CONFIRM);
}

/** Whether a message shows the words of a decision once more, before they count. */
export function asksToConfirm(message: SeenMessage): boolean {
  return has(message, CONFIRM);
}

function has({ buttons }: SeenMessage, data: string): boolean {
  return buttons.some((button) => button.data === data);
}
