/** A tag of an element. */
export interface HtmlTag {
  readonly kind: 'open' | 'close';
  /** In lower case. */
  readonly name: string;
  readonly attributes: string;
  /** As it is written. */
  readonly source: string;
}

/** A piece of HTML. */
export type HtmlToken = { readonly kind: 'text'; readonly text: string } | HtmlTag;

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z:@_][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/gi;
const MAX_TAG_CHARS = 4000;

/** Elements whose tags are no words. Of what is called otherwise (`Vec<T>`), or is a program, the tag is part of the text. */
const ELEMENTS = new Set(
  (
    'a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details ' +
    'dfn div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol ' +
    'p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th thead time ' +
    'tr tt u ul var video wbr'
  ).split(' '),
);

/** Text and tags, in order; comments left out. Entities in the text are not decoded. */
export function htmlTokens(html: string): readonly HtmlToken[] {
  const tokens: HtmlToken[] = [];
  let at = 0;
  const say = (text: string): void => {
    const last = tokens.at(-1);
    if (text === '') return;
    if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + text };
    else tokens.push({ kind: 'text', text });
  };
  for (const { 0: source, 1: slash, 2: tag = '', 3: attributes = '', index } of html.matchAll(TOKEN)) {
    say(html.slice(at, index));
    at = index + source.length;
    const name = tag.toLowerCase();
    if (tag === '') continue;
    if (!ELEMENTS.has(name) || source.length > MAX_TAG_CHARS) say(source);
    else tokens.push({ kind: slash === '/' ? 'close' : 'open', name, attributes, source });
  }
  say(html.slice(at));
  return tokens;
}

/** The value of an attribute, entities decoded; undefined when it has none. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'=<>\`]+))`, 'i').exec(attributes) ?? [];
  const value = double ?? single ?? bare;
  return value === undefined ? undefined : decodeEntities(value);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const LAST_CODE_POINT = 0x10ffff;

/** Those that are written by hand; others stay. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code).toWellFormed() : '\ufffd';
    },
  );
}
