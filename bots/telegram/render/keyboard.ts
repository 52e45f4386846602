import type { Messages } from '../../../src/messages/messages.ts';
import { encodeButton } from '../../../src/protocol/button-codec.ts';
import type { PlainControlKind } from '../../../src/protocol/decision.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';

/** `InlineKeyboardMarkup` of the Bot API. `callback_data` has at most 64 bytes. */
export interface Keyboard {
  readonly inline_keyboard: readonly (readonly { readonly text: string; readonly callback_data: string }[])[];
}

/** Two by two: four in a row do not fit a phone. */
const DECISIONS = [
  ['approve', 'request-changes'],
  ['edit', 'reject'],
] as const;

/** @param gate the one that the draft waits at; absent: it waits at none */
export function decisionKeyboard(
  articleId: string,
  { version, hash }: DraftRef,
  gate: string | undefined,
  t: Messages,
): Keyboard {
  return {
    inline_keyboard: DECISIONS.map((row) =>
      row.map((decision) => ({
        text: t.telegram.buttons[decision],
        callback_data: encodeButton({
          kind: 'decision',
          articleId,
          decision,
          draft: { version, hash },
          ...(gate !== undefined && { gate }),
        }),
      })),
    ),
  };
}

export function controlKeyboard(articleId: string, controls: readonly PlainControlKind[], t: Messages): Keyboard {
  return {
    inline_keyboard: controls.map((control) => [
      { text: t.telegram.buttons[control], callback_data: encodeButton({ kind: 'control', articleId, control }) },
    ]),
  };
}
