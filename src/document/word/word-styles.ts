import { AlignmentType, type ILevelsOptions, type IStylesOptions, LevelFormat } from 'docx';

/** Twentieths of a point, Word's unit of length: half an inch. */
export const STEP_TWIPS = 720;
const HANGING_TWIPS = 360;
/** Word has no more. */
export const LIST_LEVELS = 9;
const BULLETS = ['•', '◦', '▪'];
const CODE_FONT = 'Courier New';

/** How the document looks. Everything is a style with Word's own name where it has one, so that a house can restyle it. */
export function wordStyles(language: string | undefined): IStylesOptions {
  const heading = (halfPoints: number) => ({
    run: { bold: true, size: halfPoints, color: '1F1F1F' },
    paragraph: { keepNext: true, spacing: { before: 240, after: 120 } },
  });
  return {
    default: {
      document: {
        run: {
          font: 'Calibri',
          size: 22,
          ...(language !== undefined && { language: { value: language, eastAsia: language, bidirectional: language } }),
        },
        paragraph: { spacing: { after: 120, line: 276 } },
      },
      heading1: heading(36),
      heading2: heading(30),
      heading3: heading(26),
      heading4: heading(24),
      heading5: heading(22),
      heading6: heading(22),
    },
    paragraphStyles: [
      {
        id: 'Quote',
        name: 'Quote',
        basedOn: 'Normal',
        run: { color: '595959' },
        paragraph: { border: { left: { style: 'single', size: 12, space: 8, color: 'BFBFBF' } } },
      },
      {
        id: 'Code',
        name: 'Code',
        basedOn: 'Normal',
        run: { size: 20 },
        paragraph: { shading: { type: 'clear', fill: 'F2F2F2' }, spacing: { line: 240 } },
      },
    ],
  };
}

/** What code is set in. */
export const CODE_RUN = { font: CODE_FONT, noProof: true } as const;

/** All levels of a list: numbers that begin at `start`, or bullets. */
export function listLevels(kind: 'bullets' | { readonly level: number; readonly start: number }): ILevelsOptions[] {
  return Array.from({ length: LIST_LEVELS }, (_, level) => ({
    level,
    ...(kind === 'bullets'
      ? { format: LevelFormat.BULLET, text: BULLETS[level % BULLETS.length] ?? '•' }
      : { format: LevelFormat.DECIMAL, text: `%${level + 1}.`, start: level === kind.level ? kind.start : 1 }),
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: STEP_TWIPS * (level + 1), hanging: HANGING_TWIPS } } },
  }));
}
