import type { LedgerAnswer, LedgerItem } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import { quoteIsIn } from '../../comparable.ts';
import type { ChatModel } from '../../model/chat-model.ts';
import { runOf, type NodeRuntime } from '../../run-graph.ts';
import { assemble, type SectionChanges, withIds } from '../revision/assemble.ts';
import type { Order } from '../revision/orders.ts';
import { additionsOf, type RevisionPlan } from '../revision/plan-format.ts';
import { citationRules } from '../cited-article.ts';
import { reviseTurns } from '../revision/prompts.ts';
import {
  askedSections,
  type OrderAnswer,
  revisionFormat,
  sectionLevel,
  sectionsSoFar,
} from '../revision/revision-format.ts';
import type { Told } from '../../settings.ts';
import type { WriterState } from '../state.ts';

/** Writes the sections anew that orders name, and none else; what the draft made of each comment and suggestion is seen from its text. */
export function createRevise(model: ChatModel, told: Told) {
  return async (state: WriterState, runtime: NodeRuntime): Promise<Pick<WriterState, 'revision'>> => {
    const { request, draft = [], open = [], kept = [], critique, setbacks, factReports, evidence, original } = state;
    const plan = state.plan ?? { changes: [], superseded: [] };
    const { orders, changes, removedFor } = toChanges(draft, state.orders ?? [], plan);
    const written = orders.filter(({ sections }) => sections.length > 0);
    const isFixed = (id: string): boolean =>
      state.keepHeadings === true && !written.some(({ kind, sections }) => kind === 'comment' && sections.includes(id));
    const asked = askedSections(draft, changes.rewritten, changes.added).map((section) => ({
      ...section,
      isFixed: isFixed(section.id),
    }));
    const gone = new Set(plan.superseded.map(({ item }) => item));
    const isHere = ({ kind, sections = [] }: LedgerItem): boolean =>
      kind === 'comment' || sections.some((id) => changes.rewritten.includes(id));
    const holding = kept.filter((item) => !gone.has(item.id) && isHere(item));
    const theirs = [...open, ...kept, ...draft, ...(original?.sections ?? [])].map(({ text }) => text);
    const scope = {
      asked,
      level: sectionLevel(draft),
      orders: written,
      kept: holding,
      language: request.language,
      originals: new Map(original?.sections.map(({ id, text }) => [id, text])),
      citations: citationRules({ request, theirs, factReports, evidence }),
    };
    const { texts, answers, superseded } =
      asked.length === 0
        ? { texts: [], answers: [], superseded: [] }
        : await model.ask(
            {
              purpose: 'writer.revise',
              turns: reviseTurns(told, { request, draft, orders: written, kept: holding }, changes, {
                critique,
                setbacks,
                evidence,
                original,
              }),
              format: revisionFormat(scope),
              isWatched: true,
              textIn: sectionsSoFar,
            },
            runOf(runtime),
          );
    const next = assemble(draft, changes, new Map(texts.map(({ id, text }) => [id, text])));
    return {
      revision: {
        draft: next,
        answers: orders
          .filter(({ item }) => !superseded.some((one) => one.item === item?.id))
          .flatMap((order) => answerTo(order, answers, next, removedFor) ?? []),
        superseded: [...plan.superseded, ...superseded],
      },
    };
  };
}

/** Where each order is done, and what becomes of which section. */
function toChanges(
  draft: readonly Section[],
  placed: readonly Order[],
  plan: RevisionPlan,
): {
  readonly orders: readonly Order[];
  readonly changes: SectionChanges;
  /** Ids of the orders for which a section went. */
  readonly removedFor: ReadonlySet<string>;
} {
  const gone = new Set(plan.superseded.map(({ item }) => item));
  const holding = placed.filter(({ item }) => item === undefined || !gone.has(item.id));
  const additions = additionsOf(plan);
  const added = withIds(draft, additions);
  const orders = holding.map((order): Order => {
    const own = plan.changes.filter((change) => change.order === order.id && change.action !== 'remove');
    if (order.sections.length > 0 || own.length === 0) return order;
    const places = own.flatMap(({ action, section, heading = '' }) =>
      action === 'rewrite'
        ? [section]
        : added.filter((one) => one.heading.toLowerCase() === heading.toLowerCase()).map(({ id }) => id),
    );
    const notes = own.map(({ what }) => what.trim()).filter((what) => what !== '');
    const text = notes.length === 0 ? order.text : `${order.text}\n— ${notes.join(' ')}`;
    return { ...order, text, sections: [...new Set(places)] };
  });
  const unplaced = new Set(holding.filter(({ sections }) => sections.length === 0).map(({ id }) => id));
  const removals = plan.changes.filter(({ action, order }) => action === 'remove' && unplaced.has(order));
  const removed = removals.map(({ section }) => section);
  const named = new Set(orders.flatMap(({ sections }) => sections));
  const isWanted = ({ id }: { readonly id: string }): boolean => named.has(id) && !removed.includes(id);
  return {
    orders,
    removedFor: new Set(removals.map(({ order }) => order)),
    changes: {
      rewritten: draft.filter(isWanted).map(({ id }) => id),
      added: added.filter(({ id }) => named.has(id)).map(({ id, heading, after }) => ({ id, heading, after })),
      removed,
    },
  };
}

/** What became of a comment or suggestion: done only where words of the draft show it, or where it was a section that went. */
function answerTo(
  { id, item, sections }: Order,
  answers: readonly OrderAnswer[],
  draft: readonly Section[],
  removedFor: ReadonlySet<string>,
): LedgerAnswer | undefined {
  if (item === undefined) return undefined;
  const said = answers.find(({ order }) => order === id);
  if (said === undefined && sections.length === 0 && removedFor.has(id)) return { item: item.id, done: true };
  const quote = said?.quote?.trim() ?? '';
  const where = said?.done === true ? draft.find(({ text }) => quoteIsIn(quote, text)) : undefined;
  if (where !== undefined) return { item: item.id, done: true, section: where.id, quote };
  const why = said?.why?.trim() ?? '';
  return { item: item.id, done: false, ...(why !== '' && said?.done !== true && { why }) };
}
