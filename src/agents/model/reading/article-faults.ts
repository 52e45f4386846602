import { isInAnotherLanguage } from './language-fault.ts';
import { maskCode } from './mask-code.ts';

/** What is wrong with an answer: a code, where, and what to do about it. In our own words: nothing of the answer is quoted. */
export interface AnswerFault {
  readonly code: string;
  /** `line 12` */
  readonly place?: string;
  readonly words: string;
}

/** What an article has to be like. */
export interface ArticleOrder {
  /** What it is about, in the words of whoever ordered it. */
  readonly topic?: string;
  /** BCP 47. */
  readonly language: string;
  readonly lengthWords?: number;
  /** People said what they want changed: the length that was ordered may be among it. */
  readonly isCommented: boolean;
}

/** Below and above these shares of the ordered length nobody would call it that length. The prompt asks for a tenth. */
const MIN_LENGTH_SHARE = 0.1;
const MAX_LENGTH_SHARE = 4;
/** Shorter is a remark. */
const MIN_WORDS = 12;

/** How a model declines; only at the beginning of a short text, as an article may well quote it. */
const REFUSAL =
  /^(?:#{1,3} [^\n]{0,200}\n\s*)?(?:i(?:'m| am|’m) (?:really |very |truly )?sorry\b|sorry,|i apologi[sz]e\b|(?:unfortunately,? )?i (?:can(?:'t|not|’t)|won(?:'t|’t)|am unable|(?:'|’)m unable|must decline|am not able)\b|as an ai\b|к сожалению, я (?:не|как)|извините(?!\p{L})|прост(?:ите|и),|я не (?:могу|буду|в состоянии)|как (?:языковая модель|ии)\b|es tut mir leid|ich kann (?:ihnen |dir )?(?:dabei |das )?(?:leider )?nicht|je suis désolé|désolé,|lo siento|mi dispiace|desculpe|przepraszam|przykro mi|抱歉|对不起|很抱歉|我无法|申し訳|죄송)/iu;
const REFUSAL_MAX_WORDS = 150;

/** In brackets, behind dots or as a line of their own: within a sentence the same words are an article's. */
const MARKED = '(?:[[(<]|\\.{3}|…|^[ \\t]{0,9}[*_]{1,3})\\s{0,3}';
const PLACEHOLDERS = [
  `${MARKED}(?:the |all )?(?:rest|remainder|remaining|other (?:sections|paragraphs|parts)|everything else|previous (?:section|text|content)s?|sections? \\d)[^\\n\\]<>]{0,80}?(?:unchanged|(?:remains?|stays?|is|are|as|same as) (?:the same|before|above|as (?:is|before|above|it (?:is|was)))|omitted|\\bhere\\b|continues)`,
  `${MARKED}(?:остальн|дальше|далее|прочее|der rest|le reste|el resto|il resto|o resto)[^\\n]{0,60}(?:без изменений|как (?:раньше|прежде|было)|не изменил|unverändert|inchangé|sin cambios|invariat|inalterad)`,
  '^[ \\t]{0,9}(?:the )?rest (?:of (?:the )?(?:article|text|draft) )?(?:is |remains )?unchanged\\.?[ \\t]*$',
  '[[(](?:no changes?|unchanged|same as (?:before|above)|без изменений)[\\s.…]{0,9}[)\\]]',
  '\\[(?:insert|add|your|todo|tbd|placeholder|continue[ds]?|content|text|section|name|date|citation needed|источник|вставьте|вставить|добавить|продолжение|имя|дата)(?!\\p{L})[^\\]\\n]{0,120}\\](?![([:])',
  'lorem ipsum',
  '^[ \\t]{0,9}[[(]?(?:\\.{3}|…)[\\])]?[ \\t]*$',
];
/** Words that stand where text should be. */
const PLACEHOLDER = new RegExp(PLACEHOLDERS.join('|'), 'imu');

/** Our own sections, and whatever a random suffix makes of them. */
export const ECHO =
  /<\/?(?:task|topic|purpose|audience|language|length_words|tone|must_mention|must_avoid|earlier_articles|outline|draft|critique|weakness|suggestion|setbacks|fact_report|comments|fault)(?:[-_][\w-]{1,40})?(?:\s[^<>\n]{0,200})?>/i;
/** So long a piece of the instructions is no coincidence. */
const MIN_ECHO_CHARS = 60;

/**
 * What keeps a text from being the article that was ordered; empty when nothing does.
 * @param instructions what the model was told, no line of which belongs into the article
 */
export function articleFaults(text: string, order: ArticleOrder, instructions = ''): readonly AnswerFault[] {
  const masked = maskCode(text);
  const words = countWords(text);
  if (words <= REFUSAL_MAX_WORDS && REFUSAL.test(text))
    return [
      {
        code: 'refusal',
        words: 'The answer declines instead of being the article. Write the article that was ordered.',
      },
    ];
  return [...titleFaults(masked), ...lengthFaults(words, order), ...wordFaults(masked, order.language, instructions)];
}

/** A section of nothing but its heading is none. */
const MIN_SECTION_WORDS = 3;

/** What keeps a text from being a section of an article in a language; see {@link articleFaults}. */
export function sectionFaults(text: string, language: string, instructions = ''): readonly AnswerFault[] {
  if (isRefusal(text))
    return [{ code: 'refusal', words: 'It declines instead of being a section. Write what was ordered.' }];
  const words = countWords(text);
  if (words < MIN_SECTION_WORDS)
    return [{ code: 'too-short', words: `It has only ${words} words. Answer with the whole section in Markdown.` }];
  return wordFaults(maskCode(text), language, instructions);
}

function wordFaults(masked: string, language: string, instructions: string): readonly AnswerFault[] {
  return [
    ...placed(
      'placeholder',
      masked,
      PLACEHOLDER,
      'words stand for text that is not there. Write the whole text, every section of it.',
    ),
    ...placed('prompt-echo', masked, ECHO, 'a tag of the request is in the answer. Answer with the article alone.'),
    ...echoFaults(masked, instructions),
    ...(isInAnotherLanguage(masked, language)
      ? [
          {
            code: 'wrong-language',
            words: `The text is not in the ordered language, ${language}. Write all of it in that language.`,
          },
        ]
      : []),
  ];
}

/** Whether a short text is a model's way to decline. */
export function isRefusal(text: string): boolean {
  return REFUSAL.test(text) && countWords(text) <= REFUSAL_MAX_WORDS;
}

/** In languages without spaces, by the dictionary of the runtime. */
export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of WORDS.segment(text)) if (isWordLike === true) words += 1;
  return words;
}
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

