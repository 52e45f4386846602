/** Word does not open a document with a longer one. */
const MAX_TARGET_CHARS = 2000;

/** An address as a link of a document may lead to it: of the web or of a mailbox, well-formed; undefined for every other. */
export function linkTarget(url: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(url)) return undefined;
  const href = URL.parse(url)?.href;
  return href !== undefined && href.length <= MAX_TARGET_CHARS ? href : undefined;
}
