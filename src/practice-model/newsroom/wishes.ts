import type { PersonsComment } from '../brief.ts';
import type { PartId } from './phrases.ts';

/** What a comment asks for. */
export type Wish =
  /** Times what the article would have had. */
  | { readonly kind: 'length'; readonly factor: number }
  | { readonly kind: 'words'; readonly count: number }
  /** One of the parts that the practice model knows how to write. */
  | { readonly kind: 'part'; readonly part: PartId }
  /** A section of its own; `heading` as the comment puts it. */
  | { readonly kind: 'section'; readonly about: string; readonly heading: string }
  | { readonly kind: 'mention'; readonly about: string }
  | { readonly kind: 'simplify' }
  | { readonly kind: 'tone'; readonly tone: 'formal' | 'friendly' }
  /** Without a title: any other. */
  | { readonly kind: 'title'; readonly title: string | undefined }
  | { readonly kind: 'remove'; readonly what: string; readonly part: PartId | undefined }
  | { readonly kind: 'replace'; readonly from: string; readonly to: string }
  /** Nothing that it knows: taken up as it stands. */
  | { readonly kind: 'remark'; readonly text: string };

export interface MadeWish {
  readonly wish: Wish;
  readonly comment: PersonsComment;
}

/** In the order in which they were made. Mere praise asks for nothing. */
export function wishesOf(comments: readonly PersonsComment[]): readonly MadeWish[] {
  return comments.flatMap((comment) => readComment(comment.text).map((wish) => ({ wish, comment })));
}

function readComment(text: string): readonly Wish[] {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  if (oneLine === '' || PRAISE.test(oneLine)) return [];
  const wishes = clausesOf(text).flatMap((clause) => readClause(clause) ?? []);
  return wishes.length > 0 ? wishes : [{ kind: 'remark', text: oneLine }];
}

/** The parts of a critic's text that name something the practice model can add. */
export function partsNamed(criticism: readonly string[]): readonly PartId[] {
  return criticism.flatMap((text) => PART_WORDS.filter(([, words]) => words.test(text)).map(([part]) => part));
}

const PRAISE =
  /^(?:(?:this is |that’s |looks? |it’s |very |really |so |much )*(?:great|good|nice|perfect|excellent|thanks|thank you|love it|lovely|ok|okay|well done|lgtm|better)|(?:очень |уже |всё |все )*(?:отлично|хорошо|спасибо|супер|класс|здорово|прекрасно|лучше|нравится|молодцы))(?:[\s,!.)👍🙂]*(?:work|job|draft|now|thanks|thank you|already|спасибо|работа|уже))*[\s!.)👍🙂]*$/iu;

/** Words with which the next demand of a sentence begins. */
const DEMAND =
  '(?:please |also |пожалуйста |ещё |еще |также )*(?:add|make|remove|drop|delete|cut|change|use|explain|mention|include|shorten|rename|title|give|write|replace|expand|simplify|cover|discuss|tell|simpler|shorter|longer|more |less |fewer |a better|another|добав|сдела|убер|удал|измен|замен|объясни|упомян|включи|сократ|назов|переимен|напиши|расскаж|упрост|короче|длиннее|проще|больше|меньше|подробнее|дай|приведи|нуж)';
