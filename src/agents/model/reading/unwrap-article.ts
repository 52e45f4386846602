import { parse } from 'yaml';
import { fencesOf } from './mask-code.ts';
import { readJson } from './read-json.ts';

/** What stands around an article is a sentence or two; more than that is no preface. */
const MAX_PREFACE_CHARS = 700;
const MAX_FRONT_MATTER_LINES = 60;
/** Closing remarks are paragraphs of their own, and few. */
const MAX_CLOSINGS = 4;

/** A whole answer in a tag: `<article>…</article>`, also under the names of our own sections. */
const WRAPPER =
  /^[ \t]{0,3}<((?:final_)?(?:answer|article|draft|response|output|result|text|markdown|revised_draft|revised_article)(?:[-_][\w-]{1,40})?)>/im;

/** How a model announces what it was asked for, or says that it understood. A line or paragraph of its own. */
const PREFACE =
  /^(?:[*_>\s]{0,4})(?:(?:sure|certainly|of course|absolutely|okay|ok|understood|got it|great|continuing|continued|alright|no problem)\b|here(?:'s|’s| is| are| you go)\b|below (?:is|you)\b|i(?:'ve|’ve| have)(?: \w+){0,2} (?:written|revised|rewritten|updated|prepared|drafted|edited)\b|the (?:following|revised|updated|final|full|complete) (?:is|article|text|draft|version)\b|(?:revised|updated|final|full) (?:article|draft|version|text)\b|конечно|разумеется|хорошо[,.!]|понял|вот\s|ниже\s|готово|представляю|hier (?:ist|kommt|sind)\b|natürlich\b|gerne\b|selbstverständlich\b|voici\b|bien sûr\b|aquí (?:está|tienes|tiene)\b|claro\b|por supuesto\b|ecco\b|certo\b|aqui está\b|oto\b|ось\s|звичайно|好的|以下是|当然|這是|これは|以下は|承知|다음은|물론)/iu;

const WORK =
  '(?:adjust|revise|expand|make|add|help|provide|change|shorten|lengthen|write|include|continue|refine|tweak|edit)';
