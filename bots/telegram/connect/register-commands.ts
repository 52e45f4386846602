import type { BotCommand, BotCommandScope } from 'telegraf/types';
import { interfaceLanguages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { CallTelegram } from './call-telegram.ts';

const SCOPES: readonly BotCommandScope[] = [{ type: 'all_private_chats' }, { type: 'all_group_chats' }];

/** English also for those whose language has no list of its own. Telegram knows languages by two letters. */
function menus(): readonly { readonly code?: string; readonly language: InterfaceLanguage }[] {
  const others = interfaceLanguages().filter((language) => language !== 'en' && /^[a-z]{2}$/.test(language));
  return [{ language: 'en' }, ...others.map((language) => ({ code: language, language }))];
}

/** Has Telegram show our commands in its menus, in each language; asks first, and changes what differs. Rejects with what telegraf throws. */
export async function registerCommands(call: CallTelegram, signal: AbortSignal): Promise<void> {
  for (const scope of SCOPES) {
    for (const { code, language } of menus()) {
      const commands = messages(language).telegram.commands.map(({ command, description }) => ({
        command,
        description,
      }));
      const where = { scope, ...(code !== undefined && { language_code: code }) };
      const registered = await call('getMyCommands', where, { signal });
      if (!isSame(registered, commands)) await call('setMyCommands', { ...where, commands }, { signal });
    }
  }
}

function isSame(registered: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    registered.length === wanted.length &&
    wanted.every(
      ({ command, description }, index) =>
        registered[index]?.command === command && registered[index].description === description,
    )
  );
}
