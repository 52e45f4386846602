/** Languages in which the practice model writes; any other is answered in English. */
export type Language = 'en' | 'ru';

export const TASKS = [
  'outline',
  'headings',
  'section',
  'lead',
  'draft',
  'translate',
  'plan',
  'revise',
  'critique',
  'fidelity',
  'compare',
  'claims',
  'recheck',
  'verdicts',
  'title',
  'edit',
  'extras',
  'search',
  'notes',
  'support',
] as const;
export type Task = (typeof TASKS)[number];

/** What the newsroom asks for, read from the tagged sections of a prompt. */
export interface Brief {
  readonly task: Task;
  readonly topic: string;
  readonly audience: string | undefined;
  readonly language: Language;
  /** Which version of the article is ordered, from 1; undefined where the prompt does not say. */
  readonly version: number | undefined;
  readonly lengthWords: number | undefined;
  readonly mustMention: readonly string[];
  readonly mustAvoid: readonly string[];
  /** Ids of the kinds of text that an outline may choose from; empty when nothing is to be chosen. */
  readonly templates: readonly string[];
  readonly sources: readonly string[];
  /** The plan of the article; empty when the prompt has none. */
  readonly outline: string;
  /** What is to go with the article: names, and the most characters of each. */
  readonly extras: readonly { readonly name: string; readonly max: number }[];
  /** Markdown; empty when the prompt has none. */
  readonly draft: string;
  /** The section that is to be translated; empty when the prompt has none. `from`: its language. */
  readonly original: { readonly from: string; readonly text: string };
  /** Two drafts that are compared; empty when the prompt has none. */
  readonly pair: { readonly first: string; readonly second: string };
  /** The draft by its sections, or those of it that are to be written anew; empty when the prompt has none. */
  readonly sections: readonly BriefSection[];
  /** All sections of a draft that is revised section by section, in order; empty when the prompt has none. */
  readonly overview: readonly SectionSummary[];
  readonly orders: readonly BriefOrder[];
  /** What a critic wrote: weaknesses and suggestions. */
  readonly criticism: readonly string[];
  /** Each text is the claim, with a note behind ` — `. */
  readonly checkedClaims: readonly { readonly verdict: string; readonly text: string }[];
  readonly comments: readonly PersonsComment[];
  readonly claims: readonly { readonly id: string; readonly text: string }[];
  /** What is to be noted from; empty when the prompt has none. */
  readonly page: string;
  /** What may be cited. */
  readonly evidence: readonly { readonly id: string; readonly quote: string }[];
  /** What cites, and what is cited, all passages in one. */
  readonly citations: readonly { readonly id: string; readonly claim: string; readonly passage: string }[];
}

export interface BriefSection {
  readonly id: string;
  /** Markdown, with its heading. */
  readonly text: string;
}

/** What is told of a section of a draft. */
export interface SectionSummary {
  readonly id: string;
  readonly heading: string;
  readonly words: number;
  readonly isFixed: boolean;
  /** It is to be written first. */
  readonly isNew: boolean;
  /** It is the one that is to be written. */
  readonly isYours: boolean;
  /** Its first words. */
  readonly text: string;
}

/** What a revision has to do. */
export interface BriefOrder {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  /** Ids of sections; empty: that is to be planned. */
  readonly where: readonly string[];
}

export interface PersonsComment {
  /** Where somebody asks what became of it. */
  readonly id?: string | undefined;
  /** Words with which the writer says that it was heeded. */
  readonly quote?: string | undefined;
  readonly by: string;
  /** Version of the draft it was made on. */
  readonly on: number;
  readonly text: string;
  /** It was fulfilled before. */
  readonly isKept?: boolean;
}

/** The first prompt of the newsroom among these texts: a later one may be about the form of an answer only. */
export function findBrief(texts: readonly string[]): Brief | undefined {
  for (const text of texts) {
    const brief = readBrief(text);
    if (brief !== undefined) return brief;
  }
  return undefined;
}

