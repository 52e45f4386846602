import type { SectionBlock } from '@slack/types';
import type { ArticleSummary } from '../../../src/gateway/article-list.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { mrkdwn, plain } from './blocks.ts';
import { cleanLine, escapeMrkdwn, shorten } from './text.ts';

/** Names come from people; what is longer says no more. */
const NAME_CHARS = 80;

export interface ArticleRowOptions {
  /** Address of its thread. */
  readonly link: string | undefined;
  /** Whether to say whose it is. */
  readonly byWhom?: boolean;
  readonly t: Messages;
}

/** One article in a list: its topic, where it stands, its id, and the way to its thread. */
export function articleRow(article: ArticleSummary, { link, byWhom = false, t }: ArticleRowOptions): SectionBlock {
  const name = shorten(cleanLine(article.requesterName), NAME_CHARS);
  const detail = t.chat.list.detail(article, byWhom ? { requesterName: name } : {});
  return {
    ...mrkdwn(`*${escapeMrkdwn(cleanLine(article.topic))}*\n${escapeMrkdwn(detail)} · \`${article.articleId}\``),
    ...(link !== undefined && {
      accessory: { type: 'button', action_id: 'link:open', text: plain(t.slack.openThread), url: link },
    }),
  };
}
