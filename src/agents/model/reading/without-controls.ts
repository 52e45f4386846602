import { toStorable } from '../../../lib/storable.ts';

/** Control characters that no article needs (Unicode: Cc); tab and line feed stay. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/** A text as people wrote it and databases keep it: line feeds alone, no control characters, no half surrogates. */
export function withoutControls(text: string): string {
  return toStorable(text.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, ''));
}
