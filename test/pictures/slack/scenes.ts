import { renderContent } from '../../../bots/slack/render/content.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Markup } from '../html.ts';
import { story } from '../story.ts';
import type { PicturedThread } from '../threads.ts';
import type { Names } from './draw-blocks.ts';
import { drawSlackThread, type SlackMessage } from './draw-thread.ts';

const NAMES: Names = new Map([['U024BE7LH', story.requester]]);
const CHANNEL = 'newsroom';

function said(at: string, content: ChatContent): readonly SlackMessage[] {
  return renderContent(content).map((part) => ({ at, part }));
}

/** While the second draft waits for its critique. */
export async function slackThread(): Promise<Markup> {
  const [first] = said('2:02 PM', story.status);
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    ...(first !== undefined && { first }),
    replies: [
      ...said('2:03 PM', story.firstDraft),
      ...said('2:05 PM', story.firstCritique),
      ...said('2:05 PM', story.factReport),
      ...said('2:11 PM', story.secondDraft),
    ],
  });
}

/** What people are shown before they decide. */
export async function slackGate(): Promise<Markup> {
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    replies: [
      ...said('2:03 PM', story.sources),
      ...said('2:13 PM', story.secondCritique),
      ...said('2:13 PM', story.gate),
    ],
  });
}

/** A thread from its first message to its last. */
export async function slackWhole({ channel, isPrivate, status, messages }: PicturedThread): Promise<Markup> {
  const [first] = said('2:02 PM', status);
  return await drawSlackThread({
    channel,
    ...(isPrivate && { isPrivate }),
    names: NAMES,
    ...(first !== undefined && { first }),
    replies: messages.flatMap(({ at, content }) => said(inTwelveHours(at), content)),
  });
}

/** As Slack shows the time in English. */
function inTwelveHours(at: string): string {
  return `${Number(at.slice(0, 2)) - 12}${at.slice(2)} PM`;
}

/** When it is finished. */
export async function slackArticle(): Promise<Markup> {
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    replies: [...said('2:13 PM', story.approved), ...said('2:22 PM', story.final)],
  });
}
