import { once } from 'node:events';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Look } from '../render/look.ts';
import { truncate } from '../render/text.ts';
import type { Keyboard } from './keyboard.ts';
import type { Screen } from './screen.ts';

/**
 * Shows a text page by page until it is closed, laid out anew when the window changes. A text that fits the window, or goes to what
 * is no terminal, is printed.
 * @param leaving closes it too.
 */
export async function page(
  layOut: (look: Look) => readonly string[],
  screen: Screen,
  keyboard: Keyboard,
  t: Messages,
  leaving: AbortSignal,
): Promise<void> {
  if (screen.output.isTTY !== true || layOut(screen.look()).length < screen.rows()) {
    screen.print(...layOut(screen.look()));
    return;
  }
  await screen.overlay(async (draw) => {
    let top = 0;
    while (!leaving.aborted) {
      const look = screen.look();
      const lines = layOut(look);
      const height = Math.max(1, screen.rows() - 1);
      const last = Math.max(0, lines.length - height);
      top = Math.min(Math.max(top, 0), last);
      const shown = lines.slice(top, top + height);
      const position =
        top === last ? t.terminal.pager.end : t.terminal.pager.position(top + 1, top + shown.length, lines.length);
      const blank = Array.from({ length: height - shown.length }, () => '');
      draw([
        ...shown,
        ...blank,
        look.colors.inverse(truncate(` ${position} · ${t.terminal.pager.hint} `, look.columns)),
      ]);

      const key = await keyOrResize(screen, keyboard, leaving);
      if (key === 'q' || key === 'escape') return;
      if (key !== undefined) top = MOVES[key]?.(top, height, last) ?? top;
    }
  });
}

const nextPage = (top: number, height: number): number => top + height - 1;
const pageBefore = (top: number, height: number): number => top - height + 1;
const down = (top: number): number => top + 1;
const up = (top: number): number => top - 1;

/** As in `less`. */
const MOVES: Readonly<Record<string, (top: number, height: number, last: number) => number>> = {
  space: nextPage,
  return: nextPage,
  enter: nextPage,
  pagedown: nextPage,
  f: nextPage,
  b: pageBefore,
  pageup: pageBefore,
  down,
  j: down,
  up,
  k: up,
  g: () => 0,
  home: () => 0,
  end: (_top, _height, last) => last,
};

/** Undefined after a change of the window's size. */
async function keyOrResize(screen: Screen, keyboard: Keyboard, leaving: AbortSignal): Promise<string | undefined> {
  const settled = new AbortController();
  const signal = AbortSignal.any([leaving, settled.signal]);
  const resized = once(screen.output, 'resize', { signal }).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([keyboard.key(signal), resized]);
  } finally {
    settled.abort();
  }
}
