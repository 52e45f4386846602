/** SQL: what somebody was called last, by whatever door they came; null: nobody has heard of them. @param key SQL of their `actorKey` */
export const lastName = (key: string): string =>
  `(select actor_name from audit heard where heard.actor_key = ${key} order by at desc limit 1)`;

/** SQL: what those are called whom an article's rules name in person, by those rules; null: nobody knows any of them. @param article names the row */
export const KNOWN_NAMES = (article: string): string => `
  (select jsonb_object_agg(key, name) from (
    select key, ${lastName('key')} as name from (
      select unnest(${article}.approvers) union select unnest(${article}.waits_for)
      union select jsonb_array_elements_text(coalesce(${article}.settings #> '{patience,escalate,to}', '[]'))
    ) rules (key) where key like '%:%' and key not like '%:group:%'
  ) named where name is not null)`;
