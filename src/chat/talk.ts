/** A word or two, or signs alone, in which nobody names a topic: “ok”, “Stop!”, 👍. */
const WORDS =
  /^(?:(?:ok(?:ay)?|k|yes|yep|yeah|no|nope|stop|wait|go(?: on| ahead)?|done|fine|good|great|nice|cool|perfect|super|thanks?(?: you| a lot| so much)?|thx|hello|hi|hey|looks? (?:good|great|fine)(?: to me)?|lgtm|approved?|reject(?:ed)?|cancel(?: it)?|i like (?:it|this)|love it|ок(?:ей)?|окей|да|нет|неа|стоп|стой|подожди(?:те)?|хорошо|отлично|супер|класс|здорово|спасибо(?: большое)?|привет|здравствуйте|добрый (?:день|вечер)|готово|годится|одобряю|отклоняю|отмена|отмени(?:ть|те)?|мне нравится|нравится|пойд[её]т)(?: |$))+$/u;

/** How a wish about a text begins, whatever it wants: “please change the title”, “could you make it shorter?”, «сделай короче». */
const WISH =
  /^(?:(?:please|pls|kindly|can you|could you|would you|will you|i(?:'d| would) like you to|i want you to|пожалуйста|можешь|можете|не мог(?:ла|ли)? бы)(?![\p{L}\p{N}])|(?:make|keep|change|replace|rewrite|rephrase|shorten|cut|drop|remove|delete|add|fix|correct|mention) (?:it|the|this|that|a|an|more|less|your|my)(?![\p{L}\p{N}])|(?:too|more|less|not so) (?:long|short|formal|dry|technical|much|detailed?|details)|(?:сделай|поменяй|измени|замени|перепиши|сократи|убери|удали|добавь|исправь|упомяни|покороче|подлиннее)(?:те)?(?![\p{L}\p{N}]))/u;

/**
 * Whether what somebody types in a chat where a draft waits may be meant for it: `talk`: it can be nothing else · `wish`: it reads like
 * one, and may be a topic all the same. It decides nothing: buttons do.
 */
export function meantForDraft(typed: string): 'talk' | 'wish' | undefined {
  const words = typed
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}\s']+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (words === '' || WORDS.test(words)) return 'talk';
  return WISH.test(words) ? 'wish' : undefined;
}
