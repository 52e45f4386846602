import type { Stage, Step } from './article.ts';
import type { Assigned, InCharge } from './assignment.ts';
import type { BudgetStop } from './budget.ts';
import type { DecidableSubject, FailureRecord, Outage, StopReason } from './desk-state.ts';
import type { Following } from './following.ts';

/**
 * How an article stands: the row from which status cards, buttons and lists are shown. Written whole; the highest revision wins, so that
 * whoever shows it sees the newest and never what lies between.
 */
export interface ArticleState {
  /** Rises with every change. */
  readonly revision: number;
  readonly stage: Stage;
  readonly step?: Step;
  /** The name of the piece of work that is done in the step: what another one says of itself comes late. */
  readonly work?: string;
  readonly iteration: number;
  /** One per criticised draft, in order. */
  readonly scores: readonly number[];
  readonly stopReason?: StopReason;
  /** What people may decide on now and where its buttons are: on the card of that gate, or, without one, of that draft. */
  readonly open?: DecidableSubject;
  /** People choose how to go on; `seq` of the feed entry that asks them. Absent seq: no thread can be told. */
  readonly failure?: FailureRecord & { readonly seq?: number };
  /** A budget is spent: people choose how to go on. */
  readonly budget?: BudgetStop;
  /** The step is tried again by itself. */
  readonly outage?: Outage;
  /** ISO 8601: since when people are waited for at the open gate. */
  readonly waitingSince?: string;
  /** ISO 8601: when others were told of it. */
  readonly escalatedAt?: string;
  /** It is paused because nobody has decided for too long. */
  readonly isParked?: true;
  /** Version that was approved. */
  readonly approved?: number;
  /** Who has stepped in. Absent: nobody. */
  readonly inCharge?: InCharge;
  /** Who was asked to decide. Absent: nobody in particular. */
  readonly assigned?: Assigned;
  /** Where it is shown, too. Absent: nowhere. */
  readonly followings?: readonly Following[];
  /** Id of the latest decision that counted. */
  readonly lastDecision?: string;
}
