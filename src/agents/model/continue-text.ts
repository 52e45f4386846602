import { faultSection } from './fault-section.ts';
import { cleanArticle, cleanContinuation } from './reading/clean-answer.ts';
import { maskCode } from './reading/mask-code.ts';
import type { Turn } from './model-client.ts';

/** Less than that is written anew sooner than continued. */
const MIN_CARRIED_CHARS = 800;
/** So much of the end is shown again. */
const TAIL_CHARS = 1200;
/** A model that repeats its last words repeats no more. */
const MAX_OVERLAP_CHARS = 400;
const MIN_OVERLAP_CHARS = 12;

/** What of a cut text is kept: whole sentences, or undefined where there is too little to go on from. */
export function carriedFrom(text: string): string | undefined {
  const { text: article, unfinished } = cleanArticle(text);
  if (unfinished) return undefined;
  const end = Math.max(
    article.lastIndexOf('\n\n'),
    ...['. ', '! ', '? ', '.\n', '。', '！', '？'].map((mark) => article.lastIndexOf(mark) + mark.trimEnd().length - 1),
  );
  const kept = article.slice(0, end + 1).trimEnd();
  // A heading without its section is written again.
  const whole = kept.replace(/\n+#{1,6} [^\n]*$/, '').trimEnd();
  const isInCode = (maskCode(whole).match(/^ {0,3}(?:`{3,}|~{3,})/gm)?.length ?? 0) > 0;
  return whole.length < MIN_CARRIED_CHARS || isInCode ? undefined : whole;
}

/** The request that goes on where a text was cut: its headings and its end are shown, not all of it. */
export function continuation(turns: readonly Turn[], carried: string): readonly Turn[] {
  const headings = maskCode(carried).match(/^#{1,6} [^\n]*$/gm) ?? [];
  return [
    ...turns,
    { role: 'assistant', text: `${headings.join('\n')}\n\n…\n\n${carried.slice(-TAIL_CHARS)}` },
    {
      role: 'user',
      text: faultSection(
        '[cut] Your answer was cut off at the output limit. All of it up to the end of your last message is kept; shown are its headings and its end. Go on with the next sentence, to the end of the text. Repeat nothing, no title and no remark.',
      ),
    },
  ];
}

/** The text that was kept, with what came to continue it. An answer that begins with a title is the whole text anew. */
export function joined(carried: string, answer: string): string {
  const more = cleanContinuation(answer);
  const title = /^# [^\n]*/.exec(carried)?.[0];
  const isWhole = title !== undefined && /^# \S/.test(more) && more.length > carried.length / 2;
  if (isWhole) return more;
  const rest = title !== undefined && more.startsWith(title) ? more.slice(title.length).trimStart() : more;
  const overlap = overlapOf(carried, rest);
  const next = rest.slice(overlap).trimStart();
  const isBlock =
    /^(?:#{1,6} |[-*+] |\d{1,3}[.)] |> |\||```|~~~)/.test(next) ||
    /\n\n$/.test(rest.slice(0, overlap)) ||
    carried.endsWith('\n');
  return `${carried}${isBlock || /[^.!?。！？…»”")\]]$/.test(carried) ? '\n\n' : ' '}${next}`;
}

/** How much of the beginning of `rest` is the end of `carried`. */
function overlapOf(carried: string, rest: string): number {
  for (let length = Math.min(MAX_OVERLAP_CHARS, rest.length); length >= MIN_OVERLAP_CHARS; length -= 1)
    if (carried.endsWith(rest.slice(0, length))) return length;
  return 0;
}
