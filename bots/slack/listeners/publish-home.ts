import type { Waiting } from '../../../src/cards/list-card.ts';
import type { ArticleSummary, Home } from '../../../src/gateway/article-list.ts';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import { messages } from '../../../src/messages/messages.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { linksTo } from './links.ts';
import type { SlackUser } from '../connect/people.ts';
import { renderHome, renderHomeNotice } from '../render/reply.ts';
import { PREFIX } from '../platform.ts';
import type { SlackContext } from './slack-context.ts';

/** Of the draft of each of them. */
const READ_BUDGET_MS = 1000;

/** @param notice what became of what the person did there @param page of what waits for them, from 1 */
export interface HomeAsk {
  readonly notice?: string;
  readonly page?: number;
}

/** Makes somebody's Home tab anew. */
export async function publishHome(
  slack: SlackContext,
  person: SlackUser,
  { notice, page = 1 }: HomeAsk = {},
): Promise<void> {
  const { desk, people, workspaces } = slack;
  const [actor, language, client] = await Promise.all([
    people.actorOf(person),
    people.languageOf(person),
    workspaces.clientOf(person.workspaceId),
  ]);
  const t = messages(language);
  const [asked, listed] = await Promise.all([
    desk.home(actor),
    page === 1 ? undefined : desk.list(actor, { scope: 'waiting', page }),
  ]);
  if (asked.kind !== 'home') {
    const why = replyWords(asked, t, PREFIX);
    const texts = notice === undefined ? [why] : [notice, why];
    await client.views.publish({ user_id: person.userId, view: renderHomeNotice(texts, t) });
    return;
  }
  const seen = await asFarAsSeen(slack, actor, asked.home);
  const home =
    listed?.kind === 'list' ? { ...seen, waitingForMe: { ...seen.waitingForMe, articles: listed.articles } } : seen;
  const { askedByMe, running, finishedLastWeek } = home;
  const waitingForMe = home.waitingForMe.articles;
  const shown = [...waitingForMe, ...askedByMe, ...running, ...finishedLastWeek].map(({ articleId }) => articleId);
  const [links, waiting] = await Promise.all([
    linksTo(slack, person.workspaceId, shown),
    Promise.all(waitingForMe.map(({ articleId }) => lookAt(slack, actor, articleId))),
  ]);
  await client.views.publish({
    user_id: person.userId,
    view: renderHome({
      home,
      links,
      waiting: new Map(waiting.flat()),
      page,
      hasMore: listed?.kind === 'list' ? listed.hasMore : seen.waitingForMe.total > waitingForMe.length,
      language,
      ...(notice !== undefined && { notice }),
    }),
  });
}

/** Where an article stands, and the draft that this person may decide on; nothing when its desk does not answer. */
async function lookAt(
  { desk, drafts, logger }: SlackContext,
  actor: Actor,
  articleId: string,
): Promise<readonly (readonly [string, Waiting])[]> {
  const answer = await desk.status(actor, articleId);
  if (answer.kind !== 'status') return [];
  const { status } = answer;
  const [subject] = status.decidable;
  if (subject === undefined) return [[articleId, { status }]];
  try {
    const found = await inTime(drafts.findByHash(articleId, subject.hash), READ_BUDGET_MS);
    return [[articleId, found === LATE || found === undefined ? { status } : { status, text: found.text }]];
  } catch (error) {
    logger.warn({ reason: reasonOf(error), articleId }, 'Could not read a draft');
    return [[articleId, { status }]];
  }
}

/** What others asked for where this person cannot read is none of their business, unless they look after all of it. */
async function asFarAsSeen({ threads, membership, door }: SlackContext, actor: Actor, home: Home): Promise<Home> {
  if (await door.isAdministrator(actor)) return home;
  const me = actorKey(actor);
  const ofOthers = [...home.running, ...home.finishedLastWeek].filter(({ requester }) => requester !== me);
  const cards = await threads.cardsOf(ofOthers.map(({ articleId }) => articleId));
  const hidden = new Set<string>();
  await Promise.all(
    ofOthers.map(async ({ articleId }) => {
      const thread = cards.get(articleId)?.thread;
      const isSeen =
        thread !== undefined &&
        ((await membership.canRead(actor, thread)) || (await membership.isMember(actor, thread)));
      if (!isSeen) hidden.add(articleId);
    }),
  );
  const seen = (articles: readonly ArticleSummary[]): readonly ArticleSummary[] =>
    articles.filter(({ articleId }) => !hidden.has(articleId));
  return { ...home, running: seen(home.running), finishedLastWeek: seen(home.finishedLastWeek) };
}
