import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** Something that a person can have the page do, from the palette or by keys. */
export interface Command {
  /** Of two with the same, there is one. */
  readonly id: string;
  /** In the language of the page. */
  readonly label: string;
  /** `a`, `g i`: one after the other, `mod+k`: with Ctrl or ⌘. Absent: only from the palette. */
  readonly keys?: string;
  /** It is about what is shown right now. Default: it is there on every view. */
  readonly isLocal?: true;
  /** Only by its keys: from the palette it would mean nothing. */
  readonly isKeyOnly?: true;
  readonly run: () => void;
}

type Provider = () => readonly Command[];

const providers = signal<readonly Provider[]>([]);

/** What can be done right now, what the view shows first. */
export function commandsNow(): readonly Command[] {
  const all = [
    ...new Map(providers.value.flatMap((provide) => provide()).map((command) => [command.id, command])).values(),
  ];
  return [...all.filter(({ isLocal }) => isLocal), ...all.filter(({ isLocal }) => !isLocal)];
}

/** Offers commands while whoever calls it is shown. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const provide: Provider = () => latest.current;
    providers.value = [...providers.peek(), provide];
    return () => {
      providers.value = providers.peek().filter((one) => one !== provide);
    };
  }, []);
}
