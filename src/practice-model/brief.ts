/** Languages in which the practice model writes; any other is answered in English. */
export type Language = 'en' | 'ru';

export const TASKS = [
  'outline',
  'draft',
  'revise',
  'critique',
  'claims',
  'recheck',
  'verdicts',
  'title',
  'edit',
] as const;
export type Task = (typeof TASKS)[number];

/** What the newsroom asks for, read from the tagged sections of a prompt. */
export interface Brief {
  readonly task: Task;
  readonly topic: string;
  readonly audience: string | undefined;
  readonly language: Language;
  readonly lengthWords: number | undefined;
  readonly mustMention: readonly string[];
  readonly sources: readonly string[];
  /** Markdown; empty when the prompt has none. */
  readonly draft: string;
  /** The draft by its sections, or those of it that are to be written anew; empty when the prompt has none. */
  readonly sections: readonly BriefSection[];
  /** What a critic wrote: weaknesses and suggestions. */
  readonly criticism: readonly string[];
  /** Each text is the claim, with a note behind ` — `. */
  readonly checkedClaims: readonly { readonly verdict: string; readonly text: string }[];
  readonly comments: readonly PersonsComment[];
  readonly claims: readonly { readonly id: string; readonly text: string }[];
}

export interface BriefSection {
  readonly id: string;
  /** Markdown, with its heading. */
  readonly text: string;
}

export interface PersonsComment {
  readonly by: string;
  /** Version of the draft it was made on. */
  readonly on: number;
  readonly text: string;
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
  const sections = childrenOf('draft').filter(({ name }) => name === 'section');
  const lengthWords = Number(textOf('length_words') ?? Number.NaN);
  return {
    task,
    topic,
    audience: textOf('audience') || undefined,
    language: /^ru\b/i.test(textOf('language') ?? '') ? 'ru' : 'en',
    lengthWords: lengthWords > 0 ? lengthWords : undefined,
    mustMention: childrenOf('must_mention')
      .map((item) => item.content.trim())
      .filter((item) => item !== ''),
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
    sections: sections.map(({ attributes, content }) => ({ id: attributes['id'] ?? '', text: content })),
    criticism: childrenOf('critique')
      .filter((child) => child.name !== 'strength')
      .map((child) => child.content.trim()),
    checkedClaims: childrenOf('fact_report').map((claim) => ({
      verdict: claim.attributes['verdict'] ?? '',
      text: claim.content.trim(),
    })),
    comments: childrenOf('comments').map((comment) => ({
      by: comment.attributes['by'] ?? '',
      on: Number(comment.attributes['on'] ?? 0),
      text: comment.content.trim(),
    })),
    claims: childrenOf('claims').map((claim, at) => ({
      id: claim.attributes['id'] ?? String(at + 1),
      text: claim.content.trim(),
    })),
  };
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string;
}

const NAMES =
  'task|topic|audience|language|length_words|must_mention|sources|outline|draft|section|critique|fact_report|comments|claims|item|strength|weakness|suggestion|claim|comment';
/** With the suffix of the call, or without one: then a prompt was written by hand. */
const elementPattern = (suffix: string): RegExp =>
  new RegExp(`<(${NAMES})${suffix}((?:\\s+[a-z]+="[^"]*")*)\\s*>([\\s\\S]*?)</\\1${suffix}>`, 'g');
const SUFFIX = /<task(-[0-9a-f]{16})>/;
const CONTAINERS: ReadonlySet<string> = new Set([
  'must_mention',
  'sources',
  'critique',
  'fact_report',
  'comments',
  'claims',
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