const BETWEEN_DEMANDS = new RegExp(
  `[\\n;]+|(?<=[.!?…])\\s+|[,:]?\\s+(?:and|but|then|и|а|но)\\s+(?=${DEMAND})|,\\s+(?=${DEMAND})`,
  'i',
);
const QUOTED = /["“«„']([^"”»“„]+?)["”»“'](?![\p{L}])/gu;

function clausesOf(text: string): readonly string[] {
  const quotes: string[] = [];
  // What is quoted is one word for cutting: titles hold commas and full stops.
  const covered = text.replace(QUOTED, (quote) => `⟦${quotes.push(quote) - 1}⟧`);
  return covered
    .split(BETWEEN_DEMANDS)
    .map((clause) => clause.replace(/⟦(\d+)⟧/g, (_, at: string) => quotes[Number(at)] ?? '').trim())
    .filter((clause) => clause !== '');
}

const PART_WORDS: readonly (readonly [PartId, RegExp])[] = [
  ['example', /\bexamples?\b|\bconcrete case\b|(?<!на)пример|конкретный случай/i],
  ['table', /\btables?\b|таблиц/i],
  ['steps', /\b(?:steps?|checklist|step[- ]by[- ]step|how-to)\b|по шагам|пошагов|чек-?лист/i],
  ['drivers', /\b(?:bullets?|bullet points?|list of|a list|in a list)\b|списк|список|по пунктам/i],
  ['questions', /\b(?:faq|q&a|questions and answers)\b|вопрос\S* и ответ|вопросы-ответы/i],
  ['sources', /\b(?:sources|references|links)\b|источник[аио]|ссылк/i],
  ['summary', /\b(?:summary|tl;?dr|key points|takeaways?)\b|резюме|кратк\S* содержани|ключевые мысли/i],
  ['closing', /\b(?:conclusion|closing|ending)\b|заключени|концовк|вывод/i],
  ['mistakes', /\b(?:mistakes|misconceptions|myths|errors)\b|ошибк|заблуждени|миф/i],
  ['limits', /\b(?:limits|limitations|caveats)\b|пределы|ограничени|оговорк/i],
];

/** Undefined when nothing in it is understood. */
function readClause(clause: string): readonly Wish[] | undefined {
  return READERS.reduce<readonly Wish[] | undefined>((found, read) => found ?? read(clause), undefined);
}

type Reader = (clause: string) => readonly Wish[] | undefined;

const READERS: readonly Reader[] = [
  readReplace,
  readTitle,
  readWords,
  readRemove,
  readSection,
  readLength,
  readSimplify,
  readTone,
  readPart,
  readMention,
];

function readReplace(clause: string): readonly Wish[] | undefined {
  if (!/replace|change|замен|поменя|исправ/i.test(clause)) return undefined;
  const [from, to, ...more] = quotesIn(clause);
  return from === undefined || to === undefined || more.length > 0 ? undefined : [{ kind: 'replace', from, to }];
}

function readTitle(clause: string): readonly Wish[] | undefined {
  if (!/\btitle|\bheadline|заголов(?:ок|ка|ку)|назван|назови|назвать|переимен|озаглав/i.test(clause)) return undefined;
  const [quoted] = quotesIn(clause);
  const plain =
    /(?:title|headline|заголовок|название)(?: it)?(?:\s+(?:to|as|should be|must be|на)\s+|\s*[:=]\s*|\s+[—–-]\s+)(.+)$/i.exec(
      clause,
    )?.[1] ??
    /^(?:please\s+)?(?:title|rename|call|назови|переименуй|озаглавь)(?:\s+(?:it|the article|статью|её|ее|это))?(?:\s+(?:to|as|в))?\s+(?!the title|the headline|заголов|назван)(.+)$/i.exec(
      clause,
    )?.[1];
  const title = quoted?.replace(/[`*_<>|[\]\\]/g, '') ?? trimmed(plain ?? '');
  const isWish =
    /^(?:is |could |needs? |too |слишком |получше|лучше|другое|другой|поярче|покороче|короче|something|better|shorter|catchier)/i.test(
      title,
    );
  return [{ kind: 'title', title: title === '' || isWish ? undefined : title }];
}

function readWords(clause: string): readonly Wish[] | undefined {
  const count = Number(/(\d{2,5})\s*(?:words|слов)/i.exec(clause)?.[1] ?? Number.NaN);
  return Number.isNaN(count) ? undefined : [{ kind: 'words', count }];
}

function readRemove(clause: string): readonly Wish[] | undefined {
  const what =
    /\b(?:remove|drop|delete|cut out|omit|leave out|get rid of|take out|cut(?= the\b))\s+(?:the\s+|that\s+|this\s+)?(?:(?:section|part|paragraph|sentence|bit|passage|word)s?\s+)?(?:(?:on|about|with|called)\s+)?(.+)$/i.exec(
      clause,
    )?.[1] ??
    /(?:убери|уберите|убрать|удали|удалите|удалить|выкинь|вычеркни|исключи)\s+(?:(?:весь\s+)?(?:раздел|абзац|часть|предложение|фразу|слово)\s+)?(?:(?:о|об|про|с|со|на тему)\s+)?(.+)$/i.exec(
      clause,
    )?.[1];
  if (what === undefined) return undefined;
  const part = PART_WORDS.find(([, words]) => words.test(what))?.[0];
  return [{ kind: 'remove', what: trimmed(what), part }];
}

function readSection(clause: string): readonly Wish[] | undefined {
  const about = ENGLISH_SECTIONS.map((pattern) => pattern.exec(clause)?.[1]).find((found) => found !== undefined);
  if (about !== undefined) {
    const topic = trimmed(about);
    return topic === '' || PART_WORDS.some(([, words]) => words.test(topic) && topic.split(' ').length <= 3)
      ? undefined
      : [{ kind: 'section', about: topic, heading: topic }];
  }
  const [, preposition = '', russian] = RUSSIAN_SECTION.exec(clause) ?? [];
  const named = trimmed(russian ?? RUSSIAN_EXPLAIN.exec(clause)?.[1] ?? '');
  if (named === '') return undefined;
  const phrase =
    preposition === '' || /^["«„“]/.test(russian ?? '') || /^(?:почему|как|зачем|что|где|когда)(?![а-яё])/i.test(named)
      ? named
      : `${preposition} ${named}`;
  return [{ kind: 'section', about: phrase, heading: phrase }];
}

const SUBJECT = '(?:(?:on|about|covering|regarding|titled|called|into)\\s+|["“])';
const ENGLISH_SECTIONS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:section|paragraph|chapter|part|passage|something|sentence|bit|word|words|subsection)\\s+${SUBJECT}(.+)$`,
    'i',
  ),
  /\b(?:more|details?|detail|information|info|examples?|depth)\s+(?:on|about|of|from|regarding)\s+(.+)$/i,
  /\b(?:say|write|talk|speak)\s+(?:something\s+|more\s+)?about\s+(.+)$/i,
  /\b(?:expand|elaborate|focus)\s+on\s+(.+)$/i,
  /\b(?:go|dig)\s+deeper\s+into\s+(.+)$/i,
  /^(?:and\s+)?what\s+about\s+(.+)$/i,
  /\b(?:explain|describe|discuss|cover|address|include|add)\s+(?!it\b|this\b|that\b|an?\s+(?:\w+\s+)?(?:example|table|list|summary|conclusion|checklist|faq)|(?:\w+\s+)?(?:examples|sources|references|links|steps|bullets|detail|details)\b)(.+)$/i,
];
const RUSSIAN_SECTION =
  /(?:раздел|абзац|глав[ау]|часть|фразу|предложение|подробнее|больше|побольше|подробност\S*|расскажи(?:те)?|напиши(?:те)?|добавь(?:те)?|добавить|скажи(?:те)?|пример)\s+(?:(?:что-нибудь|немного|ещё|еще|подробнее|раздел|абзац)\s+)*(о|об|обо|про|на тему|из|с)\s+(.+)$/i;
const RUSSIAN_EXPLAIN =
  /(?:объясни(?:те)?|объяснить|опиши(?:те)?|раскрой(?:те)?|раздел)\s*[:,]?\s+(?:тему\s+)?(?!это(?![а-яё])|проще|понятнее|подробнее)(.+)$/i;

function readLength(clause: string): readonly Wish[] | undefined {
  const twice = /\b(?:half|twice|double)\b|вдвое|в два раза|наполовину/i.test(clause);
  if (
    /\b(?:shorter|shorten|too long|cut (?:it )?down|trim|condense|concise|tighten|tighter|brief|briefer|half (?:as long|the length|the size)|less text|too wordy)\b|короче|сократ|слишком длинн|ужать|ужми|урежь|сожми|лаконичн|многословн/i.test(
      clause,
    )
  ) {
    return [{ kind: 'length', factor: twice ? 0.5 : 0.6 }];
  }
  if (
    /\b(?:longer|lengthen|too short|expand|more detail(?:s|ed)?|more text|elaborate|flesh out|twice as long|double the length)\b|длиннее|слишком коротк|разверни|развернут|развёрнут|подробнее|больше подробност|расшир/i.test(
      clause,
    )
  ) {
    return [{ kind: 'length', factor: twice ? 2 : 1.5 }];
  }
  return undefined;
}

function readSimplify(clause: string): readonly Wish[] | undefined {
  return /\b(?:simpler|simplify|simple (?:words|language|terms)|plain(?:er)?|less jargon|jargon|easier|too (?:complicated|technical|complex|difficult|academic)|for (?:children|kids|beginners|laypeople|a child))\b|проще|упрост|понятн|жаргон|для детей|для новичк|для начинающ|слишком сложн|слишком заумн/i.test(
    clause,
  )
    ? [{ kind: 'simplify' }]
    : undefined;
}

function readTone(clause: string): readonly Wish[] | undefined {
  if (
    /\b(?:more formal|formal|more serious|serious tone|more sober)\b|формальн|официальн|строже|серьёзнее|серьезнее/i.test(
      clause,
    ) &&
    !/\b(?:less|too) (?:formal|serious)|неформальн|менее (?:формальн|официальн)/i.test(clause)
  ) {
    return [{ kind: 'tone', tone: 'formal' }];
  }
  return /\b(?:friendlier|friendly|casual|livelier|lively|warmer|engaging|funnier|fun|informal|humou?r|less formal|less serious|too (?:formal|serious|dry)|conversational)\b|дружелюб|живее|теплее|веселее|бодрее|разговорн|юмор|неформальн|сухо|скучно/i.test(
    clause,
  )
    ? [{ kind: 'tone', tone: 'friendly' }]
    : undefined;
}

function readPart(clause: string): readonly Wish[] | undefined {
  const parts = PART_WORDS.filter(([, words]) => words.test(clause)).map(([part]) => part);
  const [part] = parts;
  if (part === undefined) return undefined;
  const more = /\b(?:more|another|second|further)\b|ещё|еще|больше|друг|втор/i.test(clause);
  return (part === 'example' && more ? (['example', 'secondExample'] as const) : [part]).map((wanted) => ({
    kind: 'part',
    part: wanted,
  }));
}

function readMention(clause: string): readonly Wish[] | undefined {
  const about = trimmed(
    /\b(?:mention|name|refer to|bring up|bring in|touch on)\s+(?:that\s+)?(.+)$/i.exec(clause)?.[1] ??
      /(?:упомян\S*|назови|назвать|включи|добавь(?:те)?|добавить|затронь|не забудь|нужны?|нужна|нужно)\s+(?:что\s+|про\s+|о\s+)?(.+)$/i.exec(
        clause,
      )?.[1] ??
      '',
  );
  return about === '' ? undefined : [{ kind: 'mention', about }];
}

function quotesIn(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)].map(([, inner = '']) => inner.trim());
}

/** Without quotation marks, politeness and the full stop. */
function trimmed(text: string): string {
  return text
    .replace(/[\s,]*(?:,?\s*(?:please|too|as well|пожалуйста|тоже))?[\s.!?…,;:]*$/i, '')
    .replace(/^["“«„'\s]+|["”»“'\s]+$/g, '')
    .replace(/[`*_#<>|[\]\\]/g, '')
    .trim();
}
