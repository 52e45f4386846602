/** HTML that is ready; whatever else `html` is given is escaped. */
export interface Markup {
  readonly markup: string;
}

export type Piece = Markup | string | number | undefined | readonly Piece[];

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: strings.map((text, index) => text + toMarkup(pieces[index])).join('') };
}

function toMarkup(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string' || typeof piece === 'number')
    return String(piece)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
  return 'markup' in piece ? piece.markup : piece.map(toMarkup).join('');
}
