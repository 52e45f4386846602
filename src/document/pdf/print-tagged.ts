import { createRequire } from 'node:module';
import type { Content, Fonts, PrintedWord, Style } from 'pdfmake';
import type * as LayoutBuilderModule from 'pdfmake/js/LayoutBuilder.js';
import type * as PDFDocumentModule from 'pdfmake/js/PDFDocument.js';
import type * as RendererModule from 'pdfmake/js/Renderer.js';
import type * as SVGMeasureModule from 'pdfmake/js/SVGMeasure.js';
import type { Line } from 'pdfmake/js/LayoutBuilder.js';
import type { default as Document, StructureElement } from 'pdfmake/js/PDFDocument.js';
import type { PdfBody } from './pdf-body.ts';
import type { LinkTag, Tag } from './tag.ts';

export interface PrintOptions {
  readonly body: PdfBody;
  readonly styles: Readonly<Record<string, Style>>;
  readonly defaultStyle: Style & { readonly font: string };
  /** Points. */
  readonly margins: Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>;
  readonly footer: (page: number, pages: number) => Content;
  readonly fonts: Fonts;
  readonly title: string;
  readonly madeAt: Date;
  /** BCP 47. */
  readonly language?: string;
}

/** ISO 216, in points. */
const A4 = { width: 595.28, height: 841.89, orientation: 'portrait' } as const;
/** The first whose structure is what readers know today: ISO 32000-1. */
const PDF_VERSION = '1.7';

const require = createRequire(import.meta.url);

/**
 * Lays out and prints as pdfmake does, which by itself says nothing of what the words are, and says it: a tagged PDF. What has no element
 * (page numbers, lines, headers of a table that come again) is marked as decoration. Reads no file but the fonts.
 */
export async function printTagged(options: PrintOptions): Promise<Uint8Array> {
  const { body, styles, defaultStyle, margins, footer, fonts, title, madeAt, language } = options;
  const { PDFDocument, LayoutBuilder, SVGMeasure, TaggingRenderer } = loadParts();
  const files = new Set(Object.values(fonts).flatMap((faces) => Object.values(faces)));
  const document = new PDFDocument(
    fonts,
    {},
    {},
    {},
    {
      size: [A4.width, A4.height],
      pdfVersion: PDF_VERSION,
      tagged: true,
      displayTitle: true,
      compress: true,
      autoFirstPage: false,
      font: null,
      info: { Title: title, CreationDate: madeAt, Producer: 'pdfmake', Creator: 'Copydesk' },
      ...(language !== undefined && { lang: language }),
    },
    null,
    (path) => files.has(path),
  );
  const pages = new LayoutBuilder(A4, margins, new SVGMeasure()).layoutDocument(
    body.content,
    document,
    styles,
    defaultStyle,
    undefined,
    undefined,
    footer,
    undefined,
    // A heading stays with what it is about.
    ({ headlineLevel }, nodes) => headlineLevel !== undefined && nodes.getFollowingNodesOnPage().length === 0,
  );
  for (const { item, label } of body.items) {
    const { _inlines: words = [] } = item.listMarker ?? {};
    for (const word of words) word.tag = label;
  }
  new TaggingRenderer(document, body.structure).renderPages(pages);
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => document.once('end', resolve).once('error', reject));
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Loaded when the first one is printed. */
function loadParts() {
  const { default: PDFDocument } = require('pdfmake/js/PDFDocument.js') as typeof PDFDocumentModule;
  const { default: LayoutBuilder } = require('pdfmake/js/LayoutBuilder.js') as typeof LayoutBuilderModule;
  const { default: Renderer } = require('pdfmake/js/Renderer.js') as typeof RendererModule;
  const { default: SVGMeasure } = require('pdfmake/js/SVGMeasure.js') as typeof SVGMeasureModule;

  class TaggingRenderer extends Renderer {
    readonly #document: Document;
    readonly #elements = new Map<Tag, StructureElement>();
    readonly #printed = new Set<PrintedWord>();

    constructor(document: Document, structure: Tag) {
      super(document);
      this.#document = document;
      document.addStructure(this.#open(structure));
    }

    override renderVector(vector: object): void {
      this.#decorate('Layout', () => super.renderVector(vector));
    }

    override renderLine(line: Line, x: number, y: number): void {
      for (const [at, { tag, words }] of runsOf(line.inlines).entries()) {
        const run = line.clone();
        // Words stay where the whole line has them.
        Object.assign(run, {
          inlines:
            tag?.type === 'Link' ? words.map((word) => ({ ...word, link: null, linkToDestination: null })) : words,
          getHeight: () => line.getHeight(),
          getAscenderHeight: () => line.getAscenderHeight(),
          ...(at > 0 && { _outline: undefined, id: undefined }),
        });
        const print = (): void => super.renderLine(run, x, y);
        // The header of a table comes again on its next page.
        const isAgain = words.some((word) => this.#printed.has(word));
        for (const word of words) this.#printed.add(word);
        const element = isAgain ? undefined : this.#elements.get(tag?.type === 'Link' ? tag.within : (tag as Tag));
        if (tag === undefined || element === undefined) this.#decorate('Pagination', print);
        else if (tag.type === 'Link') this.#link(element, tag, words, { x, y, height: line.getHeight() }, print);
        else this.#mark(element, tag.type, print);
      }
    }

    /** Also of what is not printed yet: the order is that of the text, whatever comes first on the pages. */
    #open(tag: Tag): StructureElement {
      const element = this.#document.struct(tag.type, tag.type === 'TH' ? { scope: 'Column' } : {});
      this.#elements.set(tag, element);
      for (const child of tag.children) element.add(this.#open(child));
      return element;
    }

    #decorate(type: 'Pagination' | 'Layout', print: () => void): void {
      this.#document.markContent('Artifact', { type });
      print();
      this.#document.endMarkedContent();
    }

    #mark(element: StructureElement, type: string, print: () => void): void {
      element.add(this.#document.markStructureContent(type));
      print();
      this.#document.endMarkedContent();
    }

    /** One place to press for all its words on a line. */
    #link(
      within: StructureElement,
      { says }: LinkTag,
      words: readonly PrintedWord[],
      at: { readonly x: number; readonly y: number; readonly height: number },
      print: () => void,
    ): void {
      const [first] = words;
      const last = words.at(-1);
      if (first === undefined || last === undefined) return;
      const link = this.#document.struct('Link');
      within.add(link);
      this.#mark(link, 'Link', print);
      const width = last.x + last.width - last.trailingCut - first.x;
      const options = { structParent: link, Contents: Object(says) as object };
      const { link: url, linkToDestination } = first;
      if (typeof url === 'string') this.#document.link(at.x + first.x, at.y, width, at.height, url, options);
      if (typeof linkToDestination === 'string')
        this.#document.goTo(at.x + first.x, at.y, width, at.height, linkToDestination, options);
      // It names the page of what is pressed, which is this one.
      link.end();
    }
  }
  return { PDFDocument, LayoutBuilder, SVGMeasure, TaggingRenderer };
}

interface Run {
  readonly tag: Tag | LinkTag | undefined;
  readonly words: PrintedWord[];
}

/** Words that follow one another in one element. */
function runsOf(words: readonly PrintedWord[]): readonly Run[] {
  const runs: Run[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last !== undefined && last.tag === word.tag) last.words.push(word);
    else runs.push({ tag: word.tag, words: [word] });
  }
  return runs;
}
