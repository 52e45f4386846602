import { describe, expect, it } from 'vitest';
import { kept, type Shelf } from '../../../../../bots/web/page/core/kept.ts';

function shelfOf(): Shelf & { readonly kept: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    kept: content,
    getItem: (name) => content.get(name) ?? null,
    setItem: (name, value) => void content.set(name, value),
    removeItem: (name) => void content.delete(name),
  };
}

describe('what a person typed', () => {
  it('is there after a reload, until it has arrived', () => {
    const shelf = shelfOf();
    kept('ask', '', shelf).value = 'How tides work';
    const reloaded = kept('ask', '', shelf);
    expect(reloaded.value).toBe('How tides work');
    reloaded.forget();
    expect(reloaded.value).toBe('');
    expect(shelf.kept.size).toBe(0);
    expect(kept('other', 'x', shelf).value).toBe('x');
  });

  it('leaves nothing behind where nothing was typed', () => {
    const shelf = shelfOf();
    const value = kept('ask', 'before', shelf);
    value.value = 'typed';
    value.value = 'before';
    expect(shelf.kept.size).toBe(0);
  });

  it('lives as long as the page where nothing can be kept, or what was kept is broken', () => {
    const forbidden = (): never => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    const value = kept('ask', '', { getItem: forbidden, setItem: forbidden, removeItem: forbidden });
    value.value = 'typed';
    expect(value.value).toBe('typed');
    const broken = shelfOf();
    broken.setItem('copydesk:ask', '{');
    expect(kept('ask', 'x', broken).value).toBe('x');
  });
});
