import { factsFault } from '../facts-guard.ts';
import { underTitle } from '../heading.ts';
import type { EditorState } from '../state.ts';

/** Lets an edit pass that left every number, quotation and address of the draft as it was. */
export function checkFacts({ draft, edited }: EditorState): Pick<EditorState, 'fault' | 'result'> {
  if (edited === undefined) throw new Error('The editor graph checks facts before there is an edit.');
  const fault = factsFault(draft, edited);
  if (fault !== undefined) return { fault, result: undefined };
  return { fault, result: { summary: edited.summary, ...underTitle(edited.title, edited.text) } };
}
