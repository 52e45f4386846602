import {
  AlignmentType,
  ConcreteHyperlink,
  FootnoteReferenceRun,
  HeadingLevel,
  type IParagraphOptions,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type {
  FootnoteDefinition,
  List,
  ListItem,
  Nodes,
  PhrasingContent,
  Root,
  RootContent,
  Table as TableNode,
  TableRow as TableRowNode,
} from 'mdast';
import { directionOf } from '../direction.ts';
import { plainTextOf } from '../markdown/plain-text.ts';
import { isMisleading } from '../misleading-link.ts';
import type { Styled } from '../markdown/styled.ts';
import { linkTarget } from '../link-target.ts';
import { CODE_RUN, LIST_LEVELS, STEP_TWIPS, listLevels } from './word-styles.ts';

/** What a Word document is put together from. */
export interface WordBody {
  readonly blocks: readonly (Paragraph | Table)[];
  /** By their number in the text, from 1. */
  readonly notes: Readonly<Record<string, { readonly children: readonly Paragraph[] }>>;
  readonly lists: readonly { readonly reference: string; readonly levels: ReturnType<typeof listLevels> }[];
  /** `rId<id>` in the text and in the notes: where it leads. */
  readonly links: readonly { readonly id: string; readonly target: string; readonly in: 'text' | 'notes' }[];
}

/** Where a block stands. */
interface Place {
  readonly part: 'text' | 'notes';
  /** How many lists are around it. */
  readonly lists: number;
  readonly quotes: number;
  /** Options of the next paragraph: it is the first of a list item. */
  readonly numbering?: NonNullable<IParagraphOptions['numbering']>;
  readonly lead?: string;
  readonly isInLink?: boolean;
}

type Style = Pick<IRunOptions, 'style' | 'bold' | 'italics' | 'strike' | 'underline' | 'subScript' | 'superScript'>;

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;
const STYLES = {
  underline: { underline: {} },
  superscript: { superScript: true },
  subscript: { subScript: true },
} as const satisfies Record<Styled['style'], Style>;
const BULLETS = 'bullets';
const ALIGNMENTS = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER } as const;
/** Word opens no table that has more. */
const MOST_COLUMNS = 63;

/**
 * Walks an article's tree, as `parseDocument` makes it. Nothing is fetched: a picture becomes a link to where it is. A link leads to the web or to a mailbox, or
 * is none. Each paragraph is read from the side that most of its letters are read from. A note that nothing refers to is a paragraph
 * at the end, the tenth level of a list part of the ninth.
 */
