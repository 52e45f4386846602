import { TelegramError } from 'telegraf';
import type { Trouble } from '../../../src/doctor/doctor.ts';
import { isUnauthorized } from '../connect/call-telegram.ts';
import { refusalOf, toDeliveryError } from '../messenger/telegram-failures.ts';

/** Telegram's own server. */
const OFFICIAL_HOST = 'api.telegram.org';

export function isOfficial(apiRoot: string): boolean {
  return URL.parse(apiRoot)?.host === OFFICIAL_HOST;
}

/**
 * Why a call of the Bot API failed, and what to do; neither the token nor what was sent is in it.
 * @param doing `edit the test message`; absent: the sentence is about Telegram itself
 */
export function why(error: unknown, apiRoot: string, doing?: string): Trouble {
  const trouble = plainly(error, apiRoot);
  return doing === undefined ? trouble : { ...trouble, what: `could not ${doing}: ${trouble.what}` };
}

function plainly(error: unknown, apiRoot: string): Trouble {
  const host = URL.parse(apiRoot)?.host ?? OFFICIAL_HOST;
  // JSON without Telegram's `ok` comes from some other server.
  if (error instanceof TelegramError && Number.isInteger(error.code)) return ofTelegram(error, apiRoot, host);
  const { code } = toDeliveryError('ask Telegram', error);
  if (code === 'invalid-json' || error instanceof TelegramError)
    return {
      what: `what answers at ${host} is no Bot API server`,
      wayOut: isOfficial(apiRoot)
        ? 'A proxy or a login page of your network is in between: let this machine reach https://api.telegram.org.'
        : 'Take TELEGRAM_API_ROOT out for Telegram itself; for a server of your own it is its address without /bot at its end.',
    };
  const isLate = code === 'aborted' || code === 'AbortError';
  return {
    what: isLate
      ? `${host} did not answer in time`
      : `${host} cannot be reached${code === 'unknown' ? '' : ` (${code})`}`,
    wayOut: isOfficial(apiRoot)
      ? 'Check the internet connection of this machine, and that its firewall (or country) lets it reach https://api.telegram.org.'
      : 'Check that the server is up, or take TELEGRAM_API_ROOT out for Telegram itself.',
  };
}

function ofTelegram(error: TelegramError, apiRoot: string, host: string): Trouble {
  const { code, description, parameters } = error;
  if (isUnauthorized(error))
    return {
      what: `Telegram does not know TELEGRAM_BOT_TOKEN (${code})`,
      wayOut: `Copy it again: @BotFather → /mybots → the bot → API Token.${isOfficial(apiRoot) ? '' : ` Check also that TELEGRAM_API_ROOT (${host}) is the address of a Bot API server, without /bot at its end.`}`,
    };
  if (code === 429)
    return { what: `Telegram asks to wait for ${parameters?.retry_after ?? 1} s`, wayOut: 'Run this again then.' };
  if (code >= 500) return { what: `${host} has trouble of its own (${code})`, wayOut: 'Run this again in a moment.' };
  const moved = parameters?.migrate_to_chat_id;
  if (moved !== undefined)
    return { what: `the group has become the supergroup ${moved}`, wayOut: `Run this again with --chat ${moved}.` };
  return (
    refusalOf(description) ?? {
      what: `Telegram refuses: ${description}`,
      wayOut: 'What the method wants: https://core.telegram.org/bots/api#available-methods',
    }
  );
}
