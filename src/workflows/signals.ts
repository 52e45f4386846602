import type { Control, Decision } from '../protocol/decision.ts';
import { OPERATOR_SIGNALS } from '../protocol/names.ts';

/** Signals may be sent by hand: what is not a decision must not stop the article. */
export function isDecision(decision: Partial<Decision> | undefined): boolean {
  return (
    typeof decision?.id === 'string' &&
    typeof decision.draft?.version === 'number' &&
    typeof decision.by?.userId === 'string'
  );
}

export function isControl(control: Partial<Control> | undefined): boolean {
  if (typeof control?.id !== 'string' || typeof control.by?.userId !== 'string') return false;
  return control.kind === 'move'
    ? typeof control.thread?.platform === 'string' && typeof control.thread.channel === 'string'
    : OPERATOR_SIGNALS.some((kind) => kind === control.kind);
}
