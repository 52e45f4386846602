/** A text that goes with an article, as the settings want it. */
export interface WantedExtra {
  /** `summary`, `seo_title`, `seo_description`, `x`, …; {@link ALT_TEXTS}: one for each image. */
  readonly name: string;
  /** The most, as {@link charsOf} counts. */
  readonly maxChars: number;
}

/** A text that goes with a draft. */
export interface Extra extends WantedExtra {
  /** On one line. */
  readonly text: string;
  /** Address of the image that it describes. Absent: it describes none. */
  readonly image?: string;
  /** Who wrote it, where that was a person. Absent: a model. */
  readonly byName?: string;
}

/** In settings: one for each image of the draft, `alt_1`, `alt_2`, … */
export const ALT_TEXTS = 'alt_texts';

/** Of more images the rest have none. */
export const MOST_ALT_TEXTS = 6;

export const MAX_EXTRA_NAME_CHARS = 30;

/** Code points: nearest to what social networks count. */
export function charsOf(text: string): number {
  return [...text].length;
}
