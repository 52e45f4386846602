/** What people want done to a text, as they begin to say it in English: “make it shorter”. */
const VERBS =
  'add|adjust|avoid|begin|change|clarify|combine|condense|correct|cut|delete|drop|emphasi[sz]e|end|expand|explain|fix|give(?! me)|improve|include|lengthen|make|mention|merge|move|name|omit|polish|put|reduce|remove|rename|reorder|rephrase|replace|retitle|reword|rewrite|shorten|shrink|simplify|soften|split|start|swap|tighten|tone|translate|trim|turn|tweak|update|use|write';
/** As orders and infinitives: «поменяйте», «поменять». */
const RUSSIAN_STEMS =
  'добав|вставь|встав|вырежь|выреза|дай|дополни|замени|измени|исправ|назов|назва|напиши|написа|начн|нача|объясни|оставь|остави|перевед|перевес|переделай|передела|переименуй|переименова|перенес|перепиши|переписа|переставь|перестави|переформулируй|переформулирова|подправ|поменяй|поменя|поправ|разбей|разбить|раскрой|раскры|расширь|расшири|сдела|смени|смягчи|сократи|сокращ|убер|убра|удали|укажи|указа|укороти|упомян|упрости|уточни';

/** People are polite, or agree first. */
const OPENING =
  /^(?:(?:please|pls|plz|hi|hey|hello|ok|okay|so|and|also|then|now|but|just|thanks|thank you|good|great|nice|well|maybe|perhaps|copydesk|пожалуйста|пожалуй|привет|ок|спасибо|хорошо|отлично|и|ещё|еще|а|но|тогда|теперь|может|может быть)(?=[^\p{L}\p{N}])[^\p{L}\p{N}]*){1,4}/iu;
const ORDER = new RegExp(`^(?:do not |don['’]t )?(?:${VERBS})(?![\\p{L}\\p{N}])`, 'iu');
const REQUEST = new RegExp(
  `^(?:(?:can|could|would|will) (?:you|we|somebody|someone)|let['’]?s|i(?:['’]d| would) (?:like|love|prefer)|i (?:want|need)|we (?:should|need to|must)|you (?:should|need to|must))\\b.{0,40}?(?<![\\p{L}\\p{N}])(?:${VERBS})(?![\\p{L}\\p{N}])`,
  'iu',
);
const SHORTCOMING =
  /^(?:the |this |that |it |its |a |my )?(?:[\p{L}-]+ ){0,3}?(?:(?:should|must|needs? to) be|is (?:much |far |a bit |way )?too|could be)(?= )/iu;
const COMPARATIVE =
  /^(?:a bit |much |even )?(?:shorter|longer|simpler|clearer|friendlier|less|fewer|more)(?![\p{L}\p{N}])/iu;
const RUSSIAN_ORDER = new RegExp(`^(?:не )?(?:${RUSSIAN_STEMS})\\p{L}*(?![\\p{L}\\p{N}])`, 'iu');
const RUSSIAN_REQUEST = new RegExp(
  `^(?:можно|можете|могли бы|нужно|надо|давай(?:те)?|хорошо бы|хотелось бы|хочу|стоит|лучше|прошу)(?![\\p{L}]).{0,40}?(?<![\\p{L}])(?:${RUSSIAN_STEMS})\\p{L}*`,
  'iu',
);
const RUSSIAN_SHORTCOMING =
  /^(?:[\p{L}-]+ ){0,3}?(?:слишком|чересчур)(?= )|^(?:по)?(?:короче|длиннее|проще|яснее|мягче|меньше|больше)(?![\p{L}])/iu;
const RULES = [ORDER, REQUEST, SHORTCOMING, COMPARATIVE, RUSSIAN_ORDER, RUSSIAN_REQUEST, RUSSIAN_SHORTCOMING];

/** “Changes: shorter, please”. */
const NAMED = /^[^\p{L}]*(?:(?:request )?changes?|правк[аи]|изменения|на доработку|доработать) ?:\s*/iu;
/** Of a long message its beginning says what it is. */
const READ_CHARS = 300;

/**
 * What somebody who talks about a draft wants changed in it, in their words: “please change the title”. Undefined when they say something
 * else, and “I like it, do you agree?” is something else. It changes nothing: whoever may decide is told how it would.
 */
export function wishIn(text: string): string | undefined {
  const said = text.trim();
  const named = NAMED.exec(said)?.[0];
  if (named !== undefined) return said.slice(named.length).trim() || undefined;
  const [start = ''] = said.slice(0, READ_CHARS).split('\n');
  const wish = start.replace(/^[^\p{L}]+/u, '').replace(OPENING, '');
  return RULES.some((rule) => rule.test(wish)) ? said : undefined;
}
