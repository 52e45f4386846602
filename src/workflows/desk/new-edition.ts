import type { ApprovalRules } from '../../protocol/approvers.ts';
import type { DeskState } from '../../protocol/desk-state.ts';
import type { DraftRecord } from '../../protocol/draft.ts';
import type { Revision } from '../../protocol/revision.ts';
import { withDecision, withGate } from './gate.ts';

/** Where the desk of a new edition begins: with the text that was delivered, and with what is to be otherwise. */
export function newEdition(empty: DeskState, { draft, research, asked }: Revision, rules: ApprovalRules): DeskState {
  const delivered: DraftRecord = { ...draft, version: 1 };
  const begun: DeskState = { ...empty, drafts: [delivered], ...(research !== undefined && { research }) };
  switch (asked.kind) {
    case 'comment':
      return withDecision(begun, asked.decision, asked.at, rules);
    case 'proposal': {
      const proposed: DraftRecord = { ...asked.draft, version: 2, author: 'agent' };
      return withGate({ ...begun, drafts: [delivered, proposed], roundFrom: 2 }, proposed, 'proposal');
    }
    default:
      return asked satisfies never;
  }
}
