import type { Parent, PhrasingContent } from 'mdast';

/** What Markdown has no marks for, and HTML in it has: `<u>`, `<sup>`, `<sub>`. */
export interface Styled extends Parent {
  type: 'styled';
  style: 'underline' | 'superscript' | 'subscript';
  children: PhrasingContent[];
}

declare module 'mdast' {
  interface PhrasingContentMap {
    styled: Styled;
  }
  interface RootContentMap {
    styled: Styled;
  }
}

const SUPERSCRIPT = new Map(Object.entries(pairs('0123456789+-−=()niaeoxh', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵉᵒˣʰ')));
const SUBSCRIPT = new Map(Object.entries(pairs('0123456789+-−=()aeoxhklmnpst', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ')));

/** Words raised or lowered where there is nothing but letters to do it with: `x²`, `H₂O`; as they are when a letter is missing. */
export function inScript(text: string, style: Styled['style']): string {
  if (style === 'underline') return text;
  const letters = style === 'superscript' ? SUPERSCRIPT : SUBSCRIPT;
  const raised = [...text].map((character) => letters.get(character));
  return raised.includes(undefined) ? text : raised.join('');
}

function pairs(from: string, to: string): Record<string, string> {
  const targets = [...to];
  return Object.fromEntries([...from].map((character, index) => [character, targets[index] ?? character]));
}
