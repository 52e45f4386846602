import { comparable } from '../comparable.ts';

/** As {@link comparable}, and with the ligatures and wide letters of pages and PDFs as plain ones. Never for what must not change: `10²` becomes `102`. */
export function comparableQuote(text: string): string {
  return comparable(text.normalize('NFKC'));
}
