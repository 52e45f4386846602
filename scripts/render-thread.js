// Draws what a terminal showed as docs/thread.svg. To make the picture again, open an article in a window of 90 columns:
//   tmux new-session -x 90 -y 60 'npm start'
//   tmux capture-pane -pe > test/fixtures/terminal/thread.ansi      (then cut it to what is to be seen)
//   node scripts/render-thread.js < test/fixtures/terminal/thread.ansi > docs/thread.svg
// An argument says what else is shown, for who cannot see it.
import { readFileSync } from 'node:fs';

const TITLE = process.argv[2] ?? 'Copydesk: a thread in the terminal chat';
const FONT_SIZE = 14.5;
const COLUMN = FONT_SIZE * 0.6;
const ROW = 18;
const PADDING = 20;
const TITLE_BAR = 38;

/** SGR codes of foreground colours, as classes of the style sheet below. */
const COLORS = { 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };

const STYLE = `
  .window { fill: #ffffff; stroke: #d1d9e0; } .bar { fill: #f6f8fa; }
  text { fill: #1f2328; font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; white-space: pre; }
  .bold { font-weight: 700; } .italic { font-style: italic; } .dim { fill: #59636e; }
  .red { fill: #cf222e; } .green { fill: #1a7f37; } .yellow { fill: #9a6700; } .cyan { fill: #1b7c83; }
  @media (prefers-color-scheme: dark) {
    .window { fill: #0d1117; stroke: #3d444d; } .bar { fill: #151b23; }
    text { fill: #f0f6fc; } .dim { fill: #9198a1; }
    .red { fill: #ff7b72; } .green { fill: #3fb950; } .yellow { fill: #d29922; } .cyan { fill: #39c5cf; }
  }`;

const lines = readFileSync(0, 'utf8').trimEnd().split('\n').map(toRuns());
const columns = Math.max(...lines.flat().map(({ column, text }) => column + text.length));
const width = Math.ceil(columns * COLUMN + 2 * PADDING);
const height = Math.ceil(lines.length * ROW + TITLE_BAR + 2 * PADDING - 10);

process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${TITLE}">
<title>${TITLE}</title>
<style>${STYLE}
</style>
<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
<path class="bar" d="M1 ${TITLE_BAR} V10.5 A9.5 9.5 0 0 1 10.5 1 H${width - 10.5} A9.5 9.5 0 0 1 ${width - 1} 10.5 V${TITLE_BAR} Z"/>
<circle cx="22" cy="19.5" r="6" fill="#ff5f57"/><circle cx="42" cy="19.5" r="6" fill="#febc2e"/><circle cx="62" cy="19.5" r="6" fill="#28c840"/>
<text class="dim" x="${width / 2}" y="24.5" text-anchor="middle">npm start</text>
${lines.flatMap((runs, row) => runs.map((run) => draw(run, row))).join('\n')}
</svg>
`);

/** Reads lines in order; a style lasts until it is changed, over the end of a line too. */
function toRuns() {
  const style = { color: '', bold: false, dim: false, italic: false };
  return (line) => {
    const runs = [];
    let column = 0;
    // oxlint-disable-next-line no-control-regex -- it is what terminals are sent
    for (const [, codes, text] of line.matchAll(/(?:\u001b\[([\d;]*)m)|([^\u001b]+)/g)) {
      if (text === undefined) {
        for (const code of codes.split(';')) apply(style, Number(code));
        continue;
      }
      const lead = text.length - text.trimStart().length;
      if (text.trim() !== '') runs.push({ ...style, column: column + lead, text: text.trim() });
      column += text.length;
    }
    return runs;
  };
}

function apply(style, code) {
  if (code === 0) Object.assign(style, { color: '', bold: false, dim: false, italic: false });
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 3) style.italic = true;
  else if (code === 22) Object.assign(style, { bold: false, dim: false });
  else if (code === 23) style.italic = false;
  else if (code === 39) style.color = '';
  else if (code in COLORS) style.color = COLORS[code];
}

/** Stretched to its columns, so that it lines up whichever font the reader has. */
function draw({ color, bold, dim, italic, column, text }, row) {
  const styles = [color, bold && 'bold', dim && 'dim', italic && 'italic'].filter(Boolean).join(' ');
  const x = (PADDING + column * COLUMN).toFixed(1);
  const y = TITLE_BAR + PADDING + row * ROW + 8;
  const length = (text.length * COLUMN).toFixed(1);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text${styles && ` class="${styles}"`} x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped}</text>`;
}
