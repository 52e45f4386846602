import { type Messages, messages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import type { BuiltPage } from '../page/build.ts';
import { escapeHtml } from '../../../src/lib/escape-html.ts';

export interface Shell {
  readonly language: InterfaceLanguage;
  /** As somebody chose it; `auto`: as their system is set. */
  readonly theme: 'auto' | 'light' | 'dark';
  readonly page: Pick<BuiltPage, 'script' | 'style' | 'words' | 'fonts'>;
  /** What the script will ask for first. */
  readonly first: readonly string[];
}

/** Where the files of the page are. */
export const ASSETS = '/assets/';

/** The page before its script has run: no word of anybody else is in it. */
export function drawShell({ language, theme, page, first }: Shell): string {
  const { page: words }: Messages = messages(language);
  const asset = (name: string): string => escapeHtml(`${ASSETS}${name}`);
  const dictionary = page.words[language] ?? page.words['en'];
  const fonts = lettersOf(language).flatMap((script) => page.fonts[script] ?? []);
  return `<!doctype html>
<html lang="${escapeHtml(language)}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
<title>Copydesk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${asset(page.style)}">
${[
  ...fonts.map((name) => `<link rel="preload" as="font" type="font/woff2" href="${asset(name)}" crossorigin>`),
  ...(dictionary === undefined ? [] : [`<link rel="modulepreload" href="${asset(dictionary)}">`]),
  // As the script asks: with cookies of this origin.
  ...first.map((path) => `<link rel="preload" as="fetch" href="${escapeHtml(path)}" crossorigin>`),
].join('\n')}
<script type="module" src="${asset(page.script)}"></script>
</head>
<body><div id="page"><header class="masthead"><span class="brand">Copydesk</span></header><main><p class="loading">${escapeHtml(words.loading)}</p><noscript><p class="loading">${escapeHtml(words.noScript)}</p></noscript></main></div></body>
</html>
`;
}

function lettersOf(language: InterfaceLanguage): readonly string[] {
  return new Intl.Locale(language).maximize().script === 'Cyrl' ? ['latin', 'cyrillic'] : ['latin'];
}
