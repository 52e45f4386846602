/** Whether somebody watches an article now, as SQL. @param id names it in the statement */
export const isWatched = (id: string): string =>
  `exists (select from watched where watched.article_id = ${id} and until > now())`;
