import { describe, expect, it } from 'vitest';
import { decodeOwnButton, encodeOwnButton, type OwnButton } from '../../../../bots/telegram/render/own-button.ts';
import { DETAIL_FIELDS, OWN_WORDS } from '../../../../bots/telegram/connect/details.ts';
import { decodeButton } from '../../../../src/protocol/button-codec.ts';

const BUTTONS: readonly OwnButton[] = [
  ...(['start', 'change', 'answer', 'details', 'example'] as const).map((kind) => ({ kind })),
  { kind: 'language', language: 'en' },
  { kind: 'language', language: 'ru' },
  ...DETAIL_FIELDS.flatMap((field): readonly OwnButton[] => [
    { kind: 'detail', field },
    { kind: 'choose', field, at: 0 },
    { kind: 'choose', field, at: 99 },
  ]),
  ...OWN_WORDS.map((field): OwnButton => ({ kind: 'own-words', field })),
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
      't:detail',
      't:detail:topic',
      't:detail:tone:1',
      't:choose:tone',
      't:choose:tone:100',
      't:choose:tone:01',
      't:own-words:language',
      't:detail:approvals',
      't:choose:approvals:1',
      't:own-words:tone:0',
    ])
      expect(decodeOwnButton(data)).toBeUndefined();
  });
});
