import { signal } from '@preact/signals';
import { remember } from '../core/remember.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (text: string | undefined): text is Theme => THEMES.some((theme) => theme === text);

/** `auto`: as the system is set. The server draws the first of the page in it. */
export const theme = signal<Theme>('auto');

/** Reads what the server has drawn. Once. */
export function startTheme(): void {
  const { theme: drawn } = document.documentElement.dataset;
  if (isTheme(drawn)) theme.value = drawn;
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  document.documentElement.dataset['theme'] = chosen;
  remember('copydesk-theme', chosen);
}