export function toWordBody(root: Root): WordBody {
  const notes = new Map<string, FootnoteDefinition>();
  const referred = new Set<string>();
  const collect = (node: Nodes, isInNote: boolean): void => {
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node);
    if (node.type === 'footnoteReference' && !isInNote) referred.add(node.identifier);
    const isWithin = isInNote || node.type === 'footnoteDefinition';
    if ('children' in node) for (const child of node.children) collect(child, isWithin);
  };
  collect(root, false);
  const readFrom = directionOf(plainTextOf(root)) ?? 'ltr';
  const numbers = new Map<string, number>();
  const links: WordBody['links'][number][] = [];
  const lists: WordBody['lists'][number][] = [{ reference: BULLETS, levels: listLevels('bullets') }];

  function blocksOf(nodes: readonly RootContent[], place: Place): (Paragraph | Table)[] {
    return nodes.flatMap((node, index) => {
      const own = index === 0 ? place : withoutLead(place);
      const blocks = blockOf(node, own);
      // A list item that begins with something else than words still has its number.
      const isLed = place.numbering === undefined || node.type === 'paragraph' || index > 0;
      return isLed ? blocks : [paragraph([], '', place), ...blockOf(node, withoutLead(place))];
    });
  }

  function blockOf(node: RootContent, place: Place): (Paragraph | Table)[] {
    const words = (children: readonly PhrasingContent[], style: Style = {}): [Paragraph] => {
      const text = plainTextOf({ type: 'paragraph', children: [...children] });
      const isRtl = (directionOf(text) ?? readFrom) === 'rtl';
      return [paragraph(inline(children, style, place, isRtl), text, place)];
    };
    switch (node.type) {
      case 'heading': {
        const text = plainTextOf(node);
        const isRtl = (directionOf(text) ?? readFrom) === 'rtl';
        const heading = HEADINGS[node.depth - 1];
        return [
          paragraph(inline(node.children, {}, place, isRtl), text, place, heading === undefined ? {} : { heading }),
        ];
      }
      case 'paragraph':
        return words(node.children);
      case 'blockquote':
        return blocksOf(node.children, { ...place, quotes: place.quotes + 1 });
      case 'list':
        return listOf(node, place);
      case 'listItem':
        return blocksOf(node.children, place);
      case 'code':
        return [
          new Paragraph({
            style: 'Code',
            ...indentOf(place),
            children: node.value
              .split('\n')
              .map((text, index) => new TextRun({ text, ...CODE_RUN, ...(index > 0 && { break: 1 }) })),
          }),
        ];
      case 'table':
        return tableOf(node, place);
      case 'thematicBreak':
        return [new Paragraph({ thematicBreak: true })];
      case 'footnoteDefinition':
        // What is referred to stands at the foot of a page.
        return referred.has(node.identifier) && notes.get(node.identifier) === node ? [] : looseNote(node, place);
      case 'definition':
      case 'html':
      case 'yaml':
      case 'tableRow':
      case 'tableCell':
        return [];
      default:
        return words([node]);
    }
  }

  function looseNote(node: FootnoteDefinition, place: Place): (Paragraph | Table)[] {
    const [first, ...rest] = node.children;
    const label = { type: 'text', value: `[${node.label ?? node.identifier}] ` } as const;
    const led: RootContent[] =
      first?.type === 'paragraph'
        ? [{ ...first, children: [label, ...first.children] }, ...rest]
        : [{ type: 'paragraph', children: [label] }, ...node.children];
    return blocksOf(led, place);
  }

  function listOf(list: List, place: Place): (Paragraph | Table)[] {
    const level = Math.min(place.lists, LIST_LEVELS - 1);
    const reference = list.ordered === true ? `list-${lists.length}` : BULLETS;
    if (list.ordered === true) lists.push({ reference, levels: listLevels({ level, start: list.start ?? 1 }) });
    return list.children.flatMap((item) => {
      const inner: Place = { ...withoutLead(place), lists: place.lists + 1, ...leadOf(item, reference, level) };
      return item.children.length === 0 ? [paragraph([], '', inner)] : blocksOf(item.children, inner);
    });
  }

  function leadOf({ checked }: ListItem, reference: string, level: number): Pick<Place, 'numbering' | 'lead'> {
    if (typeof checked === 'boolean') return { lead: checked ? '☑ ' : '☐ ' };
    return { numbering: { reference, level } };
  }

  function tableOf({ children, align }: TableNode, place: Place): (Paragraph | Table)[] {
    const columns = Math.max(...children.map((row) => row.children.length));
    if (columns < 1) return [];
    if (columns > MOST_COLUMNS) return recordsOf(children, place);
    const rows = children.map(
      (row, at) =>
        new TableRow({
          ...(at === 0 && { tableHeader: true }),
          children: Array.from({ length: columns }, (_, column) => {
            const nodes = row.children[column]?.children ?? [];
            const text = plainTextOf({ type: 'paragraph', children: nodes });
            const isCellRtl = (directionOf(text) ?? readFrom) === 'rtl';
            const side = align?.[column];
            return new TableCell({
              margins: { left: 80, right: 80 },
              children: [
                new Paragraph({
                  spacing: { after: 0 },
                  ...(typeof side === 'string' && { alignment: ALIGNMENTS[side] }),
                  ...(isCellRtl && { bidirectional: true }),
                  children: inline(nodes, at === 0 ? { bold: true } : {}, place, isCellRtl),
                }),
              ],
            });
          }),
        }),
    );
    // Without a paragraph between them two tables would be one.
    return [
      new Table({
        rows,
        width: { size: 100, type: WidthType.PERCENTAGE },
        ...(readFrom === 'rtl' && { visuallyRightToLeft: true }),
      }),
      new Paragraph({ spacing: { after: 0 } }),
    ];
  }

  /** Row by row, each cell with the name of its column. */
  function recordsOf([header, ...rows]: readonly TableRowNode[], place: Place): Paragraph[] {
    const names = (header?.children ?? []).map((cell) => plainTextOf(cell));
    const lines = rows.length === 0 ? [names] : rows.map(({ children }) => children.map(plainTextOf));
    return lines.map((cells) => {
      const text = cells.map((cell, at) => (rows.length === 0 ? cell : `${names[at] ?? ''}: ${cell}`)).join(' · ');
      return paragraph([new TextRun(text)], text, place);
    });
  }

  function paragraph(
    children: readonly ParagraphChild[],
    text: string,
    place: Place,
    options: IParagraphOptions = {},
  ): Paragraph {
    const { lead, numbering, quotes } = place;
    const isRtl = (directionOf(text) ?? readFrom) === 'rtl';
    return new Paragraph({
      ...(quotes > 0 && options.heading === undefined && { style: 'Quote' }),
      ...(numbering === undefined ? indentOf(place) : { numbering }),
      ...(isRtl && { bidirectional: true }),
      ...options,
      children:
        lead === undefined ? children : [new TextRun({ text: lead, ...(isRtl && { rightToLeft: true }) }), ...children],
    });
  }

  function inline(nodes: readonly PhrasingContent[], style: Style, place: Place, isRtl: boolean): ParagraphChild[] {
    return nodes.flatMap((node) => phrase(node, style, place, isRtl));
  }

  function phrase(node: PhrasingContent, style: Style, place: Place, isRtl: boolean): ParagraphChild[] {
    const run = (text: string, more: IRunOptions = {}): TextRun[] =>
      text === '' ? [] : [new TextRun({ ...style, text, ...(isRtl && { rightToLeft: true }), ...more })];
    const within = (children: readonly PhrasingContent[], more: Style): ParagraphChild[] =>
      inline(children, { ...style, ...more }, place, isRtl);
    switch (node.type) {
      case 'text':
        return run(node.value.replaceAll('\n', ' '));
      case 'strong':
        return within(node.children, { bold: true });
      case 'emphasis':
        return within(node.children, { italics: true });
      case 'delete':
        return within(node.children, { strike: true });
      case 'styled':
        return within(node.children, STYLES[node.style]);
      case 'inlineCode':
        return [new TextRun({ ...style, ...CODE_RUN, text: node.value })];
      case 'break':
        return [new TextRun({ break: 1 })];
      case 'link':
        return link(
          { url: node.url, said: plainTextOf({ type: 'paragraph', children: node.children }) },
          place,
          (more) => inline(node.children, { ...style, ...more }, { ...place, isInLink: true }, isRtl),
          run,
        );
      case 'image':
        return link({ url: node.url, said: node.alt ?? '' }, place, (more) => run(node.alt ?? '', more), run);
      case 'footnoteReference': {
        const note = notes.get(node.identifier);
        // A note within a note would be one of Word's that nothing opens.
        if (note === undefined || place.part === 'notes') return run(`[${node.label ?? node.identifier}]`);
        const number = numbers.get(node.identifier) ?? numbers.size + 1;
        numbers.set(node.identifier, number);
        return [new FootnoteReferenceRun(number)];
      }
      default:
        // References and HTML, of which a document that was read has none.
        return [];
    }
  }

  /** In a link there is no other: a picture in it is its words. Where they hide an address, the true one stands beside them. */
  function link(
    { url, said }: { readonly url: string; readonly said: string },
    { part, isInLink }: Place,
    wordsIn: (more: Style) => ParagraphChild[],
    run: (text: string, more?: IRunOptions) => ParagraphChild[],
  ): ParagraphChild[] {
    const target = isInLink === true ? undefined : linkTarget(url);
    const style = target === undefined ? {} : { style: 'Hyperlink' };
    const words = wordsIn(style);
    const shown = words.length > 0 || isInLink === true || url.startsWith('data:') ? words : run(url, style);
    if (target === undefined) return shown;
    const id = `Link${links.length + 1}`;
    links.push({ id, target, in: part });
    const linked = new ConcreteHyperlink(shown, id);
    return isMisleading(said, target) ? [linked, ...run(` (${target})`)] : [linked];
  }

  const text: Place = { part: 'text', lists: 0, quotes: 0 };
  const isNote = ({ type }: RootContent): boolean => type === 'footnoteDefinition';
  const loose = root.children.filter(isNote);
  const body = root.children.filter((node) => !isNote(node));
  const blocks = [...blocksOf(body, text), ...blocksOf(loose, text)];
  const drawn: Record<string, { children: Paragraph[] }> = {};
  for (const [identifier, number] of numbers) {
    const nodes = notes.get(identifier)?.children ?? [];
    const children = blocksOf(nodes, { part: 'notes', lists: 0, quotes: 0 });
    // A note holds paragraphs only.
    drawn[number] = {
      children: children.every((block) => block instanceof Paragraph)
        ? children
        : nodes.map((node) => paragraph([new TextRun(plainTextOf(node))], '', text)),
    };
  }
  return { blocks, notes: drawn, lists, links };
}

function withoutLead({ part, lists, quotes }: Place): Place {
  return { part, lists, quotes };
}

function indentOf({ lists, quotes }: Place): Pick<IParagraphOptions, 'indent'> {
  const steps = Math.min(lists, LIST_LEVELS) + quotes;
  return steps === 0 ? {} : { indent: { left: STEP_TWIPS * steps } };
}
