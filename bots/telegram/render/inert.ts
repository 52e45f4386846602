// What Telegram itself turns into spaces or leaves out, with what turns the direction of text around: invisible where it is harmless, a lie where it is not.
// oxlint-disable-next-line no-control-regex -- they are what has to go
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\u0333|\u033f/g;

/** Text by a model or a person as Telegram keeps it: well-formed, without control characters but line feeds. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(CONTROLS, '')
    .normalize();
}

/** Not seen, never a place to break the line, and no part of a name. */
const WORD_JOINER = '\u2060';

/**
 * Where Telegram would find a user to notify (`@name`), a command that a tap sends (`/cancel`) or an address that opens its own
 * screens (`tg://…`): it looks through every text but code, asked or not. The match ends where a word joiner puts it off.
 */
const LIVE =
  /(?<![A-Za-z0-9_])@(?=[A-Za-z0-9_])|(?<![\p{L}\p{N}_/<>])\/(?=[A-Za-z0-9_])|\b(?:tg|ton|tonsite):(?=\/\/)/giu;

/** Offsets in UTF-16 units at which {@link WORD_JOINER} has to stand. */
export function liveOffsets(text: string): readonly number[] {
  return [...text.matchAll(LIVE)].map(({ index, 0: match }) => index + match.length);
}

/** The text with word joiners at the offsets, which are in ascending order. */
export function joinWordsAt(text: string, offsets: readonly number[]): string {
  let result = '';
  let from = 0;
  for (const offset of offsets) {
    result += text.slice(from, offset) + WORD_JOINER;
    from = offset;
  }
  return result + text.slice(from);
}

/** Whether a reader would see nothing: Telegram refuses such a message. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u.test(text);
}
