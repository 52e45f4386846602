import type { Messages } from '../messages/messages.ts';
import { type Button, type ButtonVerb, verbOf } from '../protocol/button-codec.ts';

/** What a button is called: a language by its name, a proposal by its number. @param labels of the platform */
export function buttonLabel(button: Button, labels: Readonly<Record<ButtonVerb, string>>, t: Messages): string {
  if (button.kind === 'language') return languageLabel(button.language, t);
  const label = labels[verbOf(button)];
  if (button.kind === 'translate' && button.isAgain !== true) return `${label}: ${languageLabel(button.language, t)}`;
  return button.kind === 'take-over' ? `${label} ${button.proposal}` : label;
}

/** `German`, `Немецкий`. @param tag BCP 47 */
export function languageLabel(tag: string, t: Messages): string {
  const [first = '', ...rest] = t.words.format.languageName(tag);
  return first.toLocaleUpperCase() + rest.join('');
}
