/**
 * Which words a language has, and which of them are forms of one word, from a Hunspell dictionary. Libraries that read such files either
 * write out all forms, which are millions in Russian, or do not say what a form is of; here a form is looked up by taking its ending off.
 */
export interface Dictionary {
  /** @param word in lower case, but for what is only written with a capital */
  has(word: string): boolean;
  /** What the word is a form of, itself included; by endings alone, never by prefixes. */
  stems(word: string): ReadonlySet<string>;
}

interface Rule {
  readonly flag: string;
  /** What the ending stands in place of. */
  readonly strip: string;
  readonly add: string;
  readonly condition: RegExp;
}

/** What a Hunspell dictionary is made of. */
export interface HunspellFiles {
  readonly aff: Uint8Array;
  readonly dic: Uint8Array;
}

/** @param grammatical flags of endings that make another form and not another word: `S` and no `Y` (-ly). Default: all. */
export function readDictionary({ aff, dic }: HunspellFiles, grammatical?: string): Dictionary {
  const { suffixes, prefixes } = readRules(plain(new TextDecoder().decode(aff)));
  const words = readWords(plain(new TextDecoder().decode(dic)));
  const longest = Math.max(0, ...[...suffixes.keys()].map((add) => add.length));

  function* formsBehind(word: string): Generator<{ readonly stem: string; readonly flag: string }> {
    for (let length = 0; length <= Math.min(longest, word.length); length += 1) {
      const add = word.slice(word.length - length);
      for (const { flag, strip, condition } of suffixes.get(add) ?? []) {
        const stem = word.slice(0, word.length - length) + strip;
        if (words.get(stem)?.includes(flag) === true && condition.test(stem)) yield { stem, flag };
      }
    }
  }

  const isForm = (word: string): boolean => words.has(word) || !formsBehind(word).next().done;

  return {
    has: (word) => {
      const sought = plain(word);
      if (isForm(sought)) return true;
      return prefixes.some(({ flag, add }) => {
        const rest = sought.startsWith(add) ? sought.slice(add.length) : '';
        return (
          rest !== '' &&
          (words.get(rest)?.includes(flag) === true ||
            [...formsBehind(rest)].some(({ stem }) => words.get(stem)?.includes(flag)))
        );
      });
    },
    stems: (word) => {
      const sought = plain(word);
      const stems = [...formsBehind(sought)].filter(
        ({ flag }) => grammatical === undefined || grammatical.includes(flag),
      );
      return new Set([...(words.has(sought) ? [sought] : []), ...stems.map(({ stem }) => stem)]);
    },
  };
}

function readRules(aff: string) {
  const suffixes = new Map<string, Rule[]>();
  const prefixes: Rule[] = [];
  for (const line of aff.split('\n')) {
    const [kind, flag = '', strip = '', add = '', condition] = line.trim().split(/\s+/);
    // The line that begins a group says how many rules follow.
    if ((kind !== 'SFX' && kind !== 'PFX') || condition === undefined) continue;
    const rule = {
      flag,
      strip: strip === '0' ? '' : strip,
      add: add === '0' ? '' : (add.split('/')[0] ?? ''),
      condition: new RegExp(kind === 'SFX' ? `${condition}$` : `^${condition}`),
    };
    if (kind === 'PFX') prefixes.push(rule);
    else suffixes.set(rule.add, [...(suffixes.get(rule.add) ?? []), rule]);
  }
  return { suffixes, prefixes };
}

function readWords(dic: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const line of dic.split('\n').slice(1)) {
    const [word = '', flags = ''] = line.trim().split('/');
    if (word !== '') words.set(word, (words.get(word) ?? '') + flags);
  }
  return words;
}

/** As people write who do not care for dots and curls. */
function plain(text: string): string {
  return text.replaceAll('ё', 'е').replaceAll('Ё', 'Е').replaceAll('’', "'");
}
