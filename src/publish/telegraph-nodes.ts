import { articleTree } from '../document/html/article-html.ts';
import type { HtmlElement, HtmlNode } from '../document/html/to-html.ts';

/** What Telegraph makes pages of: https://telegra.ph/api#Node */
export type TelegraphNode =
  | string
  | {
      readonly tag: string;
      readonly attrs?: Readonly<Record<string, string>>;
      readonly children?: readonly TelegraphNode[];
    };

/** Its own names for tags. It has two sizes of headings, since the title is the largest. */
const TAGS: Readonly<Record<string, string>> = {
  a: 'a',
  blockquote: 'blockquote',
  br: 'br',
  code: 'code',
  del: 's',
  em: 'em',
  h1: 'h3',
  h2: 'h3',
  h3: 'h4',
  h4: 'h4',
  h5: 'h4',
  h6: 'h4',
  hr: 'hr',
  li: 'li',
  ol: 'ol',
  p: 'p',
  pre: 'pre',
  strong: 'strong',
  u: 'u',
  ul: 'ul',
};

/** A text as the nodes of a page. A table, for which there is no tag, is set in letters of one width. */
export function telegraphNodes(markdown: string): readonly TelegraphNode[] {
  return articleTree(markdown).children.flatMap((node) =>
    // Between blocks there is nothing but line breaks.
    node.type === 'text' && node.value.trim() === '' ? [] : toNodes(node),
  );
}

function toNodes(node: HtmlNode): readonly TelegraphNode[] {
  if (node.type === 'text') return [node.value];
  if (node.type !== 'element') return [];
  const { tagName, properties } = node;
  if (tagName === 'img') return [pictureOf(properties)];
  if (tagName === 'table') return [{ tag: 'pre', children: [tableText(node)] }];
  if (tagName === 'input') return [properties['checked'] === true ? '☑ ' : '☐ '];
  const children = node.children.flatMap(toNodes);
  const tag = TAGS[tagName];
  if (tag === undefined) return children;
  // Pictures stand by themselves.
  if (
    tagName === 'p' &&
    children.length > 0 &&
    children.every((child) => typeof child !== 'string' && child.tag === 'figure')
  )
    return children;
  const { href } = properties;
  return [
    {
      tag,
      ...(typeof href === 'string' && { attrs: { href } }),
      ...(children.length > 0 && { children }),
    },
  ];
}

function pictureOf({ src, alt }: HtmlElement['properties']): TelegraphNode {
  const words = typeof alt === 'string' ? alt : '';
  return {
    tag: 'figure',
    children: [
      { tag: 'img', attrs: { src: typeof src === 'string' ? src : '' } },
      ...(words === '' ? [] : [{ tag: 'figcaption', children: [words] }]),
    ],
  };
}

function tableText(table: HtmlElement): string {
  return rowsIn(table)
    .map((row) => row.join(' | '))
    .join('\n');
}

function rowsIn(node: HtmlElement): readonly (readonly string[])[] {
  return node.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return child.tagName === 'tr'
      ? [child.children.flatMap((cell) => (cell.type === 'element' ? [wordsIn(cell)] : []))]
      : rowsIn(child);
  });
}

function wordsIn(node: HtmlNode): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(wordsIn).join('') : '';
}
