import type { ProposedDraft } from '../gateway/request-store.ts';
import type { EditProposal } from '../protocol/edit-record.ts';
import type { SectionRecord } from '../protocol/section.ts';
import { sha256 } from '../storage/draft-store.ts';

/** A delivered text with its sections. */
export interface SectionedText {
  readonly text: string;
  readonly sections: readonly SectionRecord[];
}

/**
 * The text with one sentence as it was proposed, and every other byte as it was. Undefined when the sentence does not stand there exactly
 * once: nobody could tell which one was meant.
 */
export function takeOver(
  { text, sections }: SectionedText,
  { approved, wanted }: EditProposal,
): Omit<ProposedDraft, 'authorName'> | undefined {
  const at = approved === '' || wanted === '' ? -1 : text.indexOf(approved);
  if (at === -1 || text.indexOf(approved, at + 1) !== -1) return undefined;
  const end = at + approved.length;
  const changed = `${text.slice(0, at)}${wanted}${text.slice(end)}`;
  const records: SectionRecord[] = [];
  let start = 0;
  for (const section of sections) {
    const next = start + section.chars;
    const isHere = at >= start && end <= next;
    const own = isHere ? changed.slice(start, next + wanted.length - approved.length) : '';
    records.push(isHere ? rewritten(section, own, at - start) : { ...section, approved: true });
    start = next;
  }
  // A sentence that goes over the end of a section is none.
  if (records.reduce((sum, { chars }) => sum + chars, 0) !== changed.length) return undefined;
  return { text: changed, sha256: sha256(changed), sections: records };
}

function rewritten({ approved: _, ...section }: SectionRecord, text: string, at: number): SectionRecord {
  const [line = ''] = text.trimStart().split('\n', 1);
  const isHeading = section.heading !== '' && at <= text.indexOf(line) + line.length;
  const heading = isHeading ? line.replace(/^#{1,6}[ \t]+/, '').trim() : section.heading;
  return { ...section, heading, chars: text.length, hash: sha256(text), author: 'agent' };
}
