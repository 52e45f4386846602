/** ISO 32000-1, 14.8.4. */
export type TagType =
  | 'Document'
  | `H${1 | 2 | 3 | 4 | 5 | 6}`
  | 'P'
  | 'BlockQuote'
  | 'Code'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Note';

/** An element of what a PDF says of its own structure. Its children are in the order in which they are read. */
export interface Tag {
  readonly type: TagType;
  readonly children: Tag[];
}

/** Words of a link, which stand in another element. */
export interface LinkTag {
  readonly type: 'Link';
  readonly within: Tag;
  /** What is said of it. */
  readonly says: string;
}

export function openTag(type: TagType, within?: Tag): Tag {
  const tag: Tag = { type, children: [] };
  within?.children.push(tag);
  return tag;
}

declare module 'pdfmake' {
  interface TextNode {
    /** pdfmake hands on what it does not know, to each word. */
    readonly tag?: Tag | LinkTag;
  }
  interface PrintedWord {
    tag?: Tag | LinkTag;
  }
}
