import { withoutControls } from './without-controls.ts';

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
]);

/** Commands of LaTeX that begin like the escapes `\t` and `\n`, and that no word follows a tab or line break as. */
const TAB_COMMANDS =
  /^t(?:imes|heta|ext(?:bf|it|rm|sf|tt|sc|normal|style)?|au|o|an|anh|op|riangle\w*|frac|binom|ilde|herefore|hickapprox|hicksim|hinspace|woheadrightarrow|ag|extcolor|extsuperscript|extsubscript)(?![a-z])/;
const LINE_COMMANDS =
  /^n(?:abla|eq|otin|leq|geq|mid|subseteq|supseteq|onumber|parallel|rightarrow|leftarrow|Rightarrow|Leftarrow|cong|sim|prec|succ|vdash|less|gtr|leqslant|geqslant|earrow|warrow)(?![a-z])/;
/** Only within a formula: outside, a line may begin with these letters. */
const LINE_COMMANDS_IN_MATH = /^n(?:u|e|i|ot|eg|exists|ewline|ormalsize|atural|olimits)(?![a-z])/;

/**
 * The string that begins with a quotation mark at `from`, and where it ends; undefined when it does not. An escape that JSON knows and nobody means
 * (form feed, backspace, tab within a word) is the backslash that the model forgot to double: `\frac`, `\beta`, `\times` stay as written.
 */
export function readJsonString(
  text: string,
  from: number,
): { readonly value: string; readonly end: number } | undefined {
  const opening = text[from] ?? '';
  const stop = opening === '“' ? /[\\”]/g : opening === "'" ? /[\\']/g : /[\\"]/g;
  let value = '';
  let inMath = false;
  let isAfterBreak = false;
  let last = '';
  let at = from + 1;
  for (;;) {
    stop.lastIndex = at;
    const found = stop.exec(text);
    if (found === null) return undefined;
    const piece = text.slice(at, found.index);
    value += piece;
    inMath = mathAfter(piece, inMath);
    isAfterBreak &&= piece === '';
    at = found.index;
    if (found[0] !== '\\') {
      // An apostrophe ends no word but a string: a comma, colon or bracket follows.
      if (opening !== "'" || /^\s*(?:[,:}\]]|$)/.test(text.slice(at + 1, at + 40)))
        return { value: withoutControls(value), end: at + 1 };
      value += found[0];
      at += 1;
      continue;
    }
    // Where code is indented: at the beginning of a line, perhaps behind another tab.
    const isIndent = /^[\t\n]$/.test(piece === '' ? last : piece.slice(-1));
    const escape = readEscape(text.slice(at + 1, at + 40), { inMath, isIndent });
    last = escape.value.slice(-1);
    value += escape.value;
    // A formula does not go beyond its paragraph.
    if (escape.value === '\n' && isAfterBreak) inMath = false;
    isAfterBreak = escape.value === '\n';
    at += 1 + escape.length;
  }
}

/** @param rest what follows the backslash */
function readEscape(
  rest: string,
  { inMath, isIndent }: { readonly inMath: boolean; readonly isIndent: boolean },
): { readonly value: string; readonly length: number } {
  const letter = rest[0] ?? '';
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { value: simple, length: 1 };
  const code = /^u([0-9a-fA-F]{4})/.exec(rest)?.[1];
  if (code !== undefined) return { value: String.fromCharCode(Number.parseInt(code, 16)), length: 5 };
  const isWord = /^[a-zA-Z]{2}/.test(rest);
  if (letter === 'n' && !LINE_COMMANDS.test(rest) && !(inMath && LINE_COMMANDS_IN_MATH.test(rest)))
    return { value: '\n', length: 1 };
  if (letter === 't' && (!isWord || (isIndent && !inMath && !TAB_COMMANDS.test(rest))))
    return { value: '\t', length: 1 };
  if (letter === 'r' && !isWord) return { value: '\n', length: rest.startsWith('r\\n') ? 3 : 1 };
  if ((letter === 'b' || letter === 'f') && !isWord) return { value: ' ', length: 1 };
  // No escape at all: `\alpha`, `\(`, `\_`.
  return { value: '\\', length: 0 };
}

/** Whether a `$` is open behind the piece. */
function mathAfter(piece: string, before: boolean): boolean {
  const paragraph = piece.lastIndexOf('\n\n');
  const dollars = piece.slice(paragraph + 1).split('$').length - 1;
  return (paragraph === -1 ? before : false) !== (dollars % 2 === 1);
}
