import type { Brief, BriefOrder, SectionSummary } from '../brief.ts';
import {
  isProse,
  type MarkdownDocument,
  mentions,
  normalised,
  parseMarkdown,
  printMarkdown,
  type Section,
  SELF_NAMING,
  wordCount,
  wordsOf,
} from '../markdown.ts';
import { dissect } from './anatomy.ts';
import { heedWish, withParagraph, withSection } from './heed-wishes.ts';
import { type Plan, planArticle } from './plan.ts';
import { type Wish, wishesOf } from './wishes.ts';
import { fitLength, grow, mend, shortened, withoutAvoided } from './writer.ts';

/** As it travels: a type, because an interface is no JSON. */
type Change = {
  readonly order: string;
  readonly action: 'rewrite' | 'add' | 'remove';
  readonly section: string;
  readonly heading: string | null;
  readonly what: string;
};
type Difference = Omit<Change, 'order' | 'what'>;

/** The answer to the task `plan`: where what is asked for is to be done. */
export function planRevision(brief: Brief) {
  const plan = planArticle(brief);
  const offered = brief.overview.filter(({ isFixed }) => !isFixed);
  const unplaced = brief.orders.filter(({ where }) => where.length === 0);
  const what = plan.say('planned');
  let document = documentOf(brief);
  const changes: Change[] = [];
  const rewrite = (order: BriefOrder, sections: readonly SectionSummary[]): void => {
    for (const { id } of sections)
      changes.push({ order: order.id, action: 'rewrite', section: id, heading: null, what });
  };
  const become = (order: BriefOrder, next: MarkdownDocument): boolean => {
    const found = differences(document, next, brief.overview).map((one) => ({ ...one, order: order.id, what }));
    changes.push(
      ...found.filter(({ action, section }) => action === 'add' || offered.some(({ id }) => id === section)),
    );
    document = next;
    return found.length > 0;
  };
  for (const order of unplaced.filter(({ kind }) => kind === 'comment')) {
    const wishes = plan.wishes.filter(({ comment }) => comment.text === order.text);
    for (const wish of wishes) {
      const isEverywhere = wish.kind === 'length' || wish.kind === 'replace' || wish.kind === 'remove';
      const isSeen = become(order, wish.kind === 'length' ? fitted(document, plan) : heedWish(document, plan, wish));
      if (wish.kind === 'length' ? isShortening(wish, brief) : !isSeen)
        rewrite(order, isEverywhere ? offered : bodyOf(offered));
    }
    if (wishes.length === 0) rewrite(order, bodyOf(offered));
  }
  const growing = unplaced.find(({ kind }) => kind !== 'comment') ?? lengthening(unplaced, plan);
  if (growing !== undefined) become(growing, grown(document, plan));
  return { changes: withEnd(changes, brief, what), superseded: contradicted(plan) };
}

/** The answer to the task `revise`: the sections that were asked for, and what became of each comment and suggestion. */
export function reviseSections(brief: Brief) {
  const plan = planArticle(brief);
  const before = documentOf(brief);
  const after = withoutAvoided(heeded(missingNamed(mend(dissect(before, plan), plan), plan), brief, plan), plan);
  const named = brief.sections.some(({ text }) => text.split('\n').some((line) => SELF_NAMING.test(line)));
  const last = brief.overview.at(-1)?.id;
  const sections = brief.sections.map(({ id }) => {
    const summary = brief.overview.find((one) => one.id === id);
    const text = summary?.isNew === true ? newText(summary.heading, plan) : textOf(id, after, brief);
    const isEnd = named && id === last;
    return { id, text: isEnd ? `${text.trimEnd()}\n\n*${plan.phrases.selfNaming}*\n` : text };
  });
  const answers = brief.orders
    .filter(({ kind }) => kind === 'comment' || kind === 'suggestion')
    .map(({ id, where }) => {
      const shown = sections.filter((section) => where.includes(section.id)).find(({ text }) => quoteOf(text) !== '');
      return shown === undefined
        ? { order: id, done: false, section: null, quote: null, why: plan.say('notDone') }
        : { order: id, done: true, section: shown.id, quote: quoteOf(shown.text), why: null };
    });
  return { sections, answers, superseded: contradicted(plan) };
}

/** Of what is not shown nothing is known but how long it is: these words stand for the rest. */
const UNSEEN = 'mm ';

