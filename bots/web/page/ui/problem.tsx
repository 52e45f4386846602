import type { ComponentChildren } from 'preact';
import type { Problem } from '../core/api.ts';
import { say } from '../core/words.ts';

const GONE = 410;

/** What could not be shown, in place of it. */
export function ProblemNote({
  problem,
  onRetry,
  children,
}: {
  readonly problem: Pick<Problem, 'detail'> & Partial<Pick<Problem, 'status'>>;
  readonly onRetry?: () => void;
  /** What else can be done. */
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="problem" role="alert">
      <p>{problem.detail}</p>
      {/* What is gone does not come back. */}
      {onRetry !== undefined && problem.status !== GONE && (
        <button type="button" class="button" onClick={onRetry}>
          {say().page.tryAgain}
        </button>
      )}
      {children}
    </div>
  );
}