const OFFERS = [
  'let me know\\b',
  'please let me know\\b',
  'would you like (?:me to|any (?:changes|other)|another (?:version|draft)|a (?:shorter|longer|different|version)|to (?:see|change|add|adjust))\\b',
  '(?:do you )?want me to\\b',
  `(?:shall|should) i ${WORK}\\b`,
  `(?:i(?:'m| am|’m) |i(?:'d| would|’d) be )?(?:happy|glad) to ${WORK}\\b`,
  'i hope (?:this|that|the|you)\\b.{0,80}\\b(?:helps?|article|draft|version|revision|meets|useful|find|like|enjoy)\\b',
  '(?:please )?feel free to (?:ask|let|reach|adjust|edit|modify|request|use|share|make)\\b',
  "if you(?:'d|’d| would| want| need| have)?\\b.{0,120}\\b(?:let me know|i can|i could|i'd be|i’d be|just ask|tell me|me to)\\b",
  'is there anything (?:else|you|i)\\b',
  'note: (?:this|the) (?:article|draft|text|version|response)\\b',
  'this (?:article|draft|version|revision) (?:meets|is approximately|addresses|incorporates|follows|should)\\b',
  '(?:approximate |total )?word count\\b',
  '\\(?\\d{2,5} words[)*_.\\]]{0,4}$',
  '\\[?end of (?:article|draft|text)\\b',
  'дайте знать',
  'сообщите,? если',
  'если (?:нужно|хотите|требуется|потребуется|вам).{0,120}(?:могу|дайте знать|сообщите|скажите)',
  'надеюсь,? (?:это|статья|текст|что)',
  'хотите,? (?:я|чтобы я)',
  'могу (?:также|ещё|доработать|изменить|сократить)',
  'количество слов',
  'lassen sie (?:mich|es mich)\\b.{0,40}wissen',
  'lass (?:mich|es mich)\\b.{0,40}wissen',
  'ich hoffe,? (?:das|dieser|der artikel)\\b',
  'möchten sie, dass ich\\b',
  'soll ich\\b',
  "n['’]hésitez pas",
  'souhaitez-vous que',
  "j['’]espère que",
  'déjame saber',
  'espero que (?:este|esta|te|le)\\b',
  '¿(?:te|le) gustaría que',
  'fammi sapere',
  'spero che (?:questo|questa)\\b',
];
/** How a model offers more, hopes, or counts its words. A paragraph of its own, at the end. */
const CLOSING = new RegExp(`^[*_(>[\\s]{0,4}(?:${OFFERS.join('|')})`, 'iu');
/** What a model did, told behind a rule or as a section at the end. */
const REPORT =
  /\n(?:-{3,}|\*{3,}|_{3,})[ \t]*\n+[#*_ ]{0,6}(?:(?:summary of |key |list of )?(?:changes|revisions|edits)(?: made)?|(?:revision|editor'?s?|writer'?s?) notes?|notes? on (?:the )?(?:revision|changes)|что изменено|внесённые изменения|список изменений|änderungen)[*_:]{0,3}[ \t]*(?:\n|$)/iu;
const MAX_REPORT_CHARS = 3000;

/**
 * The article alone, out of an answer that may introduce it, fence it, tag it, put front matter before it or offer more behind it. A title that
 * stands in front matter, or as a bold or smaller heading first, becomes its `# heading`.
 */
export function unwrapArticle(given: string): string {
  const { text, title } = unwrapProse(given);
  return withTitle(text, title);
}

/** The same for a piece of one, which need not begin with a title. `title`: of front matter. */
export function unwrapProse(given: string): FrontMatter {
  let text = given.slice(0, NEXT_TURN.exec(given)?.index).trim();
  let title: string | undefined;
  // One layer at a time: front matter within a fence behind a preface has been seen.
  for (let layer = 0; layer < 5; layer += 1) {
    const front = takeFrontMatter(text);
    title ??= front.title;
    const next = dropClosings(dropPreface(unfence(untag(unpack(front.text)))));
    if (next === text) break;
    text = next;
  }
  return { text, title };
}

function untag(text: string): string {
  const opening = WRAPPER.exec(text.slice(0, MAX_PREFACE_CHARS));
  const before = text.slice(0, opening?.index);
  if (opening?.[1] === undefined || /^#{1,6}\s/m.test(before)) return text;
  const closing = `</${opening[1].toLowerCase()}>`;
  const body = text.slice(opening.index + opening[0].length);
  const end = body.toLowerCase().lastIndexOf(closing);
  if (end === -1) return before.trim() === '' ? body.trim() : text;
  return body.length - end - closing.length > MAX_PREFACE_CHARS ? text : body.slice(0, end).trim();
}

/** An article that came as a value of an object, as a quotation, or behind the words of a chain of thought. */
function unpack(text: string): string {
  if (text.startsWith('{')) {
    const json = readJson(text);
    const values: readonly unknown[] =
      json.ok && typeof json.value === 'object' && json.value !== null ? Object.values(json.value) : [];
    const [article, ...more] = values.filter((value) => typeof value === 'string' && /^\s*(?:# |---\n)/.test(value));
    return typeof article === 'string' && more.length === 0 ? article.trim() : text;
  }
  const lines = text.split('\n');
  if (text.startsWith('> ') && lines.every((line) => line.trim() === '' || line.startsWith('>')))
    return lines
      .map((line) => line.replace(/^> ?/, ''))
      .join('\n')
      .trim();
  const answer = FINAL_ANSWER.exec(text.slice(0, MAX_THOUGHT_CHARS));
  return answer === null || /^# /m.test(text.slice(0, answer.index))
    ? text
    : text.slice(answer.index + answer[0].length);
}

/** Reasoning in words alone is not told from an article beyond that. */
const MAX_THOUGHT_CHARS = 4000;
const FINAL_ANSWER = /^(?:\*\*)?final (?:answer|article|draft):(?:\*\*)?\s*(?=# )/im;

/** A model that does not stop goes on as both sides of a conversation. */
const NEXT_TURN = /\n\n(?:user|human): [^\n]{0,500}\n+(?:assistant|ai): /i;

/** Takes off a fence around the whole, with a few words before or behind it. Fences of the text itself stay. */
function unfence(text: string): string {
  const lines = text.split('\n');
  const fences = fencesOf(lines);
  const [outer] = fences;
  if (outer === undefined || !['markdown', 'md', 'mdx', 'text', 'txt', ''].includes(outer.language)) return text;
  const before = lines.slice(0, outer.first).join('\n').trim();
  if (before.length > MAX_PREFACE_CHARS || /^#{1,6}\s/m.test(before)) return text;
  const mark = lines[outer.first]?.trim().slice(0, 3) ?? '';
  // Blocks of code inside an article end with the same bare fence as the article: its own is the last.
  const last = lines.findLastIndex(
    (line, at) => at > outer.first && line.startsWith(mark) && /^(?:`+|~+)\s*$/.test(line),
  );
  const inner = lines
    .slice(outer.first + 1, last === -1 ? undefined : last)
    .join('\n')
    .trim();
  const after =
    last === -1
      ? ''
      : lines
          .slice(last + 1)
          .join('\n')
          .trim();
  if (after.length > MAX_PREFACE_CHARS || /^#{1,6}\s/m.test(after)) return text;
  const isProse = outer.language.startsWith('m') || /^(?:---\n|# |## |\*\*)/.test(inner);
  if (!isProse && (before !== '' || after !== '' || fences.length > 1)) return text;
  // A bare fence that is closed and opened again belongs to the text.
  return outer.language === '' && !isProse && fences.length > 1 ? text : inner;
}

/** What stands before the title; where there is no title, a first paragraph that only announces. */
function dropPreface(text: string): string {
  const heading = /^ {0,3}# \S/m.exec(text);
  if (heading !== null) {
    const before = text.slice(0, heading.index);
    const isPreface = before.length <= MAX_PREFACE_CHARS && !/^ {0,3}(?:#{2,6}\s|`{3}|~{3})/m.test(before);
    return isPreface ? text.slice(heading.index).trim() : text;
  }
  const [first = '', ...rest] = text.split(/\n\s*\n/);
  if (rest.length === 0 || first.length > MAX_PREFACE_CHARS || !PREFACE.test(first)) return text;
  // Only what ends like an announcement, or says nothing else: an article may well begin with “Here is”.
  return /[:：]\s*\*{0,2}$/.test(first) ||
    /^(?:sure|certainly|of course|конечно|natürlich|bien sûr|claro)[^.!]{0,60}[.!]$/iu.test(first)
    ? rest.join('\n\n').trim()
    : text;
}

function dropClosings(text: string): string {
  const report = REPORT.exec(text.slice(-MAX_REPORT_CHARS));
  let kept =
    report === null ? text : text.slice(0, Math.max(0, text.length - MAX_REPORT_CHARS) + report.index).trimEnd();
  for (let closings = 0; closings < MAX_CLOSINGS; closings += 1) {
    const at = kept.lastIndexOf('\n\n');
    const last = at === -1 ? '' : kept.slice(at).trim();
    const isClosing = CLOSING.test(last) && last.length <= MAX_PREFACE_CHARS;
    const isRule = /^(?:-{3,}|\*{3,}|_{3,})$/.test(last);
    if (!isClosing && !isRule) break;
    kept = kept.slice(0, at).trimEnd();
  }
  return kept;
}

interface FrontMatter {
  readonly text: string;
  readonly title: string | undefined;
}

/** `---`, lines of YAML (or `+++`, of TOML), `---`. Two rules with prose between them are none. */
function takeFrontMatter(text: string): FrontMatter {
  const none = { text, title: undefined };
  const opening = /^(?:(---|\+\+\+)|(`{3})(?:yaml|yml))[ \t]*\n/.exec(text);
  const mark = opening?.[1] ?? opening?.[2];
  if (mark === undefined) return none;
  const lines = text.split('\n', MAX_FRONT_MATTER_LINES);
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === mark);
  const inside = lines.slice(1, end);
  const isData =
    inside.some((line) => /^[\w-]+\s*[:=]/.test(line)) &&
    inside.every((line) => /^\s*$|^\s*#|^\s+\S|^-\s|^---$|^[\w-]+\s*[:=]/.test(line));
  if (end === -1 || !isData) return none;
  const rest = text.slice(lines.slice(0, end + 1).join('\n').length).trim();
  return { text: rest, title: titleIn(inside.filter((line) => line.trim() !== '---').join('\n'), mark) };
}

function titleIn(data: string, mark: string): string | undefined {
  const yaml = mark !== '+++' ? data : (/^title\s*=.*$/m.exec(data)?.[0].replace('=', ':') ?? '');
  try {
    const parsed: unknown = parse(yaml, { maxAliasCount: 0, logLevel: 'error' });
    const title = typeof parsed === 'object' && parsed !== null && 'title' in parsed ? parsed.title : undefined;
    return typeof title === 'string' && title.trim() !== '' ? title.replaceAll(/\s+/g, ' ').trim() : undefined;
  } catch {
    // `title: Tides: how they work` is no YAML, and clear enough.
    const plain = /^title:\s*(\S.*)$/m.exec(data)?.[1]?.trim();
    return plain?.replace(/^(["'])(.*)\1$/, '$2');
  }
}

/** An article has its title as a `# heading` first. */
function withTitle(text: string, title: string | undefined): string {
  if (/^ {0,3}# \S/m.test(text) || /^\S.{0,200}\n=+[ \t]*(?:\n|$)/.test(text)) return text;
  if (title !== undefined) return `# ${title}\n\n${text}`;
  const [first = '', ...rest] = text.split('\n');
  const named =
    /^ {0,3}#{2,3} (\S.*)$/.exec(first)?.[1] ??
    /^\*\*([^*]{1,150})\*\*$/.exec(first.trim())?.[1] ??
    /^(?:\*\*)?(?:title|заголовок|titel|titre|título|titolo)\s*:\s*(?:\*\*)?\s*(\S.{0,149})$/i.exec(first.trim())?.[1];
  return named === undefined || rest.join('').trim() === ''
    ? text
    : [`# ${named.replace(/\*\*$/, '').trim()}`, ...rest].join('\n');
}
