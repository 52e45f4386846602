import { isCancel, select, text } from '@clack/prompts';
import { type Keyboard, keyName } from './keyboard.ts';
import { printableLine, truncate } from '../render/text.ts';
import type { Screen } from './screen.ts';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Shown while the choice is the one that Enter takes. */
  readonly hint?: string;
}

export interface TextQuestion {
  readonly message: string;
  readonly placeholder?: string;
  /** What is there to be changed. */
  readonly initial?: string;
  /** What is wrong with the text; it stays there to be put right. */
  readonly fault?: (text: string) => string | undefined;
}

/** Questions at the bottom of the screen. Each answers undefined when the person leaves. */
export interface Prompts {
  ask(question: TextQuestion): Promise<string | undefined>;
  /** Also undefined after Esc, and when the signal says that the question is out of date. `keys` answer without Enter. */
  choose<V extends string>(
    message: string,
    choices: readonly Choice<V>[],
    options?: { readonly signal?: AbortSignal; readonly keys?: Readonly<Record<string, V>> },
  ): Promise<V | undefined>;
}

/** An empty line, the question and what was pointed at: what a menu leaves behind that was dismissed. */
const ERASE_DISMISSED = '\x1b[3A\r\x1b[0J';
/** What a menu puts before its question and its choices. */
const MARGIN = 3;

export function createPrompts(keyboard: Keyboard, screen: Screen, leaving: AbortSignal): Prompts {
  const { output } = screen;
  /** On one line, so that what a menu leaves behind is known. */
  const fitting = (line: string): string => truncate(printableLine(line), screen.look().columns - MARGIN);
  const common = { input: keyboard, output, withGuide: false };

  async function dismissedBy<T>(signal: AbortSignal, prompt: () => Promise<T | symbol>): Promise<T | undefined> {
    if (signal.aborted) return undefined;
    const dismiss = (): void => keyboard.dismiss();
    signal.addEventListener('abort', dismiss, { once: true });
    try {
      const answer = await prompt();
      return isCancel(answer) ? undefined : (answer as T);
    } finally {
      signal.removeEventListener('abort', dismiss);
    }
  }

  return {
    async ask({ message, placeholder, initial, fault }) {
      output.write('\n');
      keyboard.typing = true;
      try {
        return await dismissedBy<string>(leaving, () =>
          text({
            ...common,
            message,
            ...(placeholder !== undefined && { placeholder }),
            ...(initial !== undefined && { initialValue: initial }),
            validate: (typed) => fault?.(typed ?? ''),
          }),
        );
      } finally {
        keyboard.typing = false;
      }
    },

    async choose<V extends string>(
      message: string,
      choices: readonly Choice<V>[],
      { signal, keys = {} }: { readonly signal?: AbortSignal; readonly keys?: Readonly<Record<string, V>> } = {},
    ) {
      output.write('\n');
      let byKey: V | undefined;
      const onKey = (typed: string | undefined, key: { readonly name?: string }): void => {
        const name = keyName(typed, key);
        if (name === undefined || !Object.hasOwn(keys, name)) return;
        byKey = keys[name];
        keyboard.dismiss();
      };
      keyboard.on('keypress', onKey);
      try {
        const outdated = signal === undefined ? leaving : AbortSignal.any([leaving, signal]);
        const chosen = await dismissedBy<V>(outdated, async () => {
          // The type of clack's option depends on whether its value is a primitive, which it cannot tell of a type parameter.
          const answer = await select<string>({
            ...common,
            message: fitting(message),
            options: choices.map((choice) => ({ ...choice, label: fitting(choice.label) })),
            showInstructions: false,
          });
          return answer as V | symbol;
        });
        // Without colour a dismissed menu looks as if what was pointed at had been chosen.
        if (chosen === undefined && output.isTTY === true) output.write(ERASE_DISMISSED);
        return byKey ?? chosen;
      } finally {
        keyboard.off('keypress', onKey);
      }
    },
  };
}
