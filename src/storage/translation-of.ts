/** SQL: a `TranslationOf`, or null. @param article names the row */
export const TRANSLATION = (article: string): string => `
  case when ${article}.translation_of is not null then jsonb_strip_nulls(jsonb_build_object(
    'from', ${article}.input #> '{translates,language}', 'into', ${article}.request -> 'language', 'of', ${article}.translated_edition,
    'newer', newer_original(${article}.translation_of, ${article}.translated_edition))) end`;
