/**
 * Whether the words of a link look like an address that it does not lead to: of another host, or, where they are an address whole, of
 * another page. @param href an absolute address
 */
export function isMisleading(words: string, href: string): boolean {
  const truth = hostOf(href);
  const shown = words
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase();
  if (hostsIn(shown).some((host) => hostOf(`http://${host}`) !== truth)) return true;
  return /^[a-z][a-z0-9+.-]*:\/\//.test(shown.trim()) && URL.parse(words.trim())?.href !== URL.parse(href)?.href;
}

/** What a reader would take for one: labels with dots between them, the last not only digits, or all of them. */
function hostsIn(text: string): readonly string[] {
  const runs = (text.match(/[\p{L}\p{N}_.-]+/gu) ?? []).flatMap((run) => run.split(/\.{2,}/));
  return runs
    .map((run) => run.replace(/^\./, '').replace(/\.$/, ''))
    .filter((run) => /\.[^.]*\p{L}[^.]/u.test(run) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(run));
}

function hostOf(address: string): string {
  const host = address.startsWith('mailto:') ? address.slice(address.indexOf('@') + 1) : URL.parse(address)?.hostname;
  return (host ?? address).toLowerCase().replace(/^www\./, '');
}
