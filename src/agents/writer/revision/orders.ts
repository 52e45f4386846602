import type { Critique } from '../../../protocol/critique.ts';
import type { JudgedSentence } from '../../../protocol/evidence.ts';
import type { FactReport } from '../../../protocol/fact-report.ts';
import type { LedgerItem } from '../../../protocol/ledger.ts';
import type { Section } from '../../../protocol/section.ts';
import type { WriterEvidence } from '../../agent.ts';
import { comparable } from '../../comparable.ts';
import { differenceWords } from '../../translation/placed-differences.ts';
import { namedSections } from './named-sections.ts';

/** One thing that a revision has to do. */
export interface Order {
  /** Short, for the prompt: `c1`, `w2`. */
  readonly id: string;
  readonly kind: 'comment' | 'suggestion' | 'weakness' | 'claim';
  readonly text: string;
  /** Of comments and suggestions. */
  readonly item?: LedgerItem;
  /** Of claims: `contradicted` or `not-found`; `partly` or `not`, as far as the notes say it that are cited. */
  readonly verdict?: string;
  /** Ids of the sections in which it is done; empty: that has to be planned. */
  readonly sections: readonly string[];
}

export interface Revisable {
  readonly draft: readonly Section[];
  readonly critique?: Critique | undefined;
  readonly factReports?: readonly FactReport[] | undefined;
  readonly open: readonly LedgerItem[];
  readonly evidence?: WriterEvidence | undefined;
}

/** What a revision has to do, and where it may. */
export interface Orders {
  readonly orders: readonly Order[];
  /** Ids of the sections that nobody may touch: a person wrote them or they were delivered so, and no comment names them. */
  readonly locked: ReadonlySet<string>;
}

/**
 * Says of each comment, suggestion, weakness and claim in which section it is to be done, as far as that is plain. What the critic or a
 * fact-checker finds in a section that a person wrote is for people to see and not for the writer to mend.
 */
export function ordersOf({ draft, critique, factReports = [], open, evidence }: Revisable): Orders {
  const known = new Set(draft.map(({ id }) => id));
  const comments = open
    .filter(({ kind }) => kind === 'comment')
    .map((item, at): Order => {
      const sections = (item.sections ?? []).filter((id) => known.has(id));
      return {
        id: `c${at + 1}`,
        kind: 'comment',
        text: item.text,
        item,
        sections: sections.length > 0 ? sections : namedSections(item.text, draft),
      };
    });
  const named = new Set(comments.flatMap(({ sections }) => sections));
  const isLocked = ({ id, author, approved }: Section): boolean =>
    (author === 'person' || approved === true) && !named.has(id);
  const locked = new Set(draft.filter(isLocked).map(({ id }) => id));
  // Of a delivered article nothing is written that nobody asked for.
  const isPlanned = !draft.some(({ approved }) => approved === true);
  const findings = [
    ...unmetOrders(critique, draft),
    ...differenceOrders(critique, known),
    ...weaknessOrders(critique, known),
    ...suggestionOrders(open, known),
    ...claimOrders(factReports, draft),
    ...citationOrders(evidence?.judged ?? [], draft),
  ];
  const mendable = findings
    .map((order) => ({ order, sections: order.sections.filter((id) => !locked.has(id)) }))
    .filter(({ order, sections }) => sections.length > 0 || (isPlanned && order.sections.length === 0))
    .map(({ order, sections }) => ({ ...order, sections }));
  return { orders: [...comments, ...mendable], locked };
}

const UNMET = {
  missing: (item: string): string => `The order wants “${item}” named, in these words, and the draft does not name it.`,
  avoid: (item: string): string => `The order wants “${item}” left out, and it stands in the draft.`,
} as const;

