/** A Markdown article, cut at its headings; blocks keep their Markdown to the letter. */
export interface MarkdownDocument {
  /** Text of the `# heading` at the top. */
  readonly title: string | undefined;
  readonly sections: readonly Section[];
}

export interface Section {
  /** Undefined for what stands before the first heading. */
  readonly heading: string | undefined;
  /** 2 for `##`. */
  readonly level: number;
  readonly blocks: readonly string[];
}

/** A fence with all in it, a heading, or lines up to an empty one. */
const BLOCK =
  /^ *(```+|~~~+)[^]*?(?:^ *\1.*$|$(?![^]))|^#{1,6} .*$|(?:^(?!#{1,6} | *(?:```|~~~)).*\S.*(?:\n|$(?![^])))+/gm;
/** The closing line in which the practice model names itself, in any language: no text of the article. */
export const SELF_NAMING = /^\s*[*_]+[^\n]*(?:Copydesk[’']s practice model|учебная модель Copydesk)[^\n]*[*_]+\s*$/i;

export function parseMarkdown(text: string): MarkdownDocument {
  let title: string | undefined;
  const sections: { heading: string | undefined; level: number; blocks: string[] }[] = [
    { heading: undefined, level: 2, blocks: [] },
  ];
  for (const [found] of text.replace(/\r\n?/g, '\n').matchAll(BLOCK)) {
    const block = found.trimEnd();
    const [, marks = '', heading = ''] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(block) ?? [];
    const last = sections.at(-1);
    if (SELF_NAMING.test(block)) continue;
    if (marks === '') last?.blocks.push(block);
    else if (marks === '#' && title === undefined && sections.length === 1 && last?.blocks.length === 0)
      title = heading;
    else sections.push({ heading, level: marks.length, blocks: [] });
  }
  return { title, sections: sections.filter((section) => section.heading !== undefined || section.blocks.length > 0) };
}

export function printMarkdown({ title, sections }: MarkdownDocument): string {
  const blocks = sections.flatMap(({ heading, level, blocks: own }) =>
    heading === undefined ? own : [`${'#'.repeat(level)} ${heading}`, ...own],
  );
  return `${[...(title === undefined ? [] : [`# ${title}`]), ...blocks].join('\n\n')}\n`;
}

/** The document with every block changed; a block that becomes empty goes, and so does a section that loses all it had. */
export function mapBlocks(document: MarkdownDocument, change: (block: string) => string): MarkdownDocument {
  const sections = document.sections.flatMap((section) => {
    const blocks = section.blocks.map(change).filter((block) => block.trim() !== '');
    return blocks.length === 0 && section.blocks.length > 0 ? [] : [{ ...section, blocks }];
  });
  return { ...document, sections };
}

export function isList(block: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s/.test(block);
}

export function isTable(block: string): boolean {
  return /^\s*\|.*\|\s*\n\s*\|?[\s:|-]+\|?\s*(?:\n|$)/.test(block);
}

/** Running text: no list, table, fence, quotation or rule. */
export function isProse(block: string): boolean {
  return !isList(block) && !/^\s*(?:```|~~~|>|---|\*\*\*\s*$|\|)/.test(block);
}

export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:[-’'.,:][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** Words of the text, without headings. */
export function wordsOf(document: MarkdownDocument): number {
  return wordCount(document.sections.flatMap(({ blocks }) => blocks).join('\n'));
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

export function sentencesOf(prose: string): readonly string[] {
  const sentences = [...SEGMENTER.segment(prose.replace(/\s+/g, ' '))].map(({ segment }) => segment.trim());
  return sentences.filter((sentence) => sentence !== '');
}

/** For comparing: lower case, letters and digits only. */
export function normalised(text: string): string {
  const plain = text.toLowerCase().replace(/ё/g, 'е');
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** Whether `text` names `item`, in whatever ending: Russian declines it. */
export function mentions(text: string, item: string): boolean {
  const [flat, flatItem] = [normalised(text), normalised(item)];
  const stem = (word: string): string => (word.length > 3 ? word.slice(0, Math.max(4, word.length - 2)) : word);
  const isNamed = /[а-я]/.test(flatItem) && flatItem.split(' ').every((word) => flat.includes(stem(word)));
  return flatItem !== '' && (flat.includes(flatItem) || isNamed);
}
