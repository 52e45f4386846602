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
  export type Content =
    | TextNode
    | TableNode
    | (Style & { readonly stack: readonly Content[] })
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
  export interface DocumentDefinition {
    readonly content: readonly Content[];
    readonly styles: Readonly<Record<string, Style>>;
    readonly defaultStyle: Style & { readonly font: string };
    readonly pageSize: 'A4';
    readonly pageMargins: readonly [number, number, number, number];
    readonly footer: (page: number, pages: number) => Content;
    readonly info: { readonly title: string; readonly creationDate?: Date };
    readonly language?: string;
    readonly displayTitle: boolean;
    readonly compress: boolean;
    readonly pageBreakBefore: (
      node: { readonly headlineLevel?: number },
      nodes: { readonly getFollowingNodesOnPage: () => readonly unknown[] },
    ) => boolean;
  }
  export type Fonts = Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>;
  const pdfmake: {
    setFonts(fonts: Fonts): void;
    setUrlAccessPolicy(mayFetch: (url: string) => boolean): void;
    setLocalAccessPolicy(mayRead: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Uint8Array> };
  };
  export default pdfmake;
}

declare module 'pdfmake/fonts/Roboto.js' {
  const fonts: Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>;
  export default fonts;
}
