import { ALT_TEXTS, type Extra, MOST_ALT_TEXTS, type WantedExtra } from '../../../protocol/extras.ts';
import { maskCode } from '../../model/reading/mask-code.ts';

/** One that is to be written. `alt`: what its image is called now. */
export type OrderedExtra = Omit<Extra, 'text' | 'byName'> & { readonly alt?: string };

const IMAGE = /!\[([^\]\n]{0,300})\]\(\s{0,9}<?([^)>\s]{1,2000})/g;

/** What is wanted of a draft in particular: of alternative texts one for each image that it has. */
export function wantedFor(wanted: readonly WantedExtra[], draft: string): readonly OrderedExtra[] {
  return wanted.flatMap(({ name, maxChars }) =>
    name !== ALT_TEXTS
      ? [{ name, maxChars }]
      : imagesIn(draft).map(({ alt, address }, at) => ({ name: `alt_${at + 1}`, maxChars, image: address, alt })),
  );
}

/** Each address once. */
function imagesIn(draft: string): readonly { readonly alt: string; readonly address: string }[] {
  const images = new Map<string, string>();
  for (const [, alt = '', address = ''] of maskCode(draft).matchAll(IMAGE))
    if (!images.has(address)) images.set(address, alt);
  return [...images].slice(0, MOST_ALT_TEXTS).map(([address, alt]) => ({ address, alt }));
}
