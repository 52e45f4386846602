import { emitKeypressEvents } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';

/** Where keys come from: `process.stdin`, or anything that reads like it. */
export type KeyboardInput = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** Asks the terminal to put marks around what is pasted. */
const MARK_PASTES = '\x1b[?2004h';
const DO_NOT_MARK_PASTES = '\x1b[?2004l';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const CTRL_Z = '\x1a';
/** The start of an escape sequence whose rest is still on its way. */
// oxlint-disable-next-line no-control-regex -- it is what terminals send
const UNFINISHED = /\x1b(?:\[[0-9;]*)?$/;
/** Over a slow line an arrow key arrives in two pieces; Esc alone is followed by nothing. */
const ESCAPE_TIMEOUT_MS = 100;

/** The same keys where the keyboard is set to Russian. */
const CYRILLIC_KEYS: Readonly<Record<string, string>> = {
  й: 'q',
  к: 'r',
  ь: 'm',
  и: 'b',
  а: 'f',
  п: 'g',
  о: 'j',
  л: 'k',
};

/** As `node:readline` names it: `m`, `space`, `pagedown`. */
export function keyName(typed: string | undefined, { name }: { readonly name?: string }): string | undefined {
  return name ?? (typed === undefined ? undefined : (CYRILLIC_KEYS[typed.toLowerCase()] ?? typed));
}

/**
 * The one reader of the input, for prompts (which take it for a terminal's stdin) and single keys alike.
 * Stays in raw mode from {@link open} to {@link close}, so that what is typed between two questions garbles nothing. Ctrl-C, Ctrl-D
 * and the end of the input say that the person leaves, whatever is on the screen. A pasted text of several lines becomes one line
 * where text is asked for, and is dropped where single keys mean something.
 */
export class Keyboard extends PassThrough {
  /** Prompts put a terminal into raw mode if they are told that it is one. */
  readonly isTTY = true;
  /** True while a line of text is typed. */
  typing = false;
  readonly #input: KeyboardInput;
  readonly #output: Writable & { readonly isTTY?: boolean };
  readonly #leave: () => void;
  #deafUntil = 0;
  #pasting = false;
  #held = '';
  #holding: NodeJS.Timeout | undefined;

  /** @param leave is called once or more when the person leaves. */
  constructor(input: KeyboardInput, output: Writable & { readonly isTTY?: boolean }, leave: () => void) {
    super();
    this.#input = input;
    this.#output = output;
    this.#leave = leave;
    emitKeypressEvents(this);
  }

  open(): void {
    this.#input.on('data', this.#take);
    this.#input.once('end', this.#leave);
    this.#input.once('close', this.#leave);
    if (this.#input.readableEnded || this.#input.destroyed) this.#leave();
    this.#raw(true);
    this.#input.resume();
  }

  close(): void {
    clearTimeout(this.#holding);
    this.#input.off('data', this.#take);
    this.#input.off('end', this.#leave);
    this.#input.off('close', this.#leave);
    this.#raw(false);
    this.#input.pause();
  }

  /** For prompts, which switch raw mode on and off around each question: it stays on. */
  setRawMode(): this {
    return this;
  }

  /** Drops what is typed for a while: a key that was meant for the screen before must not decide on what has just appeared. */
  deafen(ms: number): void {
    while (this.read() !== null);
    this.#deafUntil = Date.now() + ms;
  }

  /** The {@link keyName} of the next key. Undefined when the signal came first. */
  async key(signal: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) return undefined;
    return await new Promise((resolve) => {
      const done = (key: string | undefined): void => {
        this.off('keypress', onKey);
        signal.removeEventListener('abort', onAbort);
        resolve(key);
      };
      const onAbort = (): void => done(undefined);
      const onKey = (typed: string | undefined, key: { readonly name?: string }): void => done(keyName(typed, key));
      signal.addEventListener('abort', onAbort, { once: true });
      this.on('keypress', onKey);
      // A prompt pauses its input when it is done.
      this.resume();
    });
  }

  /** Closes an open prompt as if Esc had been pressed: it redraws itself as dismissed, which aborting it does not make it do. */
  dismiss(): void {
    this.emit('keypress', undefined, { name: 'escape', sequence: '', ctrl: false, meta: false, shift: false });
  }

  #raw(raw: boolean): void {
    if (this.#output.isTTY === true) this.#output.write(raw ? MARK_PASTES : DO_NOT_MARK_PASTES);
    if (this.#input.isTTY === true) this.#input.setRawMode?.(raw);
  }

  readonly #take = (chunk: Buffer | string): void => {
    clearTimeout(this.#holding);
    // One character per byte, so that nothing within a longer character is taken for a control character.
    const bytes = this.#held + Buffer.from(chunk as string).toString('latin1');
    const unfinished = this.#pasting ? '' : (UNFINISHED.exec(bytes)?.[0] ?? '');
    this.#held = unfinished;
    if (unfinished !== '') {
      this.#holding = setTimeout(() => {
        this.#held = '';
        // In a line of text Esc would throw away what was typed.
        if (!this.typing && unfinished === '\x1b') this.dismiss();
      }, ESCAPE_TIMEOUT_MS);
    }
    this.#readKeys(bytes.slice(0, bytes.length - unfinished.length));
  };

  #readKeys(bytes: string): void {
    if (bytes === '') return;
    const marker = bytes.indexOf(this.#pasting ? PASTE_END : PASTE_START);
    const part = marker === -1 ? bytes : bytes.slice(0, marker);
    this.#pass(this.#pasting ? this.#pasted(part) : this.#typed(part));
    if (marker === -1) return;
    this.#pasting = !this.#pasting;
    this.#readKeys(bytes.slice(marker + PASTE_START.length));
  }

  #typed(bytes: string): string {
    if (bytes.includes(CTRL_C) || bytes.includes(CTRL_D)) {
      this.#leave();
      return '';
    }
    if (Date.now() < this.#deafUntil) return '';
    // Suspending would stop everything else that this process does.
    return bytes.replaceAll(CTRL_Z, '');
  }

  #pasted(bytes: string): string {
    // oxlint-disable-next-line no-control-regex -- they would be taken for keys
    return this.typing ? bytes.replaceAll(/\r\n?|[\n\t]/g, ' ').replaceAll(/[\u0000-\u001f\u007f]/g, '') : '';
  }

  #pass(bytes: string): void {
    if (bytes !== '') this.write(Buffer.from(bytes, 'latin1'));
  }
}
