import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { ordersOf } from '../revision/orders.ts';
import { planFormat, type RevisionPlan } from '../revision/plan-format.ts';
import { planTurns } from '../revision/prompts.ts';
import type { Told } from '../../settings.ts';
import type { WriterState } from '../state.ts';

const NOTHING: RevisionPlan = { changes: [], superseded: [] };

/**
 * Says what is revised where. The model is asked only when something names no section; whether a comment contradicts an earlier one is
 * judged then, or else by the writer, who sees them all as well.
 */
export function createPlan(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'orders' | 'plan'>> => {
    const { request, draft = [], open = [], keepHeadings } = state;
    const kept = (state.kept ?? []).filter(isComment);
    const { orders, locked } = ordersOf({ ...state, draft, open });
    const isAllLocked = draft.every(({ id }) => locked.has(id));
    // What people wrote is not mended for a critic.
    const unplaced = orders.filter((order) => order.sections.length === 0 && (!isAllLocked || isComment(order)));
    if (unplaced.length === 0) return { orders, plan: NOTHING };
    // Where people wrote all of it, a comment on the whole is about what they wrote.
    const fixed = isAllLocked && unplaced.length > 0 ? new Set<string>() : locked;
    const asked = orders.filter((order) => unplaced.includes(order) || isComment(order));
    const material = { request, draft, orders: asked, kept };
    const plan = await model.ask(
      {
        purpose: 'writer.plan',
        turns: planTurns(told, material, fixed),
        format: planFormat({ ...material, fixed, keepHeadings }),
      },
      runOf(runtime),
    );
    return { orders, plan };
  };
}

function isComment({ kind }: { readonly kind: string }): boolean {
  return kind === 'comment';
}
