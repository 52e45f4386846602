import { escapeHtml } from '../../lib/escape-html.ts';

export interface HtmlFile {
  readonly title: string;
  /** BCP 47. Absent: not known. */
  readonly language?: string;
  /** Of the page. Absent: that of its parts. */
  readonly direction?: string;
  /** CSS. */
  readonly style: string;
  /** HTML, in which whatever others wrote is text. */
  readonly body: string;
}

/** One file that can be kept, sent and printed: nothing is fetched, no script runs. */
export function htmlFile({ title, language, direction, style, body }: HtmlFile): string {
  const attributes = [
    ...(language === undefined ? [] : [` lang="${escapeHtml(language)}"`]),
    ...(direction === undefined ? [] : [` dir="${direction}"`]),
  ];
  return `<!doctype html>
<html${attributes.join('')}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}
</style>
</head>
<body>
${body}</body>
</html>
`;
}
