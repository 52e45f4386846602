import { z } from 'zod';
import type { ModelAnswer } from '../agent.ts';
import { type AnswerFault, articleFaults, type ArticleOrder, faultWords, isRefusal } from './reading/article-faults.ts';
import { cleanArticle, cleanJson, cleanSection } from './reading/clean-answer.ts';
import { looksFinished } from './reading/ending.ts';
import { inOrderedForm } from './reading/in-ordered-form.ts';
import { fitToSchema } from './reading/fit-to-schema.ts';
import { readJson, type JsonFault } from './reading/read-json.ts';
import { withoutLoop } from './reading/without-loop.ts';
import { toStrictSchema, type JsonSchema } from './strict-schema.ts';

/** What an answer has to be like, and how it is read. */
export interface AnswerFormat<T> {
  /** Present for answers in JSON. */
  readonly json?: { readonly name: string; readonly schema: JsonSchema };
  /** @param instructions what the model was told in its system message */
  read(answer: ModelAnswer, instructions?: string): Reading<T>;
}

/**
 * `fault` is told to the model, so that it can mend its answer; it quotes nothing of the answer but numbers. `code` is for what follows otherwise:
 * `cut` is continued or asked anew, `refusal` is told to people when it stands. `makeshift` is what can be made of the answer as it is: taken when the
 * model has been told its fault as often as it may be, and gave nothing better.
 */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: string; readonly code?: string; readonly makeshift?: T };

/** An answer of which nothing can be made. */
export type Faulty = Extract<Reading<never>, { readonly ok: false }>;

/** No outline is that short; an apology or an empty code fence is. */
const MIN_TEXT_CHARS = 40;

const LOOP: AnswerFault = {
  code: 'repetition',
  words: 'The answer says the same again and again, without an end. Say everything once, then stop.',
};

const CUT: Reading<never> = {
  ok: false,
  code: 'cut',
  fault: '[cut] The answer ends in the middle. Answer again, whole.',
};

/** Plain Markdown, such as an outline: reasoning, tokens, a fence around the whole and words around it are taken off. */
export const markdownText = proseFormat(MIN_TEXT_CHARS, cleanArticle);

/** The same for a section of an article, however short, whose first line is no title of it. */
export const markdownSection = proseFormat(1, cleanSection);

function proseFormat(minChars: number, clean: typeof cleanArticle): AnswerFormat<string> {
  return {
    read(answer) {
      const reading = readProse(answer, clean);
      if (!reading.ok) return reading;
      const text = reading.value;
      if (isRefusal(text))
        return faulty([{ code: 'refusal', words: 'The answer declines. Answer with the text that was asked for.' }]);
      if (text.length >= minChars) return reading;
      return faulty([
        {
          code: 'too-short',
          words: `The answer has only ${text.length} characters. Answer with the whole text in Markdown.`,
        },
      ]);
    },
  };
}

/** The article that was ordered, beginning with its title as a `# heading`. */
export function articleText(order: ArticleOrder): AnswerFormat<string> {
  return {
    read(answer, instructions) {
      const prose = readProse(answer);
      const faults = prose.ok ? articleFaults(prose.value, order, instructions) : [];
      if (prose.ok && faults.length === 0) return prose;
      const { makeshift: text, ...fault } = prose.ok ? { ...faulty(faults), makeshift: prose.value } : prose;
      const makeshift = text && inOrderedForm(text, order, instructions);
      return { ...fault, ...(makeshift !== undefined && { makeshift }) };
    },
  };
}

/** With what is there before it goes round in circles as a makeshift. */
function readProse(answer: ModelAnswer, clean = cleanArticle): Reading<string> {
  const once = answer.cut === true ? withoutLoop(answer.text) : answer.text;
  const isLoop = once !== answer.text;
  if (answer.cut === true && !isLoop) return CUT;
  const { text, unfinished } = clean(once);
  if (unfinished)
    return faulty([
      { code: 'only-reasoning', words: 'There is reasoning and no answer behind it. Answer with the text alone.' },
    ]);
  if (text === '')
    return faulty([{ code: 'empty', words: 'The answer is empty. Answer with the whole text in Markdown.' }]);
  if (isLoop) return { ...faulty([LOOP]), makeshift: text };
  return answer.suspicious === true && !looksFinished(text) ? CUT : { ok: true, value: text };
}

/**
 * JSON of the given shape; the schema's bounds are checked here and not sent, as not every server takes them. `refine` has
 * the last word: it may turn down what the schema cannot express, and may use what the model searched.
 */
export function jsonAnswer<S extends z.ZodType, T = z.output<S>>(
  name: string,
  shape: S,
  refine: (value: z.output<S>, answer: ModelAnswer) => Reading<T>,
): AnswerFormat<T> {
  const wanted = z.toJSONSchema(shape, { target: 'draft-7' });
  return {
    json: { name, schema: toStrictSchema(shape) },
    read(answer) {
      if (answer.cut === true) return withoutLoop(answer.text) === answer.text ? CUT : faulty([LOOP]);
      const { text, unfinished } = cleanJson(answer.text);
      if (unfinished)
        return faulty([
          { code: 'only-reasoning', words: 'There is reasoning and no answer behind it. Answer with one JSON object.' },
        ]);
      const json = readJson(text);
      if (!json.ok)
        return text === ''
          ? EMPTY_JSON
          : answer.suspicious === true && json.fault.code === 'json-cut'
            ? CUT
            : notJson(text, json.fault);
      const value = fitToSchema(wanted, json.value);
      const parsed = shape.safeParse(value);
      return parsed.success
        ? refine(parsed.data, answer)
        : faulty(parsed.error.issues.map((issue) => faultOf(issue, value)));
    },
  };
}

const EMPTY_JSON = faulty([{ code: 'empty', words: 'The answer is empty. Answer with one JSON object.' }]);

function notJson(text: string, { code, at }: JsonFault): Reading<never> {
  const wayOut = 'Answer with one JSON object and nothing else.';
  if (code === 'no-json' && isRefusal(text))
    return faulty([{ code: 'refusal', words: `The answer declines. ${wayOut}` }]);
  switch (code) {
    case 'no-json':
      return faulty([{ code, words: `The answer is not JSON. ${wayOut}` }]);
    case 'not-json':
      return faulty([{ code, place: `character ${at + 1}`, words: `The answer is not JSON from here on. ${wayOut}` }]);
    case 'json-cut':
      return faulty([{ code, words: `The answer is not JSON, because it is never closed. ${wayOut}` }]);
    default:
      return code satisfies never;
  }
}

/** By code and place. A number is shown, words of the answer are not: they may come from whoever wrote the material. */
function faultOf(issue: z.core.$ZodIssue, value: unknown): AnswerFault {
  const found = issue.path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
  const got = found === undefined ? ', missing' : found === null || typeof found === 'number' ? `, got ${found}` : '';
  return { code: issue.code, place: issue.path.join('.') || 'the answer', words: `${expected(issue)}${got}.` };
}

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'invalid_type':
      return `has to be of type ${issue.expected}`;
    case 'invalid_value':
      return `has to be one of ${issue.values.join(', ')}`;
    default:
      return 'does not fit the schema';
  }
}

export function faulty(faults: readonly AnswerFault[]): Faulty {
  const [first] = faults;
  return { ok: false, fault: faultWords(faults), ...(first !== undefined && { code: first.code }) };
}
