import type { Publication } from './publisher.ts';

/** Enough of an id to tell articles of the same name apart. */
const ID_CHARS = 6;

/** File names for an article, the first that is free is taken: `how-tides-work.md`, and with the beginning of its id. The same in each edition. */
export function ownNames({ fileName, first }: Pick<Publication, 'fileName' | 'first'>): readonly [string, string] {
  const stem = ownSlug({ fileName });
  return [`${stem}.md`, `${stem}-${first.slice(0, ID_CHARS)}.md`];
}

/** `how-tides-work` */
export function ownSlug({ fileName }: Pick<Publication, 'fileName'>): string {
  return fileName.replace(/\.md$/i, '').replace(/-edition-\d+$/, '');
}
