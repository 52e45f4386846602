const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** For a year, on this device, for the server to see: it draws the first of the page. */
export function remember(name: 'copydesk-language' | 'copydesk-theme', value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
