import type { ArticleSummary, Home } from '../../../src/gateway/article-list.ts';
import { type Actor, actorKey } from '../../../src/protocol/actor.ts';
import type { ArticleStatus } from '../../../src/protocol/desk-state.ts';
import { messages } from '../../../src/messages/messages.ts';
import { replyWords } from '../../../src/chat/reply-words.ts';
import { linksTo } from './links.ts';
import type { SlackUser } from '../connect/people.ts';
import { renderHome, renderHomeNotice } from '../render/reply.ts';
import { PREFIX } from '../platform.ts';
import type { SlackContext } from './slack-context.ts';

/** Each costs a question to its desk. */
const MOST_WITH_BUTTONS = 5;

/** Makes somebody's Home tab anew. @param notice what became of what they did there */
export async function publishHome(slack: SlackContext, person: SlackUser, notice?: string): Promise<void> {
  const { desk, people, workspaces } = slack;
  const [actor, language, client] = await Promise.all([
    people.actorOf(person),
    people.languageOf(person),
    workspaces.clientOf(person.workspaceId),
  ]);
  const t = messages(language);
  const asked = await desk.home(actor);
  if (asked.kind !== 'home') {
    const why = replyWords(asked, t, PREFIX);
    const texts = notice === undefined ? [why] : [notice, why];
    await client.views.publish({ user_id: person.userId, view: renderHomeNotice(texts, t) });
    return;
  }
  const seen = await asFarAsSeen(slack, actor, asked.home);
  const { waitingForMe, askedByMe, running, finishedLastWeek } = seen;
  const shown = [...waitingForMe, ...askedByMe, ...running, ...finishedLastWeek].map(({ articleId }) => articleId);
  const statusOf = async (articleId: string): Promise<readonly (readonly [string, ArticleStatus])[]> => {
    const answer = await desk.status(actor, articleId);
    return answer.kind === 'status' ? [[articleId, answer.status]] : [];
  };
  const [links, statuses] = await Promise.all([
    linksTo(slack, person.workspaceId, shown),
    Promise.all(waitingForMe.slice(0, MOST_WITH_BUTTONS).map(({ articleId }) => statusOf(articleId))),
  ]);
  await client.views.publish({
    user_id: person.userId,
    view: renderHome({
      home: seen,
      links,
      statuses: new Map(statuses.flat()),
      language,
      ...(notice !== undefined && { notice }),
    }),
  });
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
