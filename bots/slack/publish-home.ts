import type { ArticleSummary, Home } from '../../src/gateway/article-list.ts';
import { actorKey } from '../../src/protocol/actor.ts';
import type { ArticleStatus } from '../../src/protocol/desk-state.ts';
import { messages } from '../../src/messages/messages.ts';
import { linksTo } from './links.ts';
import type { Person } from './people.ts';
import { renderHome, renderHomeNotice } from './render/home.ts';
import type { SlackContext } from './slack-context.ts';

/** Each costs a question to its desk. */
const MOST_WITH_BUTTONS = 5;

/** Makes somebody's Home tab anew. @param notice what became of what they did there */
export async function publishHome(slack: SlackContext, person: Person, notice?: string): Promise<void> {
  const { desk, people, workspaces } = slack;
  const [asker, client] = await Promise.all([people.askerOf(person), workspaces.clientOf(person.workspaceId)]);
  const t = messages(asker.language);
  const home = await desk.home(asker);
  if ('ok' in home) {
    const told = notice === undefined ? [home.text] : [notice, home.text];
    await client.views.publish({ user_id: person.userId, view: renderHomeNotice(told, t) });
    return;
  }
  const seen = await asFarAsSeen(slack, person, home, actorKey(asker.actor));
  const { waitingForMe, askedByMe, running, finishedLastWeek } = seen;
  const shown = [...waitingForMe, ...askedByMe, ...running, ...finishedLastWeek].map(({ articleId }) => articleId);
  const statusOf = async (articleId: string): Promise<readonly (readonly [string, ArticleStatus])[]> => {
    const asked = await desk.status(asker, articleId);
    return asked.kind === 'status' ? [[articleId, asked.status]] : [];
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
      t,
      ...(notice !== undefined && { notice }),
    }),
  });
}

/** What others asked for in private conversations, and in other workspaces, is none of this person's business. */
async function asFarAsSeen(
  { threads, channels }: SlackContext,
  { workspaceId }: Person,
  home: Home,
  me: string,
): Promise<Home> {
  const ofOthers = [...home.running, ...home.finishedLastWeek].filter(({ requester }) => requester !== me);
  const cards = await threads.cardsOf(ofOthers.map(({ articleId }) => articleId));
  const hidden = new Set<string>();
  await Promise.all(
    ofOthers.map(async ({ articleId }) => {
      const thread = cards.get(articleId)?.thread;
      const isSeen = thread?.workspace === workspaceId && (await channels.isPublic(workspaceId, thread.channel));
      if (!isSeen) hidden.add(articleId);
    }),
  );
  const seen = (articles: readonly ArticleSummary[]): readonly ArticleSummary[] =>
    articles.filter(({ articleId }) => !hidden.has(articleId));
  return { ...home, running: seen(home.running), finishedLastWeek: seen(home.finishedLastWeek) };
}
