const MASK = '[redacted]';
/** Shorter values would blot out ordinary words. */
const MIN_SECRET_CHARS = 4;

/** Tokens that are recognised wherever they came from. */
const TOKEN_SHAPES: readonly (readonly [RegExp, string])[] = [
  // Slack bot, user, app, refresh and configuration tokens.
  [/\bx(?:ox[a-z]|app|oxe\.xox[bp])-[\w-]{6,}/g, MASK],
  // OpenAI, LiteLLM, Anthropic, Perplexity, LangSmith.
  [/\b(?:sk|pplx|lsv2)[-_][\w*.-]{6,}/g, MASK],
  // Telegram bot token, also within an API address (`/bot123:AA…`).
  [/\d{6,12}:[\w-]{30,}/g, MASK],
  [/\bBearer +[\w.~+/=-]{4,}/gi, `Bearer ${MASK}`],
  // Base64 of `user:password`, which looks like no word: “Basic Information” is a page of Slack's.
  [/\bBasic +(?=\S*(?:[0-9=+/]|[a-z][A-Z]))[\w+/=-]{4,}/gi, `Basic ${MASK}`],
  // Password of an address: `redis://user:password@host`. One character of the scheme: with all of them, each letter of a long word
  // would be tried as its first.
  [/([a-z0-9+.-]:\/\/[^\s:/@]*:)[^\s/@]+@/gi, `$1${MASK}@`],
];

/** Replaces secrets in a text by `[redacted]`. */
export type Scrub = (text: string) => string;

/**
 * Knows the given secrets, as they are and percent-encoded, and the shapes of well-known tokens.
 * Secrets of fewer than four characters are not looked for.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const known = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret.length >= MIN_SECRET_CHARS)
    // A secret that contains another one has to go first.
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, MASK);
    for (const [shape, mask] of TOKEN_SHAPES) clean = clean.replace(shape, mask);
    return clean;
  };
}
