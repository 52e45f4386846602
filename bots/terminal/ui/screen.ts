import type { Writable } from 'node:stream';
import { type Look, createLook } from '../render/look.ts';
import { widthOf } from '../render/text.ts';

/** Where the chat is shown: `process.stdout`, or anything that writes like it. */
export type ScreenOutput = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

/** Lines that go by, and below them, while something is under way, lines that are drawn anew. */
export interface Screen {
  readonly output: ScreenOutput;
  /** As wide as the window is now. */
  look(): Look;
  rows(): number;
  /** Prints painted lines. */
  print(...lines: readonly string[]): void;
  /** Draws at the bottom, again and again, until the promise settles; then takes it away. On what is no terminal it draws nothing. */
  live<T>(draw: (frame: string) => readonly string[], until: Promise<T>): Promise<T>;
  /** Shows something over everything else, and gives the screen back as it was. */
  overlay<T>(show: (draw: (lines: readonly string[]) => void) => Promise<T>): Promise<T>;
}

const FRAME_MS = 120;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_BELOW = '\x1b[0J';
const OTHER_SCREEN = '\x1b[?1049h\x1b[H';
const BACK_FROM_OTHER_SCREEN = '\x1b[?1049l';
const HOME = '\x1b[H\x1b[2J';

export function createScreen(
  output: ScreenOutput,
  options: { readonly columns?: number; readonly color?: boolean } = {},
): Screen {
  const columns = (): number => options.columns ?? output.columns ?? DEFAULT_COLUMNS;
  const isTerminal = output.isTTY === true;

  const screen: Screen = {
    output,
    look: () => createLook(columns(), options.color),
    rows: () => output.rows ?? DEFAULT_ROWS,

    print(...lines) {
      output.write(lines.map((line) => `${line}\n`).join(''));
    },

    async live(draw, until) {
      if (!isTerminal) return await until;
      let drawn: readonly string[] = [];
      let frame = 0;
      /** After the window got narrower, the terminal has broken what we drew into more rows. */
      const wipe = (): string => {
        const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns())), 0);
        return rows === 0 ? '' : `\x1b[${rows}A\r${CLEAR_BELOW}`;
      };
      const redraw = (): void => {
        const lines = draw(SPINNER[frame % SPINNER.length] ?? '');
        frame += 1;
        if (lines.join('\n') === drawn.join('\n')) return;
        output.write(`${wipe()}${lines.map((line) => `${line}\n`).join('')}`);
        drawn = lines;
      };
      output.write(HIDE_CURSOR);
      redraw();
      const timer = setInterval(redraw, FRAME_MS);
      try {
        return await until;
      } finally {
        clearInterval(timer);
        output.write(`${wipe()}${SHOW_CURSOR}`);
      }
    },

    async overlay(show) {
      output.write(`${OTHER_SCREEN}${HIDE_CURSOR}`);
      try {
        return await show((lines) => output.write(`${HOME}${lines.join('\r\n')}`));
      } finally {
        output.write(`${SHOW_CURSOR}${BACK_FROM_OTHER_SCREEN}`);
      }
    },
  };
  return screen;
}
