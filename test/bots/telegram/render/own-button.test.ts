import { describe, expect, it } from 'vitest';
import { decodeOwnButton, encodeOwnButton, type OwnButton } from '../../../../bots/telegram/render/own-button.ts';
import { decodeButton } from '../../../../src/protocol/button-codec.ts';

const BUTTONS: readonly OwnButton[] = [
  ...(['start', 'change', 'answer', 'example'] as const).map((kind) => ({ kind })),
  { kind: 'language', language: 'en' },
  { kind: 'language', language: 'ru' },
];

describe('the codec of the bot’s own buttons', () => {
  it('brings each button back, within 64 bytes, and none that the codec of articles would take', () => {
    for (const button of BUTTONS) {
      const data = encodeOwnButton(button);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(decodeOwnButton(data)).toEqual(button);
      expect(decodeButton(data)).toBeUndefined();
    }
  });

  it('refuses what it could not have made', () => {
    for (const data of [
      '',
      't:',
      't:start:',
      't:start:1',
      't:stop',
      't:language',
      't:language:de',
      't:example ',
      'd:x',
    ])
      expect(decodeOwnButton(data)).toBeUndefined();
  });
});
