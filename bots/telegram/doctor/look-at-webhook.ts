import type { WebhookInfo } from 'telegraf/types';
import { fault, type Finding, ok, warning } from '../../../src/doctor/doctor.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import type { WebhookVariables } from '../variables.ts';
import { isOfficial, why } from './why.ts';

/** What is older has been mended since, or happens seldom. */
const RECENT_S = 3600;
/** Bot API, setWebhook: the ports that Telegram's own server calls. */
const PORTS = ['443', '80', '88', '8443'];

/**
 * Whether Telegram hands updates over the way that Copydesk expects. Changes nothing, and fetches no update.
 * @param webhook absent: long polling
 * @param now seconds since 1970
 */
export async function lookAtWebhook(
  call: CallTelegram,
  apiRoot: string,
  webhook: Pick<WebhookVariables, 'url'> | undefined,
  now: number,
): Promise<Finding> {
  let info: WebhookInfo;
  try {
    info = await call('getWebhookInfo', {});
  } catch (error) {
    return { kind: 'fault', troubles: [why(error, apiRoot)] };
  }
  return webhook === undefined ? ofPolling(info) : ofWebhook(info, webhook.url, isOfficial(apiRoot), now);
}

function ofPolling(info: WebhookInfo): Finding {
  const set = info.url ?? '';
  if (set === '') return ok(`long polling, and no webhook is set; ${waiting(info.pending_update_count)}`);
  return warning(
    `a webhook is set, at ${hostOf(set)}, so that no updates can be fetched`,
    'Copydesk removes it when it starts. If another program needs it, give Copydesk a bot of its own: @BotFather → /newbot.',
  );
}

function ofWebhook(info: WebhookInfo, wanted: string, isTelegrams: boolean, now: number): Finding {
  const { protocol, port } = new URL(wanted);
  const host = hostOf(wanted);
  if (isTelegrams && protocol !== 'https:')
    return fault('TELEGRAM_WEBHOOK_URL begins with http://', 'Telegram calls https:// only: put a proxy in front.');
  if (isTelegrams && port !== '' && !PORTS.includes(port))
    return fault(
      `TELEGRAM_WEBHOOK_URL has port ${port}`,
      'Telegram calls the ports 443, 80, 88 and 8443 only: put a proxy in front, or leave the port out for 443.',
    );
  const set = info.url ?? '';
  if (set === '')
    return warning('no webhook is set yet', `Copydesk sets it, at ${host}, when it starts; then run this again.`);
  if (set !== wanted)
    return warning(
      hostOf(set) === host
        ? `another webhook is set at ${host}`
        : `the webhook is set at ${hostOf(set)}, not at ${host}`,
      'Copydesk takes it over when it starts. If another program needs it, give Copydesk a bot of its own: @BotFather → /newbot.',
    );
  const where = `at ${host}${info.ip_address === undefined ? '' : ` (${info.ip_address})`}`;
  const { last_error_date: failedAt, last_error_message: failure = 'no reason given' } = info;
  const isRecent = failedAt !== undefined && now - failedAt < RECENT_S;
  const last = failedAt === undefined ? '' : `the last failure was ${onDate(failedAt)}: ${failure}`;
  if (failedAt !== undefined && (isRecent || info.pending_update_count > 0))
    return warning(
      `the webhook is set ${where}, ${waiting(info.pending_update_count)}, and ${last}`,
      'Telegram must reach that address over HTTPS, with a certificate that is valid, and a proxy must pass requests on to TELEGRAM_PORT with their path.',
    );
  return ok(`set ${where}; ${waiting(info.pending_update_count)}${last === '' ? '' : `; ${last}`}`);
}

function waiting(count: number): string {
  return count === 0 ? 'no update waits' : `${count} ${count === 1 ? 'update waits' : 'updates wait'} for Copydesk`;
}

/** The path of ours is a secret, and that of others may be. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'some address';
}

function onDate(seconds: number): string {
  return `on ${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
}
