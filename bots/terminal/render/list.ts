import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import type { Look } from './look.ts';
import { cleanLine, truncate, wrap } from './text.ts';

/** The id's ten characters and the space behind. */
const ID_COLUMNS = 12;

export function renderList(articles: readonly ArticleSummary[], t: Messages, look: Look): string[] {
  const { colors, columns } = look;
  if (articles.length === 0) return wrap(t.terminal.list.empty, columns);
  return [
    colors.bold(t.terminal.list.heading(articles.length)),
    ...articles.flatMap(({ articleId, topic, stage, startedAt }) => [
      `${colors.cyan(articleId)}  ${truncate(cleanLine(topic), columns - ID_COLUMNS)}`,
      ' '.repeat(ID_COLUMNS) +
        colors.dim(
          truncate(`${t.words.stages[stage]} · ${t.terminal.list.startedAt(startedAt)}`, columns - ID_COLUMNS),
        ),
    ]),
  ];
}
