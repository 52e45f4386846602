/** Words as they are compared where only words count: small letters, `ё` as `е`, one space for whatever stands between them. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
