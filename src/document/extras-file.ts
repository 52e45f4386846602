import type { Extra } from '../protocol/extras.ts';

/** What goes with an article, as Markdown: each text below its name, to the letter. Of an image with its address. */
export function extrasMarkdown(extras: readonly Extra[]): string {
  return extras
    .map(({ name, text, image }) => `## ${name}\n\n${text}\n${image === undefined ? '' : `\n<${image}>\n`}`)
    .join('\n');
}

/** `how-tides-work.extras.md` beside `how-tides-work.md`. */
export function extrasFileName(fileName: string): string {
  return `${fileName.replace(/\.md$/i, '')}.extras.md`;
}
