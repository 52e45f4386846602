import { interfaceLanguages, messages } from '../messages/messages.ts';
import { canonicalTag } from './to-article-request.ts';

/** Beside those of two letters. */
const KINDS_OF = ['pt-BR', 'pt-PT', 'es-MX', 'fr-CA', 'en-GB', 'en-US', 'de-CH', 'de-AT', 'zh-Hans', 'zh-Hant'];
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** “to German”, “into German”, «на немецкий», «по-немецки». */
const BEFORE_A_NAME = /^(?:(?:in)?to|in|на|по)[ -]+/iu;
/** Russian has several cases of it: «на немецкий», «на немецком», «по-немецки». */
const RUSSIAN_ENDS = /(?:ий|ом|и)$/u;

/**
 * The language that somebody means: by its tag (`de`), or by its name in any language in which the product speaks (“German”, «немецкий»).
 * @returns BCP 47, as RFC 5646 writes it; undefined when nobody knows it
 */
export function languageCalled(typed: string): string | undefined {
  const said = typed.trim();
  const name = plain(said.replace(BEFORE_A_NAME, ''));
  const known = names();
  const named = known.get(name) ?? known.get(name.replace(RUSSIAN_ENDS, 'ий'));
  if (named !== undefined) return named;
  const tag = canonicalTag(said);
  // “Klingonese” has the form of a tag, and is none of a language that anybody has a name for.
  return tag !== undefined && nameOf('en', tag) !== tag ? tag : undefined;
}

let made: { readonly languages: string; readonly names: ReadonlyMap<string, string> } | undefined;

/** Tags by their names, in lower case. */
function names(): ReadonlyMap<string, string> {
  const languages = interfaceLanguages();
  if (made?.languages !== languages.join()) {
    const tags = LETTERS.flatMap((one) => LETTERS.map((other) => one + other)).concat(KINDS_OF);
    const found = languages.flatMap((language) =>
      tags.flatMap((tag) => {
        const name = nameOf(language, tag);
        return name === tag ? [] : [[plain(name), tag] as const];
      }),
    );
    // Of two tags of one name the later one would win: the first one is the usual.
    made = { languages: languages.join(), names: new Map(found.toReversed()) };
  }
  return made.names;
}

function nameOf(language: string, tag: string): string {
  return messages(language).words.format.languageName(tag);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, ' ');
}
