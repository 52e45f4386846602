import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { vi } from 'vitest';

export interface SeatOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** 80 unless told. */
  readonly columns?: number;
  /** 30 unless told. */
  readonly rows?: number;
  /** How long what is awaited may take to appear; 15,000 unless told. */
  readonly patienceMs?: number;
}

/** A question that comes by itself does not listen at once. */
const UNTIL_IT_LISTENS_MS = 600;
const WAIT_MS = 15_000;

/** A person at a terminal in which a program runs: types, and reads what appears after that. */
export class Person {
  /** The program's exit code. */
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #patienceMs: number;
  #shown = '';
  #from = 0;

  constructor({ command, args, env, cwd, columns = 80, rows = 30, patienceMs = WAIT_MS }: SeatOptions) {
    this.#patienceMs = patienceMs;
    const terminal = { name: 'xterm-256color', cols: columns, rows, env: { TERM: 'xterm-256color', ...env } };
    this.#pty = spawn(command, [...args], { ...terminal, ...(cwd !== undefined && { cwd }) });
    this.#pty.onData((data) => {
      this.#shown += data;
    });
    this.ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  type(keys: string): void {
    this.#from = this.#shown.length;
    this.#pty.write(keys);
  }

  /** Types where a question has just come up by itself. */
  async answer(keys: string): Promise<void> {
    await sleep(UNTIL_IT_LISTENS_MS);
    this.type(keys);
  }

  /**
   * Waits until these words have appeared, in this order, after what was typed last. Line breaks and colours do not matter.
   * @throws with what was there instead.
   */
  async sees(...words: readonly string[]): Promise<void> {
    const escaped = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`));
    const wanted = new RegExp(escaped.join('.*'), 's');
    await vi.waitFor(
      () => {
        const text = stripVTControlCharacters(this.#shown.slice(this.#from)).replaceAll(/\s+/g, ' ');
        if (!wanted.test(text)) throw new Error(`Saw no ${words.join(' … ')} in: ${text}`);
      },
      { timeout: this.#patienceMs, interval: 20 },
    );
  }

  /** Everything since the start, with every escape sequence. */
  transcript(): string {
    return this.#shown;
  }

  kill(): void {
    this.#pty.kill();
  }

  /** Closes the window, as far as the program can tell: nobody reads what it writes from here on. */
  hangUp(): void {
    // Every terminal of node-pty has it; its types leave it out.
    (this.#pty as IPty & { destroy(): void }).destroy();
  }
}
