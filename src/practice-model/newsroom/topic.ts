import type { Language } from '../brief.ts';
import { capitalised, phrasesIn } from './material.ts';

/** A topic in the forms in which sentences need it. `title`: as a heading; `inside`: within a sentence; `topic`: quoted; `subject`: a noun phrase, or quoted. Never ungrammatical: what it does not recognise is quoted. */
export function topicOf(raw: string, language: Language) {
  const rules = phrasesIn(language).topic;
  // Markdown in a topic would format the article round it.
  const plain = raw
    .replace(/[`*<>|[\]\\]|^[#\s]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const text = plain.replace(/[.!…,;:]+$/, '').replace(new RegExp(rules.instruction, 'i'), '') || rules.none;
  // The Russian title stands in guillemets, so quotation marks inside are of the other kind.
  const requoted = text.replace(/["«“]([^"«»“”]*)["»”]/g, '„$1“').replace(/^„([^„“]*)“$/, '$1');
  const title = capitalised(language === 'ru' ? requoted : text);
  const quote = (template: string): string => template.replace('{title}', () => title);
  const quoted = quote(rules.quoted);
  const lowered = (phrase: string): string => lowerStart(phrase, rules.keepsCapital?.split(' ') ?? []);
  const bare = lowered(text.replace(/\?$/, ''));
  const named = rules.named
    .map((pattern) => new RegExp(pattern, 'i').exec(bare)?.[1])
    .find((noun) => noun !== undefined);
  const noun = named ?? (text.endsWith('?') ? '' : language === 'en' ? gerund(bare) : bare);
  const isNoun = noun !== '' && noun.split(' ').length <= rules.maxWords && !new RegExp(rules.notNoun, 'iu').test(noun);
  return {
    title,
    inside: rules.keepsCapital === undefined ? quoted : lowered(title),
    topic: quoted,
    subject: isNoun ? lowered(noun) : text.endsWith('?') ? quote(rules.question) : quoted,
  };
}

/** `how to bake bread` → `baking bread`; anything else as it is. */
function gerund(phrase: string): string {
  const [, adverb = '', verb = '', rest = ''] = /^how to (\w+ly )?(?!not\b)([a-z]{2,})((?: .*)?)$/i.exec(phrase) ?? [];
  const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) ? verb.slice(-1) : '';
  return verb === ''
    ? phrase
    : `${adverb}${verb.replace(/ie$/, 'y').replace(/(?<=[^eoyb])e$/, '')}${doubled}ing${rest}`;
}

/** A second capitalised word makes a name: `Berlin Wall`. */
function lowerStart(text: string, keepsCapital: readonly string[]): string {
  const [first = '', second = ''] = text.split(' ');
  const isPlain =
    /^\p{Lu}\p{Ll}*(?:[’'-]\p{Ll}+)?$/u.test(first) && !keepsCapital.includes(first.replace(/[’'].*$/, ''));
  const isName = /^\p{Lu}\p{Ll}+$/u.test(second) && !/^(?:how|why|what|when|where|who|which)$/i.test(first);
  return isPlain && !isName ? first.toLowerCase() + text.slice(first.length) : text;
}
