/** Verbs without an object: what follows is in the nominative. */
const HOW_IT_WORKS =
  /^как\s+(?:же\s+)?(?:работа(?:ет|ют)|устроен[аоы]?|действу(?:ет|ют)|возника(?:ет|ют)|возник(?:ла|ло|ли)?|появля(?:ется|ются)|появил(?:ся|ась|ось|ись)|образу(?:ется|ются)|жив(?:ёт|ет|ут)|рожда(?:ется|ются)|происход(?:ит|ят)|развива(?:ется|ются)|меня(?:ется|ются)|движ(?:ется|утся)|раст(?:ёт|ет|ут)|формиру(?:ется|ются)|функциониру(?:ет|ют))\s+(.+)$/i;
const WHAT_IT_IS = /^что\s+такое\s+(.+)$/i;
const QUESTION =
  /^(?:как|почему|зачем|отчего|откуда|где|куда|когда|кто|что|чем|чему|сколько|какой|какая|какое|какие|стоит|можно|нужно|надо|расскажи|расскажите|напиши|напишите|объясни|объясните|опиши|опишите|о|об|обо|про|в|во|на|из|от|для|без|при|с|со|по|к)(?![а-яё])/i;
const MAX_SUBJECT_WORDS = 3;

const INSTRUCTION =
  /^(?:пожалуйста,?\s+)?(?:расскажи(?:те)?|напиши(?:те)?(?:\s+(?:статью|текст|заметку))?|объясни(?:те)?|опиши(?:те)?)\s+(?=\S)/i;

/** `расскажи о приливах` → `о приливах`. */
export function withoutInstruction(topic: string): string {
  return topic.replace(INSTRUCTION, '');
}

/** The noun phrase of a topic, in the nominative; undefined when it cannot be told for sure, as Russian declines everything else. */
export function subjectOfRussian(topic: string): string | undefined {
  const text = topic.replace(/\?$/, '');
  const named = (HOW_IT_WORKS.exec(text) ?? WHAT_IT_IS.exec(text))?.[1];
  if (named !== undefined) return isShort(named) ? named : undefined;
  return !topic.endsWith('?') && !QUESTION.test(text) && isShort(text) ? text : undefined;
}

/** Without a preposition, which could belong to the verb: `как живут пчёлы в улье`. */
function isShort(text: string): boolean {
  const words = text.split(' ');
  return (
    words.length <= MAX_SUBJECT_WORDS &&
    /^[\p{L}\d\s-]+$/u.test(text) &&
    !words
      .slice(1)
      .some((word) =>
        /^(?:в|во|на|из|от|для|без|при|с|со|по|к|у|о|об|за|под|над|или|и|зимой|летом|весной|осенью|ночью|днём)$/i.test(
          word,
        ),
      )
  );
}
