import type {
  Heading,
  Html,
  Image,
  InlineCode,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
  RootContent,
  Text,
} from 'mdast';
import { type HtmlTag, attributeOf, decodeEntities, htmlTokens } from './html-tokens.ts';
import { plainTextOf } from './plain-text.ts';

/**
 * The tree with its HTML as what it stands for: `<b> <i> <u> <s> <sub> <sup> <br> <kbd> <a> <img>`, a summary as a bold line. Of
 * other elements the words are kept; what is no element, or was never closed, is text as it is written. No `html` node is left.
 */
export function mapHtml(root: Root): Root {
  return mapChildren(root);
}

function mapChildren<P extends Nodes>(node: P): P {
  if (!('children' in node)) return node;
  const isFlow = FLOW.has(node.type);
  const children = isFlow ? mapFlow(node.children as RootContent[]) : mapPhrasing(node.children as PhrasingContent[]);
  return { ...node, children };
}

const FLOW: ReadonlySet<string> = new Set<Parents['type']>([
  'root',
  'blockquote',
  'list',
  'listItem',
  'footnoteDefinition',
  'table',
  'tableRow',
]);

function mapFlow(nodes: readonly RootContent[]): RootContent[] {
  return nodes.flatMap((node): RootContent[] => (node.type === 'html' ? blocksOfHtml(node) : [mapChildren(node)]));
}

interface Frame {
  readonly token: HtmlTag;
  readonly node: Html;
  readonly children: PhrasingContent[];
}

/** Tags that mark words: each node stands where its tags do. */
export function mapPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  if (!nodes.some(({ type }) => type === 'html')) return nodes.map(mapChildren);
  const done: PhrasingContent[] = [];
  const frames: Frame[] = [];
  const add = (...some: readonly PhrasingContent[]): void => void (frames.at(-1)?.children ?? done).push(...some);
  const literal = (node: Html, value = node.value): Text => ({ type: 'text', value, position: node.position });
  /** A mark that was never closed marks nothing, and may not have been one: `List<b>`. */
  const abandonFrom = (depth: number): void => {
    for (const { token, node, children } of frames.splice(depth)) {
      if (MARKS.has(token.name)) add(literal(node));
      for (const child of children) add(child);
    }
  };
  for (const node of nodes) {
    if (node.type !== 'html') {
      add(mapChildren(node));
      continue;
    }
    for (const token of htmlTokens(node.value)) {
      if (token.kind === 'text') add(literal(node, token.text));
      else if (token.kind === 'open') {
        const alone = standsAlone(token, node);
        if (alone !== undefined) add(...alone);
        else frames.push({ token, node, children: [] });
      } else {
        const depth = frames.findLastIndex((frame) => frame.token.name === token.name);
        if (depth === -1) continue;
        abandonFrom(depth + 1);
        const frame = frames.pop();
        if (frame !== undefined) for (const one of marked(frame, node)) add(one);
      }
    }
  }
  abandonFrom(0);
  return done;
}

/** Elements without anything in them. */
function standsAlone({ name, attributes }: HtmlTag, { position }: Html): PhrasingContent[] | undefined {
  switch (name) {
    case 'br':
      return [{ type: 'break', position }];
    case 'img': {
      const image: Image = {
        type: 'image',
        url: attributeOf(attributes, 'src') ?? '',
        alt: attributeOf(attributes, 'alt') ?? '',
        position,
      };
      return image.url === '' && image.alt === '' ? [] : [image];
    }
    case 'hr':
    case 'wbr':
    case 'col':
    case 'source':
      return [];
    default:
      return undefined;
  }
}

const MARKS: ReadonlySet<string> = new Set(
  'a b code del em i ins kbd s samp strike strong sub sup tt u var'.split(' '),
);

function marked({ token, node, children }: Frame, end: Html): PhrasingContent[] {
  const position =
    node.position && end.position ? { start: node.position.start, end: end.position.end } : node.position;
  if (children.length === 0) return [];
  switch (token.name) {
    case 'b':
    case 'strong':
      return [{ type: 'strong', children, position }];
    case 'i':
    case 'em':
    case 'cite':
    case 'dfn':
    case 'var':
      return [{ type: 'emphasis', children, position }];
    case 's':
    case 'del':
    case 'strike':
      return [{ type: 'delete', children, position }];
    case 'u':
    case 'ins':
      return [{ type: 'styled', style: 'underline', children, position }];
    case 'sup':
      return [{ type: 'styled', style: 'superscript', children, position }];
    case 'sub':
      return [{ type: 'styled', style: 'subscript', children, position }];
    case 'kbd':
    case 'code':
    case 'samp':
    case 'tt': {
      const code: InlineCode = { type: 'inlineCode', value: plainTextOf({ type: 'paragraph', children }), position };
      return [code];
    }
    case 'a': {
      const url = attributeOf(token.attributes, 'href');
      return url === undefined ? children : [{ type: 'link', url, children, position }];
    }
    case 'q':
      return [{ type: 'text', value: '“', position }, ...children, { type: 'text', value: '”', position }];
    default:
      return children;
  }
}

/** Elements that begin a block of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header ' +
    'hr li main nav ol p pre section summary table tr ul'
  ).split(' '),
);

/** A block of HTML as paragraphs; all of them stand where it stood. */
export function blocksOfHtml(html: Html): RootContent[] {
  const { position } = html;
  const blocks: RootContent[] = [];
  let line: PhrasingContent[] = [];
  let heading: Heading['depth'] | undefined;
  const flush = (): void => {
    const children = mapPhrasing(trimmed(line));
    if (children.length > 0 && plainTextOf({ type: 'paragraph', children }).trim() !== '')
      blocks.push(
        heading === undefined
          ? ({ type: 'paragraph', children, position } satisfies Paragraph)
          : { type: 'heading', depth: heading, children, position },
      );
    else if (children.some(({ type }) => type === 'image')) blocks.push({ type: 'paragraph', children, position });
    line = [];
    heading = undefined;
  };
  const say = (value: string): void => void line.push({ type: 'text', value, position });
  for (const token of htmlTokens(html.value)) {
    if (token.kind === 'text') say(decodeEntities(token.text).replaceAll(/\s+/g, ' '));
    else if (token.name === 'summary') {
      if (token.kind === 'open') flush();
      line.push({ type: 'html', value: token.kind === 'open' ? '<b>' : '</b>', position });
      if (token.kind === 'close') flush();
    } else if (token.name === 'td' || token.name === 'th') {
      if (token.kind === 'close') say(' | ');
    } else if (BLOCKS.has(token.name)) {
      flush();
      if (token.kind === 'open' && token.name === 'li') say('• ');
      if (token.kind === 'open' && token.name === 'hr') blocks.push({ type: 'thematicBreak', position });
      const depth = /^h([1-6])$/.exec(token.name)?.[1];
      if (token.kind === 'open' && depth !== undefined) heading = Number(depth) as Heading['depth'];
    } else line.push({ type: 'html', value: token.source, position });
  }
  flush();
  return blocks;
}

function trimmed(line: readonly PhrasingContent[]): PhrasingContent[] {
  const [first, ...rest] = line;
  const last = rest.at(-1) ?? first;
  return line.flatMap((node): PhrasingContent[] => {
    if (node.type !== 'text') return [node];
    let { value } = node;
    if (node === first) value = value.trimStart();
    if (node === last) value = value.trimEnd().replace(/ \|$/, '');
    return value === '' ? [] : [{ ...node, value }];
  });
}
