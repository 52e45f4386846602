import type { Root } from 'mdast';
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype, { type Options } from 'remark-rehype';
import { unified } from 'unified';
import { linkTarget } from '../link-target.ts';
import { parseDocument, type ParsedDocument } from '../markdown/parse-document.ts';
import { isMisleading } from '../misleading-link.ts';
import { markPassages, type Passage } from './mark-passages.ts';

export interface HtmlSource {
  /** Markdown. */
  readonly text: string;
  /** Before the ids of its notes, where several texts stand on one page. Default: nothing. */
  readonly prefix?: string;
  /** Places to which something is said: each is a `span` with its ids in `data-passage`. */
  readonly passages?: readonly Passage[];
  readonly words?: HtmlWords;
}

/** What is read to those who do not see the page. */
export interface HtmlWords {
  /** Above the notes of a text. */
  readonly notes: string;
  /** Before the number of the note that it leads back from. */
  readonly back: string;
}

/** The tree that is made HTML of. */
export type Html = Parameters<ReturnType<typeof rehypeSanitize>>[0];
export type HtmlNode = Html['children'][number];
export type HtmlElement = Extract<HtmlNode, { readonly type: 'element' }>;

/** What is made of Markdown, and nothing else: no picture is fetched, nothing runs, and no name is anybody else's. */
const SCHEMA: Schema = {
  tagNames:
    'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre section span strong sub sup table tbody td th thead tr u ul'.split(
      ' ',
    ),
  attributes: {
    a: ['href', 'id', 'rel', 'dataFootnoteRef', 'dataFootnoteBackref', 'ariaLabel', ['className', 'citation']],
    code: [['className', /^language-[\w+#.-]{1,30}$/]],
    h2: [['className', 'sr-only']],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    li: ['id', ['className', 'task-list-item']],
    ol: ['start', ['className', 'contains-task-list']],
    section: ['dataFootnotes', ['className', 'footnotes']],
    span: ['dataPassage', ['className', 'passage']],
    td: [['align', 'left', 'right', 'center']],
    th: [['align', 'left', 'right', 'center']],
    ul: [['className', 'contains-task-list']],
    '*': ['dir'],
  },
  required: { input: { type: 'checkbox', disabled: true } },
  protocols: { href: ['http', 'https', 'mailto'] },
  // The only ids are those of notes, which have a prefix of their own.
  clobber: [],
  strip: ['script'],
};

const TAGS = { underline: 'u', superscript: 'sup', subscript: 'sub' } as const;
/** What is read from the side from which its own letters are. */
const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'blockquote', 'td', 'th']);

const toText = unified().use(rehypeStringify).freeze();
const sanitize = rehypeSanitize(SCHEMA);

/** A text as HTML that can stand on any page of ours. Links lead to the web, to a mailbox, or to a place on the page that begins with `source-`. Never throws. */
export function toHtml({ text, prefix = '', passages = [], words }: HtmlSource): string {
  const document = parseDocument(text);
  const tree = treeOf(document, { prefix, ...(words !== undefined && { words }) });
  const linked = { ...tree, children: tree.children.flatMap((node) => linkedIn(node)) };
  return toText.stringify(sanitize(markPassages(linked, passages)));
}

function treeOf(
  { root }: ParsedDocument,
  { prefix, words }: Required<Pick<HtmlSource, 'prefix'>> & Pick<HtmlSource, 'words'>,
): Html {
  const options: Options = {
    clobberPrefix: prefix,
    ...(words !== undefined && {
      footnoteLabel: words.notes,
      footnoteBackLabel: (index: number, again: number) => `${words.back} ${index + 1}${again > 1 ? `-${again}` : ''}`,
    }),
    handlers: {
      image: (_, { url, alt }: { readonly url: string; readonly alt?: string | null }) => ({
        type: 'element',
        tagName: 'a',
        properties: { href: url },
        children: [{ type: 'text', value: alt === null || alt === undefined || alt === '' ? url : alt }],
      }),
      styled: (state, node: Extract<Root['children'][number], { readonly type: 'styled' }>) => ({
        type: 'element',
        tagName: TAGS[node.style],
        properties: {},
        children: state.all(node),
      }),
    },
  };
  return unified().use(remarkRehype, options).runSync(root);
}

/** Every link as it may stand there; in a link there is no other. */
function linkedIn(node: HtmlNode, isInLink = false): HtmlNode[] {
  if (node.type !== 'element') return [node];
  const isLink = node.tagName === 'a';
  const children = node.children.flatMap((child) => linkedIn(child, isInLink || isLink)) as HtmlElement['children'];
  const { properties } = node;
  const whole: HtmlElement = {
    ...node,
    properties: { ...properties, ...(BLOCKS.has(node.tagName) && { dir: 'auto' }) },
    children,
  };
  if (!isLink) return [whole];
  const { href = '' } = properties;
  if (isInLink) return children;
  if (properties['dataFootnoteRef'] !== undefined || properties['dataFootnoteBackref'] !== undefined) return [whole];
  if (/^#source-\d{1,6}$/.test(href)) return [{ ...whole, properties: { href, className: ['citation'] } }];
  const target = linkTarget(href);
  if (target === undefined) return children;
  const link: HtmlElement = { ...whole, properties: { href: target, rel: ['noopener', 'noreferrer', 'nofollow'] } };
  return isMisleading(wordsIn(children), target) ? [link, { type: 'text', value: ` (${target})` }] : [link];
}

function wordsIn(nodes: readonly HtmlNode[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? node.value : node.type === 'element' ? wordsIn(node.children) : ''))
    .join('');
}