/** The draft, as far as the prompt shows it. */
function documentOf({ overview, sections }: Brief): MarkdownDocument {
  const [opening] = overview;
  const shown = overview
    .filter(({ isNew }) => !isNew)
    .map((summary, at): Section => {
      const given = sections.find(({ id }) => id === summary.id);
      const blocks =
        given === undefined
          ? [`${summary.text} ${UNSEEN.repeat(Math.max(0, summary.words - wordCount(summary.text)))}`.trim()]
          : parseMarkdown(withoutTitle(given.text, at)).sections.flatMap((section, nested) =>
              nested === 0 || section.heading === undefined
                ? section.blocks
                : [`${'#'.repeat(section.level)} ${section.heading}`, ...section.blocks],
            );
      return { heading: at === 0 ? undefined : summary.heading, level: 2, blocks };
    });
  return { title: opening?.heading === '' ? undefined : opening?.heading, sections: shown };
}

function withoutTitle(text: string, at: number): string {
  return at === 0 ? text.replace(/^\s*# [^\n]*\n/, '') : text;
}

/** What was done to a document, section by section. */
function differences(
  before: MarkdownDocument,
  after: MarkdownDocument,
  overview: readonly SectionSummary[],
): readonly Difference[] {
  const idOf = (heading: string | undefined): string | undefined =>
    heading === undefined ? overview[0]?.id : overview.slice(1).find((one) => one.heading === heading)?.id;
  const blocksOf = (document: MarkdownDocument, heading: string | undefined): string =>
    document.sections.flatMap((section) => (section.heading === heading ? section.blocks : [])).join('\n\n');
  const kept = new Set(after.sections.map(({ heading }) => heading));
  const known = new Set(before.sections.map(({ heading }) => heading));
  let previous = overview[0]?.id ?? '';
  const changed = [...kept].flatMap((heading): readonly Difference[] => {
    const id = idOf(heading);
    if (id === undefined)
      return known.has(heading) ? [] : [{ action: 'add', section: previous, heading: heading ?? null }];
    previous = id;
    const isSame =
      blocksOf(before, heading) === blocksOf(after, heading) && (heading !== undefined || before.title === after.title);
    return isSame ? [] : [{ action: 'rewrite', section: id, heading: null }];
  });
  const removed = before.sections.flatMap(({ heading }): readonly Difference[] => {
    const id = heading === undefined || kept.has(heading) ? undefined : idOf(heading);
    return id === undefined ? [] : [{ action: 'remove', section: id, heading: null }];
  });
  return [...changed, ...removed];
}

/** What is added behind the last section takes the closing line with it. */
function withEnd(changes: readonly Change[], { overview }: Brief, what: string): readonly Change[] {
  const last = overview.at(-1);
  const adding = changes.find(({ action, section }) => action === 'add' && section === last?.id);
  const isNamed = changes.some(({ action, section }) => action !== 'add' && section === last?.id);
  return adding === undefined || last === undefined || last.isFixed || isNamed
    ? changes
    : [...changes, { order: adding.order, action: 'rewrite', section: last.id, heading: null, what }];
}

function bodyOf(offered: readonly SectionSummary[]): readonly SectionSummary[] {
  return offered.slice(offered.length > 1 ? 1 : 0).slice(0, 1);
}

/** Whether a wish about length wants less than there is; with a number of words that is seen from the overview. */
function isShortening({ factor, about }: Wish, { overview }: Brief): boolean {
  const words = overview.reduce((sum, section) => sum + section.words, 0);
  return factor === undefined ? Number(about) < words : factor < 1;
}

function fitted(document: MarkdownDocument, plan: Plan): MarkdownDocument {
  const next = fitLength(document, plan, plan.ceilingWords);
  // Of what is not seen no sentence can be cut.
  return {
    ...document,
    sections: document.sections.filter(({ heading }) => next.sections.some((one) => one.heading === heading)),
  };
}

function lengthening(orders: readonly BriefOrder[], plan: Plan): BriefOrder | undefined {
  const longer = plan.wishes.filter(
    (wish) => wish.kind === 'length' && wish.comment.isKept !== true && !isShortening(wish, plan.brief),
  );
  return orders.find(({ text }) => longer.some(({ comment }) => comment.text === text));
}

/** As a whole draft grows, as far as that is seen from its headings and their lengths. */
function grown(document: MarkdownDocument, plan: Plan): MarkdownDocument {
  const anatomy = dissect(document, plan);
  const enough = Math.min((plan.targetWords ?? 0) * 0.95, plan.ceilingWords);
  return missingNamed(grow(document, plan, anatomy, plan.ceilingWords, enough), plan);
}

/** With what the critic says is not there: whether it is elsewhere, a section does not tell. */
function missingNamed(document: MarkdownDocument, plan: Plan): MarkdownDocument {
  const { missing, parts } = dissect(document, plan);
  const { criticism, audience, sources } = plan.brief;
  const wanted = missing.filter((item) => criticism.some((point) => mentions(point, item)));
  const isAddressed = audience === undefined || !criticism.some((point) => mentions(point, audience));
  const added = [
    ...(isAddressed || parts.has('audience') ? [] : ['audience' as const]),
    ...(sources.length === 0 || parts.has('sources') ? [] : ['sources' as const]),
  ];
  const named = wanted.map((item) => plan.say('mustMention', { item }, item)).join(' ');
  const complete = named === '' ? document : withParagraph(document, named);
  return added.reduce((done, part) => withSection(done, plan.part(part), plan), complete);
}

/** With every comment heeded in the sections that it is about. */
function heeded(document: MarkdownDocument, { orders, overview }: Brief, plan: Plan): MarkdownDocument {
  return orders
    .filter(({ kind }) => kind === 'comment')
    .reduce((done, { text, where }) => {
      const places = new Set(where.map((id) => placeOf(id, overview)));
      const here = done.sections.filter(({ heading }) => places.has(heading));
      const isTitled = places.has(undefined);
      const part = plan.wishes
        .filter(({ comment, kind }) => comment.text === text && kind !== 'part' && kind !== 'section')
        .reduce<MarkdownDocument>((next, wish) => heedHere(next, plan, wish), { title: done.title, sections: here });
      const opened = part.sections.filter(({ heading }) => heading === undefined).flatMap(({ blocks }) => blocks);
      const [target] = here;
      return {
        title: isTitled ? part.title : done.title,
        sections: done.sections.map((section) => {
          const found = part.sections.find(({ heading }) => heading === section.heading);
          if (!places.has(section.heading) || found === undefined) return section;
          if (section.heading === undefined) return { ...section, blocks: opened };
          return isTitled || section !== target ? found : { ...found, blocks: [...opened, ...found.blocks] };
        }),
      };
    }, document);
}

/** Of its own length, what is left of a section that somebody finds too long. */
const SHORTER = 0.7;

function heedHere(document: MarkdownDocument, plan: Plan, wish: Wish): MarkdownDocument {
  if (wish.kind !== 'length') return heedWish(document, plan, wish);
  return isShortening(wish, plan.brief)
    ? shortened(document, plan, wordsOf(document) * (wish.factor ?? SHORTER))
    : document;
}

function placeOf(id: string, overview: readonly SectionSummary[]): string | undefined {
  return overview[0]?.id === id ? undefined : overview.find((one) => one.id === id)?.heading;
}

function newText(heading: string, plan: Plan): string {
  const part = plan.partOf(heading);
  const about = plan.wishes.find(
    ({ kind, about: asked }) => kind === 'section' && normalised(heading) === normalised(asked),
  );
  const blocks =
    part === undefined
      ? [plan.say('asked', { about: about?.about ?? heading }, about?.about ?? heading)]
      : plan.part(part).blocks;
  return printMarkdown({ title: undefined, sections: [{ heading, level: 2, blocks }] });
}

/** Under the heading that it has, to the letter. */
function textOf(id: string, { title, sections }: MarkdownDocument, { overview, sections: given }: Brief): string {
  const heading = placeOf(id, overview);
  const own = sections.filter((section) => section.heading === heading);
  if (heading === undefined) return printMarkdown({ title, sections: own });
  const [line = ''] = (given.find((one) => one.id === id)?.text ?? '').trimStart().split('\n');
  return `${[line, ...own.flatMap(({ blocks }) => blocks)].join('\n\n')}\n`;
}

const QUOTED_WORDS = 8;

/** The first words below the heading. */
function quoteOf(text: string): string {
  const [block = ''] = parseMarkdown(text)
    .sections.flatMap(({ blocks }) => blocks)
    .filter(isProse);
  return block.split(/\s+/).slice(0, QUOTED_WORDS).join(' ');
}

/** Of comments that cannot both hold, the earlier ones: another title, another tone, what is taken away again. */
function contradicted(plan: Plan) {
  const { brief, wishes } = plan;
  const comments = brief.comments.map((comment) => ({ ...comment, id: orderId(comment.text, brief) }));
  const latest = comments.at(-1);
  return comments
    .filter(({ id, text }) => id !== latest?.id && !wishes.some(({ comment }) => comment.text === text))
    .filter((comment) => wishesOf([comment]).length > 0)
    .map(({ id }) => ({ item: id, by: latest?.id ?? '', why: plan.say('contradicted') }));
}

function orderId(text: string, { orders, comments }: Brief): string {
  const kept = comments.filter(({ isKept }) => isKept === true).findIndex((comment) => comment.text === text);
  return kept === -1 ? (orders.find((order) => order.text === text)?.id ?? '') : `k${kept + 1}`;
}
