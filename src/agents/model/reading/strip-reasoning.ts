import { maskCode } from './mask-code.ts';

/** An answer without what the model said to itself. */
export interface Stripped {
  readonly text: string;
  /** It thought, and never came to an answer. */
  readonly unfinished: boolean;
}

const NAMES =
  'think|thinking|thoughts?|reason|reasoning|reflection|scratchpad|analysis|antthinking|(?:inner|internal)_monologue|chain_of_thought|(?:seed|mm):think';
/**
 * Where reasoning begins and ends: DeepSeek, Qwen and many others `<think>`; Seed and MiniMax with a prefix; Magistral `[THINK]`; Kimi `◁think▷`;
 * OpenThinker and Cohere in words; MedGemma and Gemma with tokens of their own.
 */
const OPENING = `<(?:${NAMES})(?:\\s[^<>]{0,200})?>|\\[THINK\\]|◁think▷|<\\|(?:begin_of_thought|START_THINKING)\\|>|<unused94>|<\\|channel>\\s?thought`;
const CLOSING = `</(?:${NAMES})\\s{0,9}>|\\[/THINK\\]|◁/think▷|<\\|(?:end_of_thought|END_THINKING)\\|>|<unused95>|<channel\\|>`;
const AT_START = new RegExp(`^(?:${OPENING})`, 'i');
const ANY = new RegExp(`(${OPENING})|${CLOSING}`, 'gi');

/** Takes reasoning out of a text: blocks before it, one of which only the end is seen, and blocks within. Tags that are code stay. */
export function stripReasoning(given: string): Stripped {
  const { text, unfinished } = stripLeading(given);
  return unfinished ? { text, unfinished } : stripInner(text);
}

/** The same before an answer in JSON, in whose strings a tag may be what the answer is about. */
export function stripReasoningBeforeJson(given: string): Stripped {
  const { text, unfinished } = stripLeading(given);
  if (unfinished || /^\s*[{[`"]/.test(text)) return { text, unfinished };
  const brace = text.lastIndexOf('{');
  const last = [...text.matchAll(ANY)].findLast(({ index, 1: opening }) => opening === undefined && index < brace);
  return { text: last === undefined ? text : text.slice(last.index + last[0].length), unfinished: false };
}

function stripLeading(given: string): Stripped {
  let text = given.trimStart();
  for (;;) {
    const opening = AT_START.exec(text)?.[0];
    if (opening === undefined) return { text, unfinished: false };
    const end = endOfReasoning(text.slice(opening.length));
    if (end === undefined) return { text: '', unfinished: true };
    text = text.slice(opening.length + end).trimStart();
  }
}

function endOfReasoning(text: string): number | undefined {
  for (const { index, 0: mark, 1: opening } of text.matchAll(ANY)) {
    if (opening === undefined && !isQuoted(text, index, mark.length)) return index + mark.length;
  }
  return undefined;
}

/** Reasoning that speaks of its own tags puts them between backticks or quotes. */
function isQuoted(text: string, at: number, length: number): boolean {
  return /[`"'“«]/.test(text[at - 1] ?? '') && /[`"'”»]/.test(text[at + length] ?? '');
}

function stripInner(text: string): Stripped {
  const masked = maskCode(text);
  const kept: string[] = [];
  let from = 0;
  let open: { readonly at: number; readonly beginsLine: boolean } | undefined;
  for (const mark of masked.matchAll(ANY)) {
    const end = mark.index + mark[0].length;
    if (mark[1] !== undefined) {
      open ??= {
        at: mark.index,
        beginsLine: /(?:^|\n)[ \t]{0,9}$/.test(masked.slice(Math.max(0, mark.index - 10), mark.index)),
      };
    } else {
      // Of a block whose beginning was in the prompt, only the end is seen: all before it is reasoning.
      if (open === undefined) kept.length = 0;
      else kept.push(text.slice(from, open.at));
      from = end;
      open = undefined;
    }
  }
  if (open?.beginsLine === true) return { text: '', unfinished: true };
  kept.push(text.slice(from));
  return { text: kept.length === 1 ? text.slice(from).trim() : joinedAt(kept), unfinished: false };
}

/** Where a block was, a paragraph ends; within a line, a word. */
function joinedAt(pieces: readonly string[]): string {
  return pieces
    .reduce((before, after) => {
      const isBreak = /\n\s*$/.test(before.slice(-20)) || /^\s*\n/.test(after.slice(0, 20));
      return `${before.trimEnd()}${isBreak ? '\n\n' : ' '}${after.trimStart()}`;
    })
    .trim();
}
