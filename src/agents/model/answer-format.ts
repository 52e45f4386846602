import type { z } from 'zod';
import type { ModelAnswer } from '../agent.ts';
import { toStrictSchema, type JsonSchema } from './strict-schema.ts';

/** What an answer has to be like, and how it is read. */
export interface AnswerFormat<T> {
  /** Present for answers in JSON. */
  readonly json?: { readonly name: string; readonly schema: JsonSchema };
  read(answer: ModelAnswer): Reading<T>;
}

/** `fault` is told to the model, so that it can mend its answer. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

/** No outline and no article is that short; an apology or an empty code fence is. */
const MIN_TEXT_CHARS = 40;

const CUT = 'The answer was cut off at the output limit. Answer again, whole, and shorter.';

/** Plain Markdown. A code fence around the whole of it is taken off. */
export const markdownText: AnswerFormat<string> = {
  read(answer) {
    if (answer.cut === true) return { ok: false, fault: CUT };
    const text = unfence(answer.text, ['markdown', 'md', '']).trim();
    if (text === '') return { ok: false, fault: 'The answer is empty. Answer with the whole text in Markdown.' };
    if (text.length < MIN_TEXT_CHARS) {
      return {
        ok: false,
        fault: `The answer has only ${text.length} characters. Answer with the whole text in Markdown.`,
      };
    }
    return { ok: true, value: text };
  },
};

/**
 * JSON of the given shape; the schema's bounds are checked here and not sent, as not every server takes them. `refine` has
 * the last word: it may turn down what the schema cannot express, and may use what the model searched.
 */
export function jsonAnswer<S extends z.ZodType, T = z.output<S>>(
  name: string,
  shape: S,
  refine: (value: z.output<S>, answer: ModelAnswer) => Reading<T>,
): AnswerFormat<T> {
  return {
    json: { name, schema: toStrictSchema(shape) },
    read(answer) {
      if (answer.cut === true) return { ok: false, fault: CUT };
      const text = unfence(answer.text, ['json', '']).trim();
      if (text === '') return { ok: false, fault: 'The answer is empty. Answer with one JSON object.' };
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { ok: false, fault: `The answer is not JSON (${why}). Answer with one JSON object and nothing else.` };
      }
      const parsed = shape.safeParse(value);
      return parsed.success ? refine(parsed.data, answer) : { ok: false, fault: describeIssues(parsed.error, value) };
    },
  };
}

function describeIssues(error: z.ZodError, value: unknown): string {
  const faults = error.issues.map(
    (issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}${found(value, issue.path)}`,
  );
  return `The answer does not fit. ${faults.join('; ')}.`;
}

/** The offending value where it is short enough to be of use. */
function found(value: unknown, path: readonly PropertyKey[]): string {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return '';
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  const text = typeof at === 'object' && at !== null ? '' : (JSON.stringify(at) ?? 'missing');
  return text === '' || text.length > 60 ? '' : `, got ${text}`;
}

/** Takes off a code fence that wraps the whole text, if it is of one of the languages. */
function unfence(text: string, languages: readonly string[]): string {
  const match = /^\s*(`{3,}|~{3,})([\w-]*)[ \t]*\n([\s\S]*?)\n?[ \t]*\1\s*$/.exec(text);
  if (match === null) return text;
  const [, fence = '', language = '', inner = ''] = match;
  if (!languages.includes(language.toLowerCase())) return text;
  // A bare fence that is closed and opened again inside belongs to the text.
  if (language === '' && inner.split('\n').some((line) => line.trimStart().startsWith(fence))) return text;
  return inner;
}
