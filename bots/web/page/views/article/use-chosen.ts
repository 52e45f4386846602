import { useEffect, useState } from 'preact/hooks';
import type { Chosen } from './comments.tsx';

/** Words that a person has marked, and where they end, in pixels of the window. */
export interface ChosenWords extends Chosen {
  readonly right: number;
  readonly bottom: number;
}

/** A single letter is a slip of the hand. */
const LEAST_CHARS = 2;
/** A comment on more than a few paragraphs is one on the section. */
const MOST_CHARS = 1000;

/** The words of a text that are marked right now. */
export function useChosen(text: { readonly current: HTMLElement | null }): ChosenWords | undefined {
  const [chosen, setChosen] = useState<ChosenWords>();
  useEffect(() => {
    const look = (): void => setChosen(chosenIn(text.current));
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [text]);
  return chosen;
}

function chosenIn(text: HTMLElement | null): ChosenWords | undefined {
  const selection = document.getSelection();
  if (text === null || selection === null || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const quote = selection.toString().replaceAll(/\s+/g, ' ').trim();
  if (!text.contains(range.commonAncestorContainer) || quote.length < LEAST_CHARS || quote.length > MOST_CHARS)
    return undefined;
  const { parentElement } = range.startContainer;
  const sectionId = parentElement?.closest<HTMLElement>('[data-section]')?.dataset['section'];
  const { right, bottom } = range.getBoundingClientRect();
  return { quote, ...(sectionId !== undefined && { sectionId }), right, bottom };
}
