import { parsePartialJson } from '@langchain/core/output_parsers';
import { cleanJson } from './clean-answer.ts';

/** What an answer holds that has no end, or none yet; undefined: nothing that can be read. */
export function partialJson(answer: string): unknown {
  try {
    return parsePartialJson(cleanJson(answer).text);
  } catch {
    return undefined;
  }
}
