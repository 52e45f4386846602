/** Texts that took the parser seconds to minutes at 40,000 characters, and their kin. Each is repeated to a length. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  stars: 'a*a*',
  'stars and underscores': '*a_',
  'stars and underscores apart': '*a _b ',
  'double stars': 'a**b',
  tildes: '~a ~~b',
  'headings underlined': 'a\n=\n',
  'headings underlined once more': 'a\n=\n=\n',
  'headings underlined by dashes': 'a\n-\n',
  entities: '&a;',
  'an address of entities': 'https://a.b/&a;&a;',
  'processing instructions': '<?‹?',
  comments: '<!--',
  tags: '<a href="',
  brackets: '[',
  'closing brackets': ']',
  'brackets within brackets': '[[a]]',
  'pictures begun': '![](',
  'links begun': '[a](<',
  'links ended': '](',
  notes: '[^a]',
  'notes defined': '[^a]: \n',
  definitions: '[a]: b\n',
  'quotes in a line': '> ',
  'quotes line by line': '> a\n',
  'quotes that go on without marks': `${'> '.repeat(40)}a\nb\nb\nb\n`,
  'lists in a line': '- ',
  'lists line by line': '- a\n',
  'lists within lists': '- - - - a\n',
  'lists that go on without marks': '- a\n  - b\nc\n',
  'empty items': '-\n',
  tables: '|a|b|\n|-|-|\n',
  rows: '|a|b|\n',
  ticks: '` a',
  fences: '```\n',
  'hard breaks': 'a  \n',
  backslashes: '\\',
  tabs: '\t',
  'nested HTML': '<b>',
  divisions: '<div>\n',
  addresses: 'http://a.',
  mailboxes: 'a@',
  combining: 'e\u0301\u0323\u0330',
  'right to left': 'ש(ש[',
};

export function hostileText(name: string, length: number): string {
  const piece = HOSTILE_TEXTS[name] ?? '';
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Those that are not one piece over and over. */
export const HOSTILE_SHAPES: Readonly<Record<string, (length: number) => string>> = {
  'a table of thousands of columns': (length) => `${'|a'.repeat(length / 4)}|\n${'|-'.repeat(length / 4)}|\n`,
  'a row of thousands of cells': (length) => `|a|b|\n|-|-|\n${'|x'.repeat(length / 2)}`,
  'a list within a list within a list': (length) => {
    const depth = Math.floor(Math.sqrt(length));
    return Array.from({ length: depth }, (_, level) => `${' '.repeat(level * 2)}- a`).join('\n');
  },
  'ticks of every length': (length) => {
    const count = Math.floor(Math.sqrt(length * 2));
    return Array.from({ length: count }, (_, size) => '`'.repeat(size + 1)).join('a');
  },
  'emphasis within emphasis': (length) => '*a '.repeat(length / 6) + ' a*'.repeat(length / 6),
  'links within links': (length) => '[a '.repeat(length / 10) + '](x)'.repeat(length / 10),
  'one word': (length) => 'x'.repeat(length),
  'one line of spaces': (length) => `a${' '.repeat(length)}b`,
};
