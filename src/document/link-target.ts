/** Word does not open a document with a longer one. */
const MAX_TARGET_CHARS = 2000;

/**
 * An address as a link of a document may lead to it: of the web or of a mailbox, well-formed, and with no name before its host that could
 * be taken for it; undefined for every other.
 */
export function linkTarget(url: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(url)) return undefined;
  const target = URL.parse(url);
  if (target === null || target.username !== '' || target.password !== '') return undefined;
  return target.href.length <= MAX_TARGET_CHARS ? target.href : undefined;
}
