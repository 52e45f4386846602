import { describe, expect, it } from 'vitest';
import { nameOfKey, type Pressed } from '../../../../../bots/web/page/core/keys.ts';

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('nameOfKey', () => {
  it('is the letter, with Shift or without', () => {
    expect(nameOfKey(pressed('a', { code: 'KeyA' }))).toBe('a');
    expect(nameOfKey(pressed('A', { code: 'KeyA' }))).toBe('a');
    expect(nameOfKey(pressed('?', { code: 'Slash' }))).toBe('?');
  });

  it('goes by where a Cyrillic letter lies, and by what a Latin one is called wherever it lies', () => {
    expect(nameOfKey(pressed('ф', { code: 'KeyA' }))).toBe('a');
    expect(nameOfKey(pressed('Л', { code: 'KeyK', ctrlKey: true }))).toBe('mod+k');
    expect(nameOfKey(pressed('a', { code: 'KeyQ' }))).toBe('a');
  });

  it('is the same with Ctrl and with ⌘', () => {
    expect(nameOfKey(pressed('k', { code: 'KeyK', ctrlKey: true }))).toBe('mod+k');
    expect(nameOfKey(pressed('k', { code: 'KeyK', metaKey: true }))).toBe('mod+k');
  });

  it('leaves Alt to the browser and to screen readers', () => {
    expect(nameOfKey(pressed('a', { code: 'KeyA', altKey: true }))).toBeUndefined();
  });
});
