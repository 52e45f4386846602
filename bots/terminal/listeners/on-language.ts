import { languageName } from '../../../src/messages/language-name.ts';
import { interfaceLanguages, messages } from '../../../src/messages/messages.ts';
import type { Chat } from './chat.ts';
import { say } from './hand-over.ts';
import type { TerminalCommand } from './to-terminal-command.ts';

/** Speaks another language from now on, here and the next time. */
export async function onLanguage(
  chat: Chat,
  command: Extract<TerminalCommand, { readonly kind: 'language' }>,
): Promise<void> {
  const choices = interfaceLanguages().map((value) => ({ value, label: languageName(value) }));
  const language = command.language ?? (await chat.prompts.choose(chat.t.chat.language.question, choices));
  if (language === undefined) return;
  try {
    await chat.people.setLanguage(chat.actor, language);
  } catch {
    return say(chat, chat.t.terminal.databaseSilent);
  }
  chat.language = language;
  chat.t = messages(language);
  say(chat, chat.t.chat.language.set);
}
