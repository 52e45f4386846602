/** Scheme, user, host (in brackets: IPv6), port, rest. */
const ADDRESS =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?:[^/?#@]*@)?(?<host>\[[0-9a-f:.]+\]|[^/?#:@]+)(?::(?<port>\d{1,5}))?(?:[/?#]|$)/i;
const MAX_PORT = 65_535;

/** What TDLib takes for the address of a link. A host needs a dot: `localhost` is refused. */
export function isTelegramUrl(link: string): boolean {
  const { scheme = 'http', host, port = '80' } = ADDRESS.exec(link)?.groups ?? {};
  if (/^(?:tg|ton|tonsite)$/i.test(scheme)) return true;
  if (host === undefined || !/^https?$/i.test(scheme) || Number(port) < 1 || Number(port) > MAX_PORT) return false;
  return host.startsWith('[') || (host.includes('.') && !/[\0-\u0020"%<>\\^`{|}]/.test(host));
}
