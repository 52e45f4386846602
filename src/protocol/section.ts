/** A piece of a draft. The texts of all sections, one behind the other, are the draft's text to the byte. */
export interface Section {
  /** `s1`, `s2`, …: the same in every draft of an article that has the section; the number says nothing of its place. */
  readonly id: string;
  /** As it is written, without its marks. Empty: it has none. */
  readonly heading: string;
  /** Markdown, with its heading and the empty lines at its end. */
  readonly text: string;
  /** SHA-256 of `text`, 64 hex digits. */
  readonly hash: string;
  /** Who wrote it, or changed it last. */
  readonly author: 'agent' | 'person';
  /** As it was delivered: only a comment that names it changes it. */
  readonly approved?: true;
}

/** A section as it lies with its draft: where its text ends follows from the sections before it. */
export interface SectionRecord extends Omit<Section, 'text'> {
  /** UTF-16 code units of its text. */
  readonly chars: number;
}
