import { plainWords } from '../../../lib/plain-words.ts';
import type { Section } from '../../../protocol/section.ts';

/** What changes which sections there are, or where: that is planned. */
const STRUCTURAL =
  /(?<!\p{L})(?:add|insert|new|another|one more|remove|delete|drop|omit|merge|split|move|swap|reorder|добав\p{L}*|встав\p{L}*|нов\p{L}*|ещё|еще|убер\p{L}*|убрать|удал\p{L}*|выкин\p{L}*|вычерк\p{L}*|объедин\p{L}*|раздел(?:и|ите)|перенес\p{L}*|переставь?\p{L}*|поменяй\p{L}* местами)(?!\p{L})/iu;
/** What is about all of the text, whatever else it names. */
const WHOLE =
  /(?<!\p{L})(?:whole|entire|overall|throughout|everywhere|all (?:the )?(?:sections|parts)|(?:each|every) (?:section|part)|вс(?:ю|ей|ему)|весь|вся|целиком|везде|всюду|кажд\p{L}*)(?!\p{L})/iu;
const NOUN = '(?:sections?|parts?|chapters?|passages?|раздел\\p{L}*|глав\\p{L}*|част\\p{L}*|секци\\p{L}*)';
const ORDINALS: readonly (readonly [words: string, place: number])[] = [
  ['first|1st|перв\\p{L}*', 1],
  ['second|2nd|втор\\p{L}*', 2],
  ['third|3rd|трет\\p{L}*', 3],
  ['fourth|4th|четв[её]рт\\p{L}*', 4],
  ['fifth|5th|пят\\p{L}*', 5],
  ['sixth|6th|шест\\p{L}*', 6],
  ['seventh|7th|седьм\\p{L}*', 7],
  ['eighth|8th|восьм\\p{L}*', 8],
  ['last|final|последн\\p{L}*', -1],
];
const NUMBERED = new RegExp(`(?<!\\p{L})${NOUN}\\s{0,3}(?:no\\.?|#|№)?\\s{0,3}(\\d{1,2})(?!\\d)`, 'giu');
const OPENING =
  /(?<!\p{L})(?:the (?:opening|lead|lede|intro|introduction|title|headline)|intro(?:duction)?|opening paragraph|headline|вступлени\p{L}*|лид(?:е|а|ом)?|введени\p{L}*|заголов(?:ок|ка|ке|ком) (?:статьи|текста)|начал[оае] (?:статьи|текста))(?!\p{L})/iu;
const ENDING =
  /(?<!\p{L})(?:the (?:ending|conclusion|closing)|концовк\p{L}*|заключени\p{L}*|кон(?:ец|це|ца) (?:статьи|текста))(?!\p{L})/iu;
/** “in the section on tides”, up to what ends the clause. */
const ABOUT = new RegExp(
  `(?<!\\p{L})${NOUN}\\s{1,3}(?:on|about|called|titled|named|headed|о|об|про|под названием)\\s{1,3}([^.,;:!?\\n]{1,120})`,
  'giu',
);
const QUOTED = /["“«„']([^"”»“„\n]{2,120})["”»“']/gu;
const HEADING_OF = new RegExp(`(?<!\\p{L})([^.,;:!?\\n"“«]{2,80}?)\\s{1,3}${NOUN}(?!\\p{L})`, 'giu');

/**
 * The sections that a comment plainly names, by their place or their heading: `in the second section`, `the section on tides`,
 * `раздел «Приливы»`. Empty where that leaves a doubt, where it names several readings, or where it wants other sections than there are.
 */
export function namedSections(comment: string, draft: readonly Section[]): readonly string[] {
  if (draft.length < 2 || STRUCTURAL.test(comment) || WHOLE.test(comment)) return [];
  const [opening] = draft;
  const hasOpening = opening !== undefined && !/^\s*#{2,6}\s/.test(opening.text);
  const body = hasOpening ? draft.slice(1) : draft;
  const byPlace = [
    ...ORDINALS.flatMap(([words, place]) =>
      new RegExp(`(?<!\\p{L})(?:${words})\\s{1,3}${NOUN}(?!\\p{L})`, 'iu').test(comment)
        ? [body.at(place > 0 ? place - 1 : place)]
        : [],
    ),
    ...[...comment.matchAll(NUMBERED)].map(([, number]) => body.at(Number(number) - 1)),
    ...(hasOpening && OPENING.test(comment) ? [opening] : []),
  ];
  // A place that there is not: somebody counts otherwise than we do.
  if (byPlace.includes(undefined)) return [];
  const quoted = [...comment.matchAll(QUOTED)].map(([, words = '']) => words);
  const spoken = [...comment.matchAll(ABOUT), ...comment.matchAll(HEADING_OF)].map(([, words = '']) => words);
  const byName = [
    ...quoted.flatMap((words) => only(body.filter(({ heading }) => plainWords(heading) === plainWords(words)))),
    ...spoken.flatMap((words) => only(bestNamed(words, body))),
  ];
  const byEnd = byPlace.length + byName.length === 0 && ENDING.test(comment) ? body.slice(-1) : [];
  const found = new Set([...byPlace, ...byName, ...byEnd].flatMap((section) => (section ? [section.id] : [])));
  return draft.filter(({ id }) => found.has(id)).map(({ id }) => id);
}

function only(sections: readonly Section[]): readonly Section[] {
  return sections.length === 1 ? sections : [];
}

/** The headings with the most of the words that a comment says; none when not one of them is there. */
function bestNamed(words: string, sections: readonly Section[]): readonly Section[] {
  const wanted = stems(words);
  const ranked = sections.map((section) => {
    const heading = [...stems(section.heading)];
    const isIn = (stem: string): boolean => heading.some((other) => other.startsWith(stem) || stem.startsWith(other));
    return { section, share: [...wanted].filter(isIn).length };
  });
  const most = Math.max(0, ...ranked.map(({ share }) => share));
  return most === 0 ? [] : ranked.filter(({ share }) => share === most).map(({ section }) => section);
}

const SMALL =
  /^(?:the|and|for|with|from|that|this|are|is|it|of|to|in|on|a|an|how|why|what|as|its|не|на|по|для|что|как|это|из|до|от|и|в|о|с)$/;
const MIN_STEM_CHARS = 4;

/** Words without what declension does to their ends. */
function stems(text: string): ReadonlySet<string> {
  const words = plainWords(text)
    .split(' ')
    .filter((word) => word.length > 2 && !SMALL.test(word));
  return new Set(words.map((word) => word.slice(0, Math.max(MIN_STEM_CHARS, word.length - 2))));
}
