import type { House } from '../house.ts';

/** `Template: how-to`, with whatever marks a model puts around it. */
export const TEMPLATE_LINE =
  /^[\s>*_#`-]{0,20}template[*_`]{0,3}\s{0,3}:[\s*_`"“<]{0,9}([\w-]{1,40})[^\n]{0,40}(?:\n|$)/i;

/** The plan, and the template that it was made for when the house has one of that name. */
export function readOutline(
  answer: string,
  { templates }: House,
): { readonly outline: string; readonly template?: string } {
  const [line, named = ''] = TEMPLATE_LINE.exec(answer) ?? [];
  if (line === undefined) return { outline: answer };
  const outline = answer.slice(line.length).trim();
  const template = templates.find(({ id }) => id === named.toLowerCase())?.id;
  // A plan of one line is better than none.
  return { outline: outline === '' ? answer : outline, ...(template !== undefined && { template }) };
}
