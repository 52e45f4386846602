/**
 * Where the words of a quote stand in a page, as the page has them; undefined: nowhere. Spaces, case, kinds of quotation marks and dashes
 * may differ, and the marks of emphasis that a model adds. Linear in the page's length, for a quote of few letters.
 */
export function quoteInPage(quote: string, page: string): string | undefined {
  const place = placeInPage(quote, page);
  return place === undefined ? undefined : page.slice(place.from, place.to);
}

/** @returns UTF-16 units of the page */
export function placeInPage(quote: string, page: string): { readonly from: number; readonly to: number } | undefined {
  return placesIn(page)(quote);
}

/** As {@link placeInPage}, for several quotes of one page, which is read once. */
export function placesIn(page: string): (quote: string) => ReturnType<typeof placeInPage> {
  const { text, places } = foldedWithPlaces(page);
  return (quote) => {
    const sought = foldedWithPlaces(quote.trim())
      .text.trim()
      .replaceAll(/^["'\s]+|["'\s]+$/g, '');
    const at = sought === '' ? -1 : text.indexOf(sought);
    if (at === -1) return undefined;
    return { from: places[at] ?? 0, to: (places[at + sought.length - 1] ?? 0) + 1 };
  };
}

/** A text without what may differ between two copies of the same words, and where each of its units stood. */
function foldedWithPlaces(text: string): { readonly text: string; readonly places: readonly number[] } {
  const units: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = folded(text.charAt(at));
    // Of several spaces the first counts.
    if (unit === '' || (unit === ' ' && units.at(-1) === ' ')) continue;
    for (const one of unit) {
      units.push(one);
      places.push(at);
    }
  }
  return { text: units.join(''), places };
}

function folded(unit: string): string {
  if (/[a-z0-9,.]/.test(unit)) return unit;
  if (/\s/.test(unit)) return ' ';
  if (/[*_`\\]/.test(unit)) return '';
  if (/[“”„«»"]/.test(unit)) return '"';
  if (/[‘’']/.test(unit)) return "'";
  if (/[‐-―−]/.test(unit)) return '-';
  // A lone half of a surrogate pair stays as it is.
  const wide = unit.normalize('NFKC').toLowerCase();
  return wide === '' ? unit : wide;
}
