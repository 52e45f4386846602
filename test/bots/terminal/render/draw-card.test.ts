import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { drawCard, drawPast, drawWhole } from '../../../../bots/terminal/render/draw-card.ts';
import { cardOf } from '../../../../src/cards/card-of.ts';
import { createLook } from '../../../../bots/terminal/render/look.ts';
import { widthOf } from '../../../../bots/terminal/render/text.ts';
import { INTERFACE_LANGUAGES } from '../../../../src/protocol/article.ts';
import { chatContents } from '../../../fixtures/chat-contents.ts';

// Times are told in the zone of the process; the pictures are of UTC.
vi.hoisted(() => vi.stubEnv('TZ', 'UTC'));

const WIDTHS = [60, 80, 120];

function renderAll(language: 'en' | 'ru', columns: number, color: boolean): string {
  const look = createLook(columns, color);
  return Object.entries(chatContents(language))
    .map(([name, content]) => `[${name}]\n${drawCard(cardOf(content, '/'), look).join('\n')}\n`)
    .join('\n');
}

describe('drawCard', () => {
  // Look at these files after a change: they are what people see.
  it.each([
    ['en', 60, false],
    ['en', 120, false],
    ['ru', 60, false],
    ['ru', 80, true],
  ] as const)('draws every message in %s at %i columns (colour: %s)', async (language, columns, color) => {
    const file = `${language}-${columns}${color ? '-colour' : ''}.txt`;
    await expect(renderAll(language, columns, color)).toMatchFileSnapshot(`../../../fixtures/terminal/${file}`);
  });

  describe.each(INTERFACE_LANGUAGES)('in %s', (language) => {
    it.each(WIDTHS)('is never wider than %i columns', (columns) => {
      for (const [name, content] of Object.entries(chatContents(language))) {
        const look = createLook(columns, false);
        for (const line of [
          ...drawCard(cardOf(content, '/'), look),
          ...(drawWhole(cardOf(content, '/'), look) ?? []),
          drawPast(cardOf(content, '/'), look),
        ]) {
          expect(widthOf(line), `${name}: ${line}`).toBeLessThan(columns);
        }
      }
    });

    it.each(WIDTHS)('says the same with and without colour at %i columns', (columns) => {
      expect(stripVTControlCharacters(renderAll(language, columns, true))).toBe(renderAll(language, columns, false));
    });
  });

  it('cuts a long draft after its opening, names what follows, and says how to read on', () => {
    const lines = drawCard(cardOf(chatContents('en').draftLong, '/'), createLook(80, false));
    expect(lines.join('\n')).toMatch(/… .*What it is good for/);
    expect(lines.at(-1)).toMatch(/^\d+ more lines: press r/);
    expect(drawWhole(cardOf(chatContents('en').draftLong, '/'), createLook(80, false))?.join('\n')).toContain(
      'low water   18:20',
    );
  });
});
