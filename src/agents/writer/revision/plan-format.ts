import { z } from 'zod';
import type { LedgerItem, Supersession } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import { type AnswerFormat, faulty, jsonAnswer } from '../../model/answer-format.ts';
import type { AnswerFault } from '../../model/reading/article-faults.ts';
import type { AddedSection } from './assemble.ts';
import type { Order } from './orders.ts';
import { supersededShape, supersessions } from './superseded.ts';

/** What is done in one section because of one order. */
export interface PlannedChange {
  /** Id of the order. */
  readonly order: string;
  readonly action: 'rewrite' | 'add' | 'remove';
  readonly section: string;
  /** Of a section that is added. */
  readonly heading?: string;
  readonly what: string;
}

export interface RevisionPlan {
  readonly changes: readonly PlannedChange[];
  readonly superseded: readonly Supersession[];
}

const shape = z.object({
  changes: z.array(
    z.object({
      order: z.string().describe('Id of the order'),
      action: z.enum(['rewrite', 'add', 'remove']),
      section: z.string().describe('Id of the section; with add, of the one behind which the new one stands'),
      heading: z.string().nullable().describe('With add: the heading of the new section, without its marks'),
      what: z.string().describe('What is done there, in a sentence'),
    }),
  ),
  superseded: supersededShape.nullable(),
});
type Change = z.output<typeof shape>['changes'][number];

/** More new sections than that at once are another article. */
const MAX_ADDED = 6;
const MAX_HEADING_CHARS = 200;

export interface PlanScope {
  readonly draft: readonly Section[];
  readonly orders: readonly Order[];
  readonly kept: readonly LedgerItem[];
  /** Ids of the sections that are not to be touched. */
  readonly fixed: ReadonlySet<string>;
  /** People have approved the headings: only for a comment of theirs there is another one. */
  readonly keepHeadings?: boolean | undefined;
}

/** A plan that names sections and orders that are there, and an answer for every comment; what it invents counts for nothing. */
export function planFormat({
  draft,
  orders,
  kept,
  fixed,
  keepHeadings = false,
}: PlanScope): AnswerFormat<RevisionPlan> {
  const offered = new Set(draft.map(({ id }) => id).filter((id) => !fixed.has(id)));
  const opening = draft[0]?.id;
  const byId = new Map(orders.map((order) => [order.id, order]));
  const faultOf = ({ order, action, section, heading }: Change): AnswerFault | undefined => {
    const known = byId.get(order);
    if (known === undefined)
      return { code: 'unknown-order', words: 'A change names an order that is not in <orders>.' };
    const isThere = action === 'add' ? draft.some(({ id }) => id === section) : offered.has(section);
    if (!isThere)
      return { code: 'unknown-section', words: 'A change names a section that is not in <overview>, or is fixed.' };
    if (action === 'remove' && (known.kind !== 'comment' || section === opening))
      return {
        code: 'not-to-remove',
        words: 'Only for a comment by a person a section is removed, and never the first.',
      };
    if (action === 'add' && keepHeadings && known.kind !== 'comment')
      return {
        code: 'not-to-add',
        words: 'People have approved the headings: only for a comment of theirs one is added.',
      };
    const isNamed = heading !== null && heading.trim() !== '' && heading.length <= MAX_HEADING_CHARS;
    return action === 'add' && !isNamed ? { code: 'no-heading', words: 'A new section needs its heading.' } : undefined;
  };

  return jsonAnswer('plan', shape, (answer) => {
    const faults = answer.changes.flatMap((change) => faultOf(change) ?? []);
    let additions = 0;
    const changes = answer.changes
      .filter((change) => faultOf(change) === undefined)
      .filter(({ action }) => action !== 'add' || (additions += 1) <= MAX_ADDED)
      .map(
        ({ heading, ...change }): PlannedChange => ({
          ...change,
          ...(change.action === 'add' && heading !== null && { heading: oneLine(heading) }),
        }),
      );
    const superseded = supersessions(answer.superseded ?? [], orders, kept);
    const gone = new Set(superseded.map(({ item }) => item));
    const isPlanned = ({ id, sections, item }: Order): boolean =>
      sections.length > 0 || changes.some(({ order }) => order === id) || (item !== undefined && gone.has(item.id));
    const forgotten = orders.filter((order) => order.kind === 'comment' && !isPlanned(order));
    const missing = forgotten.map(
      ({ id }): AnswerFault => ({ code: 'unplanned', words: `Nothing is planned for the comment ${id}.` }),
    );
    const plan = { changes, superseded };
    const wrong = [...faults, ...missing];
    return wrong.length === 0 ? { ok: true, value: plan } : { ...faulty(wrong), makeshift: plan };
  });
}

/** The new sections of a plan, without those that are planned twice. */
export function additionsOf({
  changes,
}: RevisionPlan): readonly (Omit<AddedSection, 'id'> & { readonly change: PlannedChange })[] {
  const seen = new Set<string>();
  return changes.flatMap((change) => {
    const { action, section, heading = '' } = change;
    if (action !== 'add' || seen.has(heading.toLowerCase())) return [];
    seen.add(heading.toLowerCase());
    return [{ heading, after: section, change }];
  });
}

function oneLine(heading: string): string {
  return heading
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s#]+/, '')
    .trim();
}