function titleFaults(masked: string): readonly AnswerFault[] {
  const lines = masked.split('\n');
  const titles = lines.flatMap((line, at) =>
    /^ {0,3}# \S/.test(line) || (/^=+\s*$/.test(line) && /^\S/.test(lines[at - 1] ?? '')) ? [at + 1] : [],
  );
  const [first, ...more] = titles;
  if (first === undefined)
    return [{ code: 'no-title', place: 'line 1', words: 'The first line has to be the title as a "# " heading.' }];
  if (more.length === 0) return [];
  return [
    {
      code: 'several-titles',
      place: linesNamed(more),
      words: 'Only the title is a "# " heading; sections have "## " headings.',
    },
  ];
}

function lengthFaults(words: number, { lengthWords, isCommented }: ArticleOrder): readonly AnswerFault[] {
  if (words < MIN_WORDS)
    return [
      { code: 'too-short', words: `The answer has only ${words} words. Answer with the whole article in Markdown.` },
    ];
  if (lengthWords === undefined || isCommented) return [];
  const code =
    words < lengthWords * MIN_LENGTH_SHARE
      ? 'too-short'
      : words > lengthWords * MAX_LENGTH_SHARE
        ? 'too-long'
        : undefined;
  return code === undefined
    ? []
    : [{ code, words: `The article has ${words} words; about ${lengthWords} were ordered.` }];
}

function placed(code: string, masked: string, pattern: RegExp, words: string): readonly AnswerFault[] {
  const found = pattern.exec(masked);
  if (found === null) return [];
  const line = masked.slice(0, found.index).split('\n').length;
  return [{ code, place: `line ${line}`, words: `Here ${words}` }];
}

function echoFaults(masked: string, instructions: string): readonly AnswerFault[] {
  const told = instructions
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= MIN_ECHO_CHARS);
  const at = told.map((line) => masked.indexOf(line)).find((index) => index !== -1);
  if (at === undefined) return [];
  return [
    {
      code: 'prompt-echo',
      place: `line ${masked.slice(0, at).split('\n').length}`,
      words: 'The instructions are repeated here. Answer with the article alone.',
    },
  ];
}

function linesNamed(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(', ');
  return `${lines.length === 1 ? 'line' : 'lines'} ${shown}${lines.length > 5 ? ' and more' : ''}`;
}

/** How faults are told to the model, and logged. */
export function faultWords(faults: readonly AnswerFault[]): string {
  return faults
    .map(({ code, place, words }) => `[${code}]${place === undefined ? '' : ` ${place}:`} ${words}`)
    .join(' ');
}
