/** A `# heading` with which a text begins; capture 1 is its words. */
const HEADING = /^\s*#[ \t]+(.*?)[ \t]*#*[ \t]*(?:\r?\n|$)/;

/** The text as it has to be delivered: beginning with its title as `# heading`. One that does already stays as it is, and its heading is the title. */
export function underTitle(title: string, text: string): { readonly title: string; readonly text: string } {
  const heading = titleOf(text);
  return heading === '' ? { title, text: `# ${title}\n\n${text}` } : { title: heading, text };
}

/** Whether a text begins with a `# heading` that has words. */
export function hasTitle(text: string): boolean {
  return titleOf(text) !== '';
}

/** The words of the `# heading` with which a text begins; empty: it begins otherwise. */
export function titleOf(text: string): string {
  return cleanTitle(HEADING.exec(text)?.[1] ?? '');
}

/** The text without the `# heading` with which it begins. */
export function bodyOf(text: string): string {
  return text.replace(HEADING, '').replace(/^(?:[ \t]*\r?\n)+/, '');
}

/** One line without the marks of a heading. */
export function cleanTitle(title: string): string {
  return title
    .replaceAll(/\s+/g, ' ')
    .replace(/^ *#+ +/, '')
    .trim();
}
