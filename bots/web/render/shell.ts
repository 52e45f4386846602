import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { escapeHtml } from './escape-html.ts';

export interface Shell {
  readonly language: InterfaceLanguage;
  readonly title: string;
  /** Addresses of the page's own files. */
  readonly script: string;
  readonly style: string;
}

/** The page before its script has run: no word of anybody else is in it. */
export function drawShell({ language, title, script, style }: Shell): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(style)}">
<script type="module" src="${escapeHtml(script)}"></script>
</head>
<body><div id="page"></div></body>
</html>
`;
}