/** What the order wants and code found undone: where a word stands that is to go, its section; what is missing has to be planned. */
function unmetOrders(critique: Critique | undefined, draft: readonly Section[]): readonly Order[] {
  return (critique?.unmet ?? []).map(({ kind, item }, at) => {
    const places = kind === 'avoid' ? draft.filter(({ text }) => text.toLowerCase().includes(item.toLowerCase())) : [];
    return { id: `u${at + 1}`, kind: 'weakness', text: UNMET[kind](item), sections: places.map(({ id }) => id) };
  });
}

/** What a translation has otherwise than its original. */
function differenceOrders(critique: Critique | undefined, known: ReadonlySet<string>): readonly Order[] {
  return (critique?.differs ?? []).map((difference, at) => ({
    id: `d${at + 1}`,
    kind: 'weakness',
    text: `It differs from the original where it may not: ${differenceWords(difference)}`,
    sections: difference.section !== null && known.has(difference.section) ? [difference.section] : [],
  }));
}

function weaknessOrders(critique: Critique | undefined, known: ReadonlySet<string>): readonly Order[] {
  return (critique?.weaknesses ?? []).map((text, at) => {
    const place = critique?.places?.weaknesses[at] ?? null;
    return { id: `w${at + 1}`, kind: 'weakness', text, sections: place !== null && known.has(place) ? [place] : [] };
  });
}

function suggestionOrders(open: readonly LedgerItem[], known: ReadonlySet<string>): readonly Order[] {
  return open
    .filter(({ kind }) => kind === 'suggestion')
    .map((item, at) => ({
      id: `g${at + 1}`,
      kind: 'suggestion',
      text: item.text,
      item,
      sections: (item.sections ?? []).filter((id) => known.has(id)),
    }));
}

/** What a model only remembers is for people to weigh; what is supported stays as it is. */
function claimOrders(reports: readonly FactReport[], draft: readonly Section[]): readonly Order[] {
  const texts = draft.map(({ id, text }) => ({ id, text: comparable(text), words: wordsOf(text) }));
  return reports
    .filter(({ verified }) => verified)
    .flatMap(({ claims }) => claims)
    .filter(({ verdict }) => verdict !== 'supported')
    .map(({ claim, verdict, note, quote, sources }, at) => {
      const words = quote === undefined ? '' : ` “${quote}”`;
      const pages = sources.length === 0 ? '' : ` (${sources.map(({ url }) => url).join(', ')})`;
      return {
        id: `f${at + 1}`,
        kind: 'claim',
        text: `${claim} — ${note}${words}${pages}`,
        verdict,
        sections: sectionOfClaim(claim, texts),
      };
    });
}

/** Sentences that say more than what they cite. */
function citationOrders(judged: readonly JudgedSentence[], draft: readonly Section[]): readonly Order[] {
  const texts = draft.map(({ id, text }) => ({ id, text: comparable(text), words: wordsOf(text) }));
  return judged
    .filter(({ support }) => support !== 'supported')
    .map(({ sentence, noteIds, support, note }, at) => ({
      id: `q${at + 1}`,
      kind: 'claim',
      text: `${sentence} ${noteIds.map((id) => `[${id}]`).join('')}${note === '' ? '' : ` — ${note}`}`,
      verdict: support,
      sections: sectionOfClaim(sentence, texts),
    }));
}

/** From this share of its words on, a section says what the claim does. */
const SAME_SHARE = 0.6;

/** Where its words stand, to the letter, or else most of them. */
function sectionOfClaim(
  claim: string,
  texts: readonly { readonly id: string; readonly text: string; readonly words: ReadonlySet<string> }[],
): readonly string[] {
  const plain = comparable(claim).replace(/[.!?…]+$/, '');
  const verbatim = texts.filter(({ text }) => text.includes(plain));
  if (verbatim.length > 0) return verbatim.map(({ id }) => id);
  const wanted = [...wordsOf(claim)];
  const [best] = texts
    .map(({ id, words }) => ({ id, share: wanted.filter((word) => words.has(word)).length / wanted.length }))
    .toSorted((one, other) => other.share - one.share);
  return best !== undefined && best.share >= SAME_SHARE ? [best.id] : [];
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}
