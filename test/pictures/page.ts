import { readFile } from 'node:fs/promises';
import { html, type Markup } from './html.ts';

/** From npm packages, so that a picture is the same on every machine. */
const FONTS = [
  import.meta.resolve('@fontsource/lato/latin-400.css'),
  import.meta.resolve('@fontsource/lato/latin-400-italic.css'),
  import.meta.resolve('@fontsource/lato/latin-700.css'),
  import.meta.resolve('@fontsource/lato/latin-900.css'),
  import.meta.resolve('@fontsource-variable/inter/index.css'),
  import.meta.resolve('@fontsource-variable/inter/wght-italic.css'),
  import.meta.resolve('@infolektuell/noto-color-emoji/index.css'),
];

export type Platform = 'slack' | 'telegram';

/** An HTML document that looks like a platform: its style sheet is beside what draws it. */
export async function toPage(platform: Platform, body: Markup): Promise<string> {
  const style = await readFile(new URL(`${platform}/${platform}.css`, import.meta.url), 'utf8');
  const fonts = FONTS.map((font) => html`<link rel="stylesheet" href="${font}">`);
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
${fonts}
<style>
* { box-sizing: border-box; }
body { margin: 0; -webkit-font-smoothing: antialiased; }
${{ markup: style }}
</style>
<body class="${platform}">${body}</body>
</html>`.markup;
}
