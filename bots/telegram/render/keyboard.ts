import { buttonLabel } from '../../../src/cards/button-label.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { type Button, encodeButton } from '../../../src/protocol/button-codec.ts';

/** `InlineKeyboardMarkup` of the Bot API. `callback_data` has at most 64 bytes. */
export interface Keyboard {
  readonly inline_keyboard: { readonly text: string; readonly callback_data: string }[][];
}

/** Decisions two by two, as four in a row do not fit a phone; what controls an article has longer names. Undefined without buttons. */
export function drawKeyboard(buttons: readonly Button[], t: Messages): Keyboard | undefined {
  const rows: Keyboard['inline_keyboard'] = [];
  for (const [index, button] of buttons.entries()) {
    const drawn = { text: buttonLabel(button, t.telegram.buttons, t), callback_data: encodeButton(button) };
    if (button.kind === 'decision' && index % 2 === 1) rows.at(-1)?.push(drawn);
    else rows.push([drawn]);
  }
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

/** Ending an article is too much for one tap where nobody asked what to do: the command does it. */
export function withoutCancel(buttons: readonly Button[]): readonly Button[] {
  return buttons.filter((button) => button.kind !== 'control' || button.control !== 'cancel');
}
