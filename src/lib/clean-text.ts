// C0 but tab and line feed, DEL, C1, what turns the direction of text around, and the byte order mark of files. PostgreSQL refuses NUL.
// oxlint-disable-next-line no-control-regex -- nobody sees them, and they are what has to go
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A text as a person sent it, with line feeds only, well-formed Unicode, and nothing in it that cannot be seen or stored. */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .toWellFormed()
    .replaceAll(CONTROLS, '');
}

/** As {@link cleanText}, on one line: whitespace between words is one space, around them none. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ').trim();
}

/** Scripts whose letters are joined or kept apart by characters that nobody sees. */
const JOINED = String.raw`\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}`;
/**
 * A sign of several parts, or a joiner where a script needs it: to be kept. Else what shows nothing: ignorable by default, a format
 * character, braille without a dot, a note without a head, the place of an object.
 */
const UNSEEN = new RegExp(
  String.raw`(\p{RGI_Emoji}|(?<=[${JOINED}])[\u200c\u200d\u180b-\u180d](?=[${JOINED}]))|[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc\u2800\u{1d159}]`,
  'gv',
);

/** As {@link cleanLine}, for what a person typed: without what shows nothing, and empty when nothing is left that a reader would see. */
export function typedLine(text: string): string {
  const line = cleanLine(text.replaceAll(UNSEEN, '$1'));
  return isSeen(line) ? line : '';
}

/** Whether a reader sees any of it: a letter, a digit, a mark or a sign. Accents alone stand on nothing. */
export function isSeen(text: string): boolean {
  return /[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc\u2800\u{1d159}]]/v.test(text);
}
