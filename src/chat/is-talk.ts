/** A word or two in which nobody names a topic: “ok”, “Stop!”, “Looks great, thank you!”. */
const WORDS =
  /^(?:(?:ok(?:ay)?|k|yes|yep|yeah|no|nope|stop|wait|go(?: on| ahead)?|done|fine|good|great|nice|cool|perfect|super|thanks?(?: you| a lot| so much)?|thx|hello|hi|hey|looks? (?:good|great|fine)(?: to me)?|lgtm|approved?|reject(?:ed)?|cancel(?: it)?|i like (?:it|this)|love it|ок(?:ей)?|окей|да|нет|неа|стоп|стой|подожди(?:те)?|хорошо|отлично|супер|класс|здорово|спасибо(?: большое)?|привет|здравствуйте|добрый (?:день|вечер)|готово|годится|одобряю|отклоняю|отмена|отмени(?:ть|те)?|мне нравится|нравится|пойд[её]т)(?: |$))+$/u;

/** Whether somebody says nothing that an article could be about. It decides nothing: buttons do. */
export function isTalk(typed: string): boolean {
  const words = typed
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}\s']+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' || WORDS.test(words);
}
