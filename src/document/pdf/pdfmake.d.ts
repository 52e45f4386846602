/** As much of it as we use; it comes without types. */
declare module 'pdfmake' {
  export interface Style {
    readonly fontSize?: number;
    readonly bold?: boolean;
    readonly italics?: boolean;
    readonly color?: string;
    readonly background?: string;
    readonly decoration?: 'underline' | 'lineThrough';
    readonly lineHeight?: number;
    readonly alignment?: 'left' | 'center' | 'right';
    /** Points: left, top, right, bottom. */
    readonly margin?: readonly [number, number, number, number];
    readonly sup?: boolean;
    readonly sub?: boolean;
    readonly preserveLeadingSpaces?: boolean;
  }
  export interface TextNode extends Style {
    readonly text: string | readonly Inline[];
    readonly style?: string;
    readonly link?: string;
    readonly linkToDestination?: string;
    readonly id?: string;
    readonly outline?: boolean;
    readonly outlineText?: string;
    readonly outlineExpanded?: boolean;
    readonly headlineLevel?: number;
  }
  export type Inline = string | TextNode;
  export interface TableLayout {
    readonly hLineWidth?: (row: number, node: TableNode) => number;
    readonly vLineWidth?: (column: number) => number;
    readonly hLineColor?: () => string;
    readonly vLineColor?: () => string;
    readonly fillColor?: (row: number) => string | null;
    readonly paddingLeft?: () => number;
    readonly paddingRight?: () => number;
    readonly paddingTop?: () => number;
    readonly paddingBottom?: () => number;
  }
  export interface TableNode extends Style {
    readonly table: {
      readonly headerRows?: number;
      readonly keepWithHeaderRows?: number;
      readonly dontBreakRows?: boolean;
      readonly widths: readonly ('*' | 'auto')[];
      readonly body: readonly (readonly Content[])[];
    };
    readonly layout?: TableLayout;
  }
  export type ListItemNode = Style & {
    readonly stack: readonly Content[];
    /** Made by the layout, of what an item of a numbered list begins with. */
    readonly listMarker?: { readonly _inlines?: PrintedWord[] };
  };
  export type Content =
    | TextNode
    | TableNode
    | ListItemNode
    | (Style & { readonly ul: readonly Content[] })
    | (Style & { readonly ol: readonly Content[]; readonly start?: number })
    | (Style & {
        readonly canvas: readonly {
          readonly type: 'line';
          readonly x1: number;
          readonly y1: number;
          readonly x2: number;
          readonly y2: number;
          readonly lineWidth: number;
          readonly lineColor: string;
        }[];
      });
  export type Fonts = Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>;
  /** A word where it is printed. */
  export interface PrintedWord {
    readonly text: string;
    /** From where its line begins, points. */
    readonly x: number;
    /** With the spaces behind it, which take `trailingCut`. */
    readonly width: number;
    readonly trailingCut: number;
    readonly link?: string | null;
    readonly linkToDestination?: string | null;
  }
}

declare module 'pdfmake/js/PDFDocument.js' {
  import type { Readable } from 'node:stream';
  import type { Fonts } from 'pdfmake';
  /** What stands between two marks in the content of a page. */
  export interface MarkedContent {
    readonly refs: readonly unknown[];
  }
  export interface StructureElement {
    add(child: StructureElement | MarkedContent): this;
    end(): void;
  }
  /** pdfkit's, with the fonts of pdfmake. */
  export default class PDFDocument extends Readable {
    constructor(
      fonts: Fonts,
      images: object,
      patterns: object,
      attachments: object,
      options: object,
      virtualFiles: null,
      mayRead: (path: string) => boolean,
    );
    struct(type: string, options?: { readonly scope?: 'Column' }): StructureElement;
    addStructure(element: StructureElement): this;
    markContent(tag: 'Artifact', options: { readonly type: 'Pagination' | 'Layout' }): this;
    markStructureContent(tag: string): MarkedContent;
    endMarkedContent(): this;
    link(x: number, y: number, width: number, height: number, url: string, options: object): this;
    goTo(x: number, y: number, width: number, height: number, name: string, options: object): this;
    end(): void;
  }
}

declare module 'pdfmake/js/LayoutBuilder.js' {
  import type { Content, PrintedWord, Style } from 'pdfmake';
  import type PDFDocument from 'pdfmake/js/PDFDocument.js';
  export interface Page {
    readonly items: readonly object[];
  }
  export interface Line {
    inlines: PrintedWord[];
    readonly id?: string;
    readonly _outline?: object;
    clone(): Line;
    getHeight(): number;
    getAscenderHeight(): number;
  }
  export default class LayoutBuilder {
    constructor(
      pageSize: PageSize,
      margins: Readonly<Record<'left' | 'top' | 'right' | 'bottom', number>>,
      svg: object,
    );
    layoutDocument(
      content: readonly Content[],
      document: PDFDocument,
      styles: Readonly<Record<string, Style>>,
      defaultStyle: Style & { readonly font: string },
      background: undefined,
      header: undefined,
      footer: (page: number, pages: number) => Content,
      watermark: undefined,
      pageBreakBefore: (
        node: { readonly headlineLevel?: number },
        nodes: { readonly getFollowingNodesOnPage: () => readonly unknown[] },
      ) => boolean,
    ): readonly Page[];
  }
  export interface PageSize {
    readonly width: number;
    readonly height: number;
    readonly orientation: 'portrait';
  }
}

declare module 'pdfmake/js/Renderer.js' {
  import type PDFDocument from 'pdfmake/js/PDFDocument.js';
  import type { Line, Page } from 'pdfmake/js/LayoutBuilder.js';
  export default class Renderer {
    constructor(document: PDFDocument);
    renderPages(pages: readonly Page[]): void;
    renderLine(line: Line, x: number, y: number): void;
    renderVector(vector: object): void;
  }
}

declare module 'pdfmake/js/SVGMeasure.js' {
  export default class SVGMeasure {
    measureSVG(svg: string): { readonly width: number; readonly height: number };
  }
}

declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>;
  export default fonts;
}
