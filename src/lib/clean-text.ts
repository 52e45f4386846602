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
