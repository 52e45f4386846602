import type { Brief } from '../brief.ts';
import { GROWTH, GROWTH_PER_DRAFT } from './article-plan.ts';
import type { ArticlePlan } from './article-plan.ts';
import { wordCount } from './markdown-document.ts';
import type { MadeWish } from './wishes.ts';

/** How long an article may and should be, in words. */
export interface LengthAim {
  /** Undefined when nobody named a length. */
  readonly target: number | undefined;
  readonly ceiling: number;
}

const MIN_WORDS = 40;
/** How far an article may go over its aim. */
const TOLERANCE = 1.1;

/** What was asked for, changed by every comment about length in turn: `shorter` means shorter than the draft it was said of. */
export function aimOf(brief: Pick<Brief, 'lengthWords'>, plan: ArticlePlan, wishes: readonly MadeWish[]): LengthAim {
  let target = brief.lengthWords;
  for (const { wish, comment } of wishes) {
    if (wish.kind === 'words') target = wish.count;
    if (wish.kind === 'length') {
      const seen = wordsByNature(plan, comment.on);
      target = (wish.factor < 1 ? Math.min(target ?? seen, seen) : Math.max(target ?? seen, seen)) * wish.factor;
    }
  }
  if (target === undefined) return { target, ceiling: Number.POSITIVE_INFINITY };
  target = Math.max(MIN_WORDS, Math.round(target));
  return { target, ceiling: Math.round(target * TOLERANCE) };
}

/** About how long draft `version` is when nobody asks for a length. The request tells the number of a draft, not its text. */
function wordsByNature(plan: ArticlePlan, version: number): number {
  if (version === 1) return wordCount(Object.values(plan.vague).join(' ') + plan.doubtful.claim);
  const parts = GROWTH.slice(0, GROWTH_PER_DRAFT * (Math.max(2, version) - 1));
  return wordCount(
    [
      plan.lead,
      plan.overview,
      plan.doubtful.correction,
      ...parts.flatMap((part) => plan.part(part, 'full').blocks),
    ].join('\n'),
  );
}
