import type { KnownBlock } from '@slack/types';
import { PREFIX } from '../../../bots/slack/platform.ts';
import { renderContent } from '../../../bots/slack/render/content.ts';
import { renderHome, renderList, renderOriginal, sayReply } from '../../../bots/slack/render/reply.ts';
import { originalCard } from '../../../src/cards/original-card.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { messages } from '../../../src/messages/messages.ts';
import { html, type Markup } from '../html.ts';
import { HOME, INBOX, OPENINGS } from '../inbox.ts';
import { story } from '../story.ts';
import type { PicturedThread } from '../threads.ts';
import { ORIGINAL, TRANSLATION } from '../translation.ts';
import { COUNTED, VOTES } from '../votes.ts';
import type { Names } from './draw-blocks.ts';
import { drawSlackHome, drawSlackThread, type SlackMessage } from './draw-thread.ts';

const NAMES: Names = new Map([
  ['U024BE7LH', story.requester],
  ['U0DEE4BE7', 'Dee'],
]);
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
export async function slackWhole({ channel, isPrivate, status, messages: told }: PicturedThread): Promise<Markup> {
  const [first] = said('2:02 PM', status);
  return await drawSlackThread({
    channel,
    ...(isPrivate && { isPrivate }),
    names: NAMES,
    ...(first !== undefined && { first }),
    replies: told.flatMap(({ at, content }) => said(inTwelveHours(at), content)),
  });
}

/** As Slack shows the time in English. */
function inTwelveHours(at: string): string {
  return `${Number(at.slice(0, 2)) - 12}${at.slice(2)} PM`;
}

/** While votes come in, as Cy sees it who has just approved. */
export async function slackTally(): Promise<Markup> {
  const [first] = said('2:02 PM', VOTES.status);
  const { text, blocks } = sayReply(COUNTED, messages('en'), PREFIX);
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    ...(first !== undefined && { first }),
    replies: [
      ...said('2:11 PM', VOTES.void),
      ...said('2:13 PM', VOTES.gate),
      { at: '2:16 PM', isPrivate: true, part: { kind: 'message', name: 'voted', text, blocks } },
    ],
  });
}

/** A translation that waits, and what it is made of, as whoever asks for it sees it. */
export async function slackTranslation(): Promise<Markup> {
  const { text, blocks } = renderOriginal(originalCard(ORIGINAL, 'en'), 'whole');
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    replies: [
      ...said('2:13 PM', TRANSLATION.gate),
      { at: '2:15 PM', isPrivate: true, part: { kind: 'message', name: 'original', text, blocks } },
    ],
  });
}

/** What waits for Ann: on Home, and as `/article inbox` answers. */
export async function slackInbox(): Promise<Markup> {
  const links = new Map(
    INBOX.articles.map(({ articleId }) => [articleId, 'https://example.slack.com/archives/C1/p1'] as const),
  );
  const home = renderHome({ home: HOME, links, waiting: OPENINGS, language: 'en' });
  const { text, blocks } = renderList(INBOX, links, 'en');
  const answer = await drawSlackThread({
    channel: 'Copydesk',
    isDirect: true,
    names: NAMES,
    replies: [{ at: '9:02 AM', isPrivate: true, part: { kind: 'message', name: 'inbox', text, blocks } }],
  });
  return html`${drawSlackHome(home.blocks as readonly KnownBlock[], NAMES)}<div class="gap"></div>${answer}`;
}

/** When it is finished. */
export async function slackArticle(): Promise<Markup> {
  return await drawSlackThread({
    channel: CHANNEL,
    names: NAMES,
    replies: [...said('2:13 PM', story.approved), ...said('2:22 PM', story.final)],
  });
}
