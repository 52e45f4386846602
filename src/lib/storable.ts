/** Begins what is encrypted where texts are: a noncharacter of Unicode, which no text from outside keeps. */
export const SEALED_MARK = '\uFDD0';
/** Ends it. */
export const SEALED_END = '\uFDD1';

const MARKS = /[\uFDD0\uFDD1]/g;

/** A text without what would pass for encrypted. */
export function withoutMarks(text: string): string {
  return text.replaceAll(MARKS, '');
}

/** A text that PostgreSQL keeps: neither NUL nor halves of surrogate pairs, which hostile or broken text may hold; nor what would pass for encrypted. */
export function toStorable(text: string): string {
  return withoutMarks(text).replaceAll('\0', '').toWellFormed();
}
