/** A Markdown article, cut at its headings; blocks keep their Markdown to the letter. */
export interface MarkdownDocument {
  /** Text of the `# heading` at the top. */
  readonly title: string | undefined;
  /** The first has no heading when text stands before the first one. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string | undefined;
  /** 2 for `##`. */
  readonly level: number;
  readonly blocks: readonly string[];
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/;

export function parseMarkdown(text: string): MarkdownDocument {
  let title: string | undefined;
  const sections: { heading: string | undefined; level: number; blocks: string[] }[] = [
    { heading: undefined, level: 2, blocks: [] },
  ];
  for (const block of blocksOf(text)) {
    const heading = HEADING.exec(block);
    const current = sections.at(-1);
    if (heading === null) current?.blocks.push(block);
    else if (heading[1] === '#' && title === undefined && sections.length === 1 && current?.blocks.length === 0)
      title = heading[2] ?? '';
    else sections.push({ heading: heading[2] ?? '', level: (heading[1] ?? '##').length, blocks: [] });
  }
  return { title, sections: sections.filter((section) => section.heading !== undefined || section.blocks.length > 0) };
}

export function printMarkdown(document: MarkdownDocument): string {
  const blocks = document.sections.flatMap((section) => [
    ...(section.heading === undefined ? [] : [`${'#'.repeat(section.level)} ${section.heading}`]),
    ...section.blocks,
  ]);
  return `${[...(document.title === undefined ? [] : [`# ${document.title}`]), ...blocks].join('\n\n')}\n`;
}

/** Paragraphs, lists, tables, fences and headings, one each. */
function blocksOf(text: string): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | undefined;
  const close = (): void => {
    const block = lines.join('\n').trimEnd();
    if (block.trim() !== '') blocks.push(block);
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      lines.push(line);
      if (mark !== undefined && mark.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
      lines.push(line);
    } else if (line.trim() === '') close();
    else if (HEADING.test(line)) {
      close();
      lines.push(line);
      close();
    } else lines.push(line);
  }
  close();
  return blocks;
}

export function isList(block: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s/.test(block);
}

export function isTable(block: string): boolean {
  return /^\s*\|.*\|\s*\n\s*\|?[\s:|-]+\|?\s*(?:\n|$)/.test(block);
}

/** Running text: no list, table, fence, quotation or rule. */
export function isProse(block: string): boolean {
  return !isList(block) && !isTable(block) && !/^\s*(?:```|~~~|>|---|\*\*\*\s*$|\|)/.test(block);
}

export function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:[-’'.,:][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Sentences of running text, without the space behind them. */
export function sentencesOf(prose: string): readonly string[] {
  return [...SEGMENTER.segment(prose.replace(/\s+/g, ' '))]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '');
}

/** For comparing: lower case, letters and digits only. */
export function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
