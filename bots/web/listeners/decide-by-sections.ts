import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { type Reply, refused } from '../../../src/chat/reply.ts';
import type { Logger } from '../../../src/lib/logger.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import type { DraftPageStore } from '../../../src/storage/draft-page-store.ts';
import { mergeSections, type SectionConflict } from './merge-sections.ts';
import type { AskedOnce } from './once.ts';
import { Declined, problem, wordsFor } from './problem.ts';
import { readStore } from './read-store.ts';
import type { EditedSection } from './schemas/act-schema.ts';

/** A draft, perhaps at its gate. */
type Subject = DraftRef & { readonly gate?: string | undefined };

/** What a person made of some sections of a draft that they read. */
export interface SectionsEdit {
  readonly articleId: string;
  readonly draft: Subject;
  readonly sections: readonly EditedSection[];
  /** It was sent before, and taken. */
  readonly isRepeated: boolean;
}

export interface DecideBySectionsOptions {
  readonly desk: Pick<ChatDesk, 'status'>;
  readonly drafts: Pick<DraftPageStore, 'text'>;
  readonly decideOn: (subject: Subject, text: string) => Promise<Reply>;
  readonly logger: Logger;
}

/**
 * Makes the edit of a draft, or of the one that is up for decision by now: what others changed in other sections stays as they wanted it.
 * @throws {Declined} with both texts where somebody else changed the same sections.
 */
export async function decideBySections(
  c: AskedOnce,
  { articleId, draft, sections, isRepeated }: SectionsEdit,
  { desk, drafts, decideOn, logger }: DecideBySectionsOptions,
): Promise<Reply> {
  const asked = await desk.status(c.var.caller.actor, articleId);
  // While nobody answers, what is decided is recorded, and what that draft has become is seen later.
  if (asked.kind === 'refused') return asked;
  const decidable = asked.kind === 'status' ? asked.status.decidable : undefined;
  const isCurrent = decidable?.some(({ version, hash }) => version === draft.version && hash === draft.hash) ?? true;
  if (isCurrent || isRepeated) {
    const reply = await decideWith(draft);
    const isOvertaken = reply.kind === 'refused' && reply.refusal.code === 'other-draft-is-current';
    if (isCurrent || !isOvertaken) return reply;
  }
  const [open] = decidable ?? [];
  // Why nothing is up for decision, the desk says best.
  return await decideWith(open ?? draft);

  async function decideWith(subject: Subject): Promise<Reply> {
    const { version, hash } = subject;
    const read = await readStore(logger, 'a draft', drafts.text(articleId, version));
    if (read.kind !== 'read') return read;
    if (read.value === undefined)
      return refused({ code: 'no-such-draft', asked: version, newest: decidable?.[0]?.version ?? 0 });
    const merged = mergeSections(read.value, sections);
    if ('conflicts' in merged) throw changedMeanwhile({ version, hash }, merged.conflicts);
    return await decideOn(subject, merged.text);
  }

  function changedMeanwhile(current: DraftRef, conflicts: readonly SectionConflict[]): Declined {
    const detail = wordsFor(c).web.sectionsChanged(conflicts.length);
    const more = { outcome: 'refused', current, conflicts };
    return new Declined(problem({ status: 409, code: 'sections-changed', detail, more }));
  }
}
