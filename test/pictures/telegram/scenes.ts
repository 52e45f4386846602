import { renderList } from '../../../bots/telegram/render/answers.ts';
import { isPage, type Rendered, renderMessages } from '../../../bots/telegram/render/content.ts';
import { drawCard } from '../../../bots/telegram/render/draw-card.ts';
import { splitBlocks } from '../../../bots/telegram/render/split.ts';
import { originalCard } from '../../../src/cards/original-card.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Author } from '../avatar.ts';
import type { Markup } from '../html.ts';
import { INBOX } from '../inbox.ts';
import { story } from '../story.ts';
import type { PicturedThread } from '../threads.ts';
import { ORIGINAL, TRANSLATION } from '../translation.ts';
import { VOTES } from '../votes.ts';
import { type Answered, drawTelegramChat, type TelegramMessage } from './draw-chat.ts';

const BOT: Author = { name: 'Copydesk' };
const ANN: Author = { name: story.requester, color: '#c2573a' };
const GROUP = { title: 'Newsroom', members: '3 members' };
const OPTIONS = { richMessages: false };

/** Beside each other the pictures are equally high. */
const HEIGHT = 1384;

/** While the second draft waits for its critique, as Ann sees it. Without the fact check, which takes the height of two cards. */
export async function telegramThread(): Promise<Markup> {
  const [status] = await said('14:02', story.status);
  const card = answered(status);
  const { firstCritique } = story;
  return drawTelegramChat({
    ...GROUP,
    height: HEIGHT,
    messages: [
      { author: ANN, isOwn: true, at: '14:02', body: words(`/article ${story.topic}`) },
      ...(status === undefined ? [] : [status]),
      ...(await said('14:03', story.firstDraft, card)),
      ...(await said(
        '14:05',
        { ...firstCritique, critique: { ...firstCritique.critique, factsQuestionable: false } },
        card,
      )),
      ...(await said('14:11', story.secondDraft, card)),
    ],
  });
}

/** What people are shown before they decide. */
export async function telegramGate(): Promise<Markup> {
  const card = answered((await said('14:02', story.status))[0]);
  return drawTelegramChat({
    ...GROUP,
    height: HEIGHT,
    messages: [
      ...(await said('14:03', story.sources, card)),
      ...(await said('14:13', story.secondCritique, card)),
      ...(await said('14:14', story.gate, card)),
    ],
  });
}

/** A thread from its first message to its last. */
export async function telegramWhole({ channel, status, messages }: PicturedThread): Promise<Markup> {
  const [first] = await said('14:02', status);
  const card = answered(first);
  const told = await Promise.all(messages.map(({ at, content }) => said(at, content, card)));
  return drawTelegramChat({
    ...GROUP,
    title: `${channel.slice(0, 1).toUpperCase()}${channel.slice(1)}`,
    messages: [
      { author: ANN, isOwn: true, at: '14:02', body: words(`/article ${status.frame.request.topic}`) },
      ...(first === undefined ? [] : [first]),
      ...told.flat(),
    ],
  });
}

/** While votes come in. */
export async function telegramTally(): Promise<Markup> {
  const [status] = await said('14:02', VOTES.status);
  const card = answered(status);
  return drawTelegramChat({
    ...GROUP,
    messages: [
      ...(status === undefined ? [] : [status]),
      ...(await said('14:11', VOTES.void, card)),
      ...(await said('14:13', VOTES.gate, card)),
    ],
  });
}

/** A translation that waits, and what it is made of. */
export async function telegramTranslation(): Promise<Markup> {
  const gate = await said('14:13', TRANSLATION.gate);
  const original = splitBlocks(drawCard(originalCard(ORIGINAL, 'en')));
  return drawTelegramChat({
    ...GROUP,
    messages: [
      ...gate,
      ...original.map((text) => ({
        author: BOT,
        at: '14:15',
        body: { kind: 'text' as const, text },
        ...answering(answered(gate[0])),
      })),
    ],
  });
}

/** What waits for Ann, as `/inbox` answers. */
export function telegramInbox(): Markup {
  const { text, entities = [] } = renderList(INBOX, new Map(), 'en');
  const shown = entities.flatMap(({ type, offset, length }) => (type === 'bold' ? [{ type, offset, length }] : []));
  return drawTelegramChat({
    title: BOT.name,
    members: 'bot',
    messages: [
      { author: ANN, isOwn: true, at: '9:02', body: words('/inbox') },
      { author: BOT, at: '9:02', body: { kind: 'text', text: { text, entities: shown } } },
    ],
  });
}

/** When it is finished. */
export async function telegramArticle(): Promise<Markup> {
  const card = answered((await said('14:02', story.status))[0]);
  return drawTelegramChat({
    ...GROUP,
    height: HEIGHT,
    messages: [
      ...(await said('14:13', story.secondCritique, card)),
      ...(await said('14:14', story.approved, card)),
      ...(await said('14:22', story.final, card)),
    ],
  });
}

/** The messages that a content takes. The first answers the status card; the pages of an article none, and its files the first. */
async function said(at: string, content: ChatContent, card?: Answered): Promise<readonly TelegramMessage[]> {
  const messages = renderMessages(content, OPTIONS);
  const bodies = await Promise.all(messages.map(({ body }) => body.render()));
  const first = answered(bodies[0] && { author: BOT, at, body: bodies[0] });
  return bodies.map((body, index): TelegramMessage => {
    const isNextPage = isPage(messages[index]?.name ?? '');
    return { author: BOT, at, body, ...answering(index === 0 ? card : isNextPage ? undefined : first) };
  });
}

function words(text: string): Rendered {
  return { kind: 'text', text: { text, entities: [] } };
}

function answered(message: TelegramMessage | undefined): Answered | undefined {
  if (message?.body.kind !== 'text') return undefined;
  return { name: message.author.name, words: message.body.text.text.replaceAll(/\s+/g, ' ') };
}

function answering(answers: Answered | undefined): Pick<TelegramMessage, 'answers'> {
  return answers === undefined ? {} : { answers };
}
