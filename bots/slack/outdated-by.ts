import { isOver } from '../../src/protocol/article.ts';
import type { Refusal } from '../../src/protocol/decision.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import type { DraftRef } from '../../src/protocol/draft.ts';

/** Why a decision about the draft would not count, as far as its article's status tells. */
export function outdatedBy(status: ArticleStatus, draft: DraftRef): Refusal | undefined {
  const { stage, lastDecision, current, decidable } = status;
  if (decidable.some(({ version, hash }) => version === draft.version && hash === draft.hash)) return undefined;
  if (lastDecision?.version === draft.version) {
    const { kind, byName, at } = lastDecision;
    return { code: 'already-decided', decision: kind, byName, at };
  }
  if (isOver(stage) || stage === 'finishing') return { code: 'article-over', stage };
  if (current === undefined) return { code: 'no-draft-yet' };
  return current.version === draft.version
    ? undefined
    : { code: 'other-draft-is-current', asked: draft.version, current: current.version };
}
