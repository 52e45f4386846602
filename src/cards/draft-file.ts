import { draftFileStem } from '../document/file-name.ts';
import type { DraftRecord } from '../protocol/draft.ts';

/** Which of the drafts a file is called after. */
type Named = Pick<DraftRecord, 'version' | 'outline'>;

/** What comes behind the stem when it was saved in another format, or is the first or the fifth copy in somebody's folder. */
const BEHIND_STEM = /^(?:[ _]?\(\d{1,3}\)|[ _–—-]{1,3}(?:copy|копия)(?: ?\(?\d{1,3}\)?)?)?\.(?:md|markdown|txt|docx)$/u;

/**
 * The draft of an article under whose name a file comes: as it was handed out, in whatever format it was saved since, also as a copy.
 * Undefined: it is called otherwise, or says something more.
 */
export function draftNamed<D extends Named>(
  name: string,
  { topic, edition }: { readonly topic: string; readonly edition?: number },
  drafts: readonly D[],
): D | undefined {
  const plain = name.normalize('NFC').toLowerCase().trim();
  return drafts.find((draft) => {
    const stem = draftFileStem(topic, draft, edition);
    return plain.startsWith(stem) && BEHIND_STEM.test(plain.slice(stem.length));
  });
}
