import { capitalised } from './material.ts';

interface EnglishTopic {
  readonly title: string;
  /** The title as part of a sentence. */
  readonly inside: string;
  /** A noun phrase that can stand behind a preposition: `tides`, `baking bread`, `why the sky is blue`. */
  readonly subject: string;
}

const INSTRUCTION =
  /^(?:please\s+)?(?:(?:write|tell me|explain|describe|give me)\b)(?:\s+(?:an?|the)\s+(?:short\s+)?(?:article|text|piece|essay|overview|story))?(?:\s+(?:about|on|of))?\s+(?=\S)/i;
const GUIDE =
  /^(?:(?:an?|the)\s+)?(?:[\w’'-]+\s+){0,2}(?:guide to|introduction to|intro to|primer on|overview of|basics of|fundamentals of)\s+(.+)$/i;
const BE_OR_DO = /^(?:is|are|was|were|do|does|did|can|could|should|shall|will|would|may|might|must|has|have|had|am)$/i;
const QUESTION_WORD = /^(?:how|why|what|when|where|who|which)$/i;
/** What comes before these in `how … work` is the subject. */
const PLAIN_VERB =
  /^(?:works?|happens?|forms?|functions?|operates?|begins?|starts?|ends?|matters?|develops?|evolves?|spreads?|grows?|learns?|sleeps?|flies|fly|moves?|communicates?|migrates?)$/i;
const FINITE_VERB =
  /\s(?:is|are|was|were|has|have|had|will|would|can|could|should|must|does|do|did|cannot|isn[’']t|aren[’']t|don[’']t|doesn[’']t)\s/i;
const MAX_SUBJECT_WORDS = 8;

/** Never ungrammatical: what it does not recognise is quoted as it stands. */
export function analyseEnglish(raw: string): EnglishTopic {
  const topic = raw.replace(INSTRUCTION, '');
  const title = lowerTitleCase(topic);
  const inside = lowerStart(title);
  const guide = GUIDE.exec(title);
  if (guide !== null) return { title, inside, subject: analyseEnglish(guide[1] ?? title).subject };
  return { title, inside, subject: subjectOf(title, inside) };
}

function subjectOf(title: string, inside: string): string {
  const quoted = `“${capitalised(title)}”`;
  const words = inside.replace(/\?$/, '').split(' ');
  const [first = '', second = ''] = words;
  const rest = words.slice(2).join(' ');
  if (/^(?:how|what|when|where|which|whom?)$/i.test(first) && /^to$/i.test(second) && rest !== '')
    return first === 'how' ? gerundPhrase(rest) : `${first} ${second} ${rest}`;
  if (/^what[’']s$/i.test(first) || (/^what$/i.test(first) && /^(?:is|are|was|were)$/i.test(second))) {
    if (
      /^(?:new|next|wrong|going|happening|up|good|bad|different|behind|it)$/i.test(
        /^what[’']s$/i.test(first) ? second : (words[2] ?? ''),
      )
    )
      return inside;
    const named = /^what[’']s$/i.test(first) ? words.slice(1).join(' ') : rest;
    return named !== '' && named.split(' ').length <= MAX_SUBJECT_WORDS && !FINITE_VERB.test(` ${named} `)
      ? named
      : quoted;
  }
  if (QUESTION_WORD.test(first)) {
    if (words.length < 3) return quoted;
    if (BE_OR_DO.test(second)) return `the question ${quoted}`;
    const last = words.at(-1) ?? '';
    if (/^how$/i.test(first) && PLAIN_VERB.test(last) && words.length <= MAX_SUBJECT_WORDS)
      return words.slice(1, -1).join(' ');
    return title.endsWith('?') || words.length > MAX_SUBJECT_WORDS + 2 ? `the question ${quoted}` : words.join(' ');
  }
  if (title.endsWith('?') || BE_OR_DO.test(first)) return `the question ${quoted}`;
  if (
    /[^\p{Script=Latin}\d\s’'.,+#&/()-]/u.test(inside) ||
    /[.,]\s/.test(inside) ||
    FINITE_VERB.test(` ${inside} `) ||
    words.length > MAX_SUBJECT_WORDS
  )
    return quoted;
  return inside.replace(/\s+(?:vs\.?|versus)\s+/i, ' and ');
}

const DOUBLING = new Set([
  'begin',
  'commit',
  'forget',
  'prefer',
  'control',
  'refer',
  'submit',
  'program',
  'travel',
  'model',
  'equip',
]);

/** `bake bread` → `baking bread`. */
function gerundPhrase(phrase: string): string {
  const words = phrase.split(' ');
  const verbAt = /ly$/.test(words[0] ?? '') && words.length > 1 ? 1 : 0;
  const verb = words[verbAt] ?? '';
  if (!/^[a-z]{2,}$/.test(verb) || verb === 'not') return `how to ${phrase}`;
  return words.map((word, index) => (index === verbAt ? gerund(word) : word)).join(' ');
}

function gerund(verb: string): string {
  if (verb === 'be') return 'being';
  if (/ie$/.test(verb)) return verb.replace(/ie$/, 'ying');
  if (/(?:ee|oe|ye)$/.test(verb)) return `${verb}ing`;
  if (/e$/.test(verb)) return verb.replace(/e$/, 'ing');
  if (DOUBLING.has(verb) || /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.at(-1) ?? ''}ing`;
  return `${verb}ing`;
}

/** Words that keep their capital, for topics typed `In Title Case`, or beginning with one. */
const PROPER = new Set(
  'I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September October November December Earth Mars Venus Jupiter Saturn Mercury Neptune Uranus Europe Asia Africa America Antarctica Australia Canada China Japan India Russia Germany France Italy Spain England Britain Ireland Scotland Greece Egypt Rome Paris London Berlin Moscow Tokyo Vienna Prague Venice Athens Istanbul Jerusalem Amsterdam Google Apple Amazon Microsoft Meta Slack Telegram Temporal Python Java Rust Linux Docker Kubernetes Redis Git Napoleon Einstein Newton Darwin Shakespeare Mozart Bach Beethoven Caesar Cleopatra Christmas Easter Ramadan English French German Spanish Russian Chinese Japanese Italian Roman Greek Viking Vikings Bible Renaissance'.split(
    ' ',
  ),
);

function lowerStart(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  // A second capitalised word makes a name: `Berlin Wall`.
  if (rest.length === 1 && /^\p{Lu}\p{Ll}+$/u.test(rest[0] ?? '') && !QUESTION_WORD.test(first)) return text;
  return [lowered(first), ...rest].join(' ');
}

function lowerTitleCase(text: string): string {
  const words = text.split(' ');
  const capital = (word: string): boolean => /^\p{Lu}/u.test(word);
  if (text === text.toUpperCase() && words.length > 1 && words.some((word) => /\p{L}{4}/u.test(word)))
    return sentenceCase(text.toLowerCase());
  const telling = words.filter((word) => word.length > 3);
  return words.length > 2 && telling.length > 1 && telling.every(capital)
    ? sentenceCase(words.map(lowered).join(' '))
    : text;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowered(word: string): string {
  return /^\p{Lu}\p{Ll}*[’']?\p{Ll}*[?]?$/u.test(word) && !PROPER.has(word.replace(/[’'?].*$/, ''))
    ? word.toLowerCase()
    : word;
}
