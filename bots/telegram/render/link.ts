import type { MessageRef } from '../../../src/delivery/messenger.ts';

/**
 * The address of a link as Telegram takes it: an address it finds wrong has the whole message refused, and one of its own
 * (`tg://user?id=1`) would notify a person. Undefined for what stays text.
 */
export function toHref(address: string): string | undefined {
  const trimmed = address.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  const isPlain = url.username === '' && url.password === '' && HOST.test(url.hostname);
  // Telegram: at most 2,048 characters in the address of a link.
  return isPlain && url.href.length <= MAX_URL_CHARS ? url.href : undefined;
}

const MAX_URL_CHARS = 2048;
/** A name with a dot and a top level of letters (`localhost` is refused), or an IPv4 address. International names are in ASCII by now. */
const HOST =
  /^(?:(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]{2,})|\d{1,3}(?:\.\d{1,3}){3})$/;

/** Only messages of supergroups have an address; their number begins with -100, which the address leaves out. */
export function messageLink(ref: MessageRef | undefined): string | undefined {
  const group = /^-100(\d+)$/.exec(String(ref?.['chat'] ?? ''))?.[1];
  const message = ref?.['message'];
  return group === undefined || message === undefined ? undefined : `https://t.me/c/${group}/${String(message)}`;
}
