import type { InterfaceLanguage } from '../../../src/protocol/article.ts';

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
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="stylesheet" href="${escape(style)}">
<script type="module" src="${escape(script)}"></script>
</head>
<body><div id="page"></div></body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
