import type { Root } from 'mdast';
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype, { type Options } from 'remark-rehype';
import { unified } from 'unified';
import { linkTarget } from '../link-target.ts';
import { parseDocument } from '../markdown/parse-document.ts';
import type { Html, HtmlElement, HtmlNode } from './to-html.ts';

/** What is made of Markdown, and nothing else: pictures stay where they are, nothing runs. */
const SCHEMA: Schema = {
  tagNames:
    'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre strong sub sup table tbody td th thead tr u ul'.split(
      ' ',
    ),
  attributes: {
    a: ['href'],
    code: [['className', /^language-[\w+#.-]{1,30}$/]],
    img: ['src', 'alt'],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    ol: ['start'],
    td: [['align', 'left', 'right', 'center']],
    th: [['align', 'left', 'right', 'center']],
  },
  required: { input: { type: 'checkbox', disabled: true } },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  clobber: [],
  strip: ['script'],
};

const TAGS = { underline: 'u', superscript: 'sup', subscript: 'sub' } as const;
const OPTIONS: Options = {
  handlers: {
    styled: (state, node: Extract<Root['children'][number], { readonly type: 'styled' }>) => ({
      type: 'element',
      tagName: TAGS[node.style],
      properties: {},
      children: state.all(node),
    }),
  },
};

const toText = unified().use(rehypeStringify).freeze();
const sanitize = rehypeSanitize(SCHEMA);

/** A text as HTML for somebody else's site: with its pictures, and without anything of ours. Never throws. */
export function articleHtml(markdown: string): string {
  return toText.stringify(articleTree(markdown));
}

/** The same as a tree. */
export function articleTree(markdown: string): Html {
  const tree: Html = unified().use(remarkRehype, OPTIONS).runSync(parseDocument(markdown).root);
  return sanitize({ ...tree, children: tree.children.flatMap((node) => safeIn(node)) });
}

/** Links and pictures lead to the web; of others their words stay. */
function safeIn(node: HtmlNode): HtmlNode[] {
  if (node.type !== 'element') return [node];
  const children = node.children.flatMap((child) => safeIn(child)) as HtmlElement['children'];
  const { href, src } = node.properties;
  if (node.tagName === 'img')
    return typeof src === 'string' && /^https?:/i.test(src) && linkTarget(src) !== undefined ? [node] : [];
  if (node.tagName !== 'a') return [{ ...node, children }];
  const target = typeof href === 'string' ? linkTarget(href) : undefined;
  return target === undefined ? children : [{ ...node, properties: { href: target }, children }];
}