function readBrief(prompt: string): Brief | undefined {
  const suffix = SUFFIX.exec(prompt)?.[1] ?? '';
  const elements = elementsOf(prompt, suffix);
  const textOf = (name: string): string | undefined =>
    elements.find((element) => element.name === name)?.content.trim();
  const childrenOf = (name: string): readonly Element[] =>
    elementsOf(elements.find((element) => element.name === name)?.content ?? '', suffix);
  const task = TASKS.find((known) => known === textOf('task'));
  const topic = textOf('topic');
  // A system message names its task too, and orders nothing.
  if (task === undefined || topic === undefined) return undefined;
  const sections = childrenOf('draft').filter(({ name }) => name === 'draft_section');
  const orders = childrenOf('orders');
  const numberIn = (name: string): number | undefined => {
    const number = Number(textOf(name) ?? Number.NaN);
    return number > 0 ? number : undefined;
  };
  return {
    task,
    topic,
    audience: textOf('audience') || undefined,
    language: /^ru\b/i.test(textOf('language') ?? '') ? 'ru' : 'en',
    version: numberIn('version'),
    lengthWords: numberIn('length_words'),
    mustMention: childrenOf('must_mention')
      .map((item) => item.content.trim())
      .filter((item) => item !== ''),
    mustAvoid: childrenOf('must_avoid')
      .map((item) => item.content.trim())
      .filter((item) => item !== ''),
    templates: childrenOf('templates').flatMap(({ attributes }) => attributes['id'] ?? []),
    sources: childrenOf('sources')
      .map((item) => item.content.trim())
      .filter((item) => item !== ''),
    draft:
      sections.length > 0
        ? sections
            .map(({ content }) => content)
            .join('')
            .trim()
        : (textOf('draft') ?? ''),
    outline: textOf('outline') ?? '',
    extras: childrenOf('extras').map(({ attributes }) => ({
      name: attributes['name'] ?? '',
      max: Number(attributes['max'] ?? 0),
    })),
    original: {
      from: elements.find(({ name }) => name === 'original_section')?.attributes['from'] ?? '',
      text: textOf('original_section') ?? '',
    },
    pair: { first: textOf('first_draft') ?? '', second: textOf('second_draft') ?? '' },
    sections: sections.map(({ attributes, content }) => ({ id: attributes['id'] ?? '', text: content })),
    overview: childrenOf('overview').map(({ attributes, content }) => ({
      id: attributes['id'] ?? '',
      heading: attributes['heading'] ?? '',
      words: Number(attributes['words'] ?? 0),
      isFixed: attributes['fixed'] === 'yes',
      isNew: attributes['new'] === 'yes',
      isYours: attributes['yours'] === 'yes',
      text: content.trim(),
    })),
    orders: orders.map(({ attributes, content }) => ({
      id: attributes['id'] ?? '',
      kind: attributes['kind'] ?? '',
      text: orderText(content),
      where: (attributes['where'] ?? '').split(' ').filter((id) => id !== '' && id !== '?'),
    })),
    criticism: [
      ...childrenOf('critique').filter((child) => child.name !== 'strength'),
      ...orders.filter(({ attributes }) => /^(?:weakness|suggestion)$/.test(attributes['kind'] ?? '')),
    ].map(({ content }) => orderText(content)),
    checkedClaims: [
      ...childrenOf('fact_report'),
      ...orders.filter(({ attributes }) => attributes['kind'] === 'claim'),
    ].map((claim) => ({ verdict: claim.attributes['verdict'] ?? '', text: orderText(claim.content) })),
    comments: [
      ...childrenOf('kept').map((comment) => ({ ...toComment(comment), isKept: true })),
      ...childrenOf('comments').map(toComment),
      ...orders.filter(({ attributes }) => attributes['kind'] === 'comment').map(toComment),
    ],
    claims: childrenOf('claims').map((claim, at) => ({
      id: claim.attributes['id'] ?? String(at + 1),
      text: claim.content.trim(),
    })),
    page: textOf('page') ?? '',
    evidence: childrenOf('evidence').map((note) => ({
      id: note.attributes['id'] ?? '',
      quote: note.content.trim(),
    })),
    citations: childrenOf('citations').map(({ attributes, content }, at) => {
      const parts = elementsOf(content, suffix);
      const of = (name: string): string =>
        parts
          .filter((part) => part.name === name)
          .map((part) => part.content.trim())
          .join(' ');
      return { id: attributes['id'] ?? String(at + 1), claim: of('claim'), passage: of('passage') };
    }),
  };
}

function toComment({ attributes, content }: Element): PersonsComment {
  return {
    by: attributes['by'] ?? '',
    on: Number(attributes['on'] ?? 0),
    text: orderText(content),
    id: attributes['id'],
    quote: attributes['quote'],
  };
}

/** Without what somebody planned for it. */
function orderText(content: string): string {
  return content.replace(/\n— [^]*$/, '').trim();
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string;
}

const NAMES =
  'task|topic|purpose|audience|language|version|length_words|tone|must_mention|must_avoid|sources|templates|outline|draft|draft_section|first_draft|second_draft|original|original_section|translated|translated_section|overview|section_summary|orders|order|kept|critique|fact_report|comments|claims|item|strength|weakness|suggestion|claim|comment|page|evidence|note|citations|citation|passage|extras|extra';
/** With the suffix of the call, or without one: then a prompt was written by hand. */
const elementPattern = (suffix: string): RegExp =>
  new RegExp(`<(${NAMES})${suffix}((?:\\s+[a-z]+="[^"]*")*)\\s*>([\\s\\S]*?)</\\1${suffix}>`, 'g');
const SUFFIX = /<task(-[0-9a-f]{16})>/;
const CONTAINERS: ReadonlySet<string> = new Set([
  'original',
  'translated',
  'overview',
  'orders',
  'kept',
  'must_mention',
  'must_avoid',
  'sources',
  'templates',
  'critique',
  'fact_report',
  'comments',
  'claims',
  'evidence',
  'citations',
  'citation',
  'extras',
]);
const ATTRIBUTE = /([a-z]+)="([^"]*)"/g;
const DEFUSED = new RegExp(`<\\\\(?=/?(?:${NAMES})\\b)`, 'g');

/** What looks like a tag within a content comes defused (`<\/draft>`), so the first closing tag is the right one. */
function elementsOf(text: string, suffix: string): readonly Element[] {
  return [...text.matchAll(elementPattern(suffix))].map(([, name = '', attributes = '', content = '']) => ({
    name,
    attributes: Object.fromEntries(
      [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, unescaped(value)]),
    ),
    // Undone in a container, a tag that a comment merely quotes would close the comment.
    content: CONTAINERS.has(name) ? content : content.replace(DEFUSED, '<'),
  }));
}

function unescaped(value: string): string {
  return value
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
