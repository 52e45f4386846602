import type { Logger } from '../../../src/lib/logger.ts';
import { inTime, LATE } from '../connect/in-time.ts';
import { reasonOf } from '../../../src/lib/reason-of.ts';
import { PLATFORM } from '../platform.ts';
import type { SlackContext } from './slack-context.ts';
import { linkTo } from '../connect/workspaces.ts';

const BUDGET_MS = 400;

/** Addresses of the threads of articles, as far as they are known in time. Never rejects. */
export async function linksTo(
  { threads, workspaces, logger }: Pick<SlackContext, 'threads' | 'workspaces' | 'logger'>,
  workspaceId: string,
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (articleIds.length === 0) return new Map();
  const find = async (): Promise<ReadonlyMap<string, string>> => {
    const cards = await threads.cardsOf(articleIds);
    const links = await Promise.all(
      [...cards].map(async ([articleId, { thread, ref }]) => {
        const { channel, ts } = ref;
        if (thread.platform !== PLATFORM || typeof channel !== 'string' || typeof ts !== 'string') return undefined;
        const { url } = await workspaces.get(thread.workspace ?? workspaceId);
        return [articleId, linkTo(url, channel, ts, thread.thread)] as const;
      }),
    );
    return new Map(links.filter((link) => link !== undefined));
  };
  return (await inBudget(find, logger)) ?? new Map();
}

/** The address of the message on which people decide, or could. Never rejects. */
export async function latestCardLink(
  { threads, workspaces, logger }: Pick<SlackContext, 'threads' | 'workspaces' | 'logger'>,
  workspaceId: string,
  articleId: string,
  thread: string,
): Promise<string | undefined> {
  return await inBudget(async () => {
    const [ref, { url }] = await Promise.all([threads.latestDraftCard(articleId), workspaces.get(workspaceId)]);
    const { channel, ts } = ref ?? {};
    return typeof channel === 'string' && typeof ts === 'string' ? linkTo(url, channel, ts, thread) : undefined;
  }, logger);
}

async function inBudget<T>(find: () => Promise<T>, logger: Logger): Promise<T | undefined> {
  try {
    const found = await inTime(find(), BUDGET_MS);
    return found === LATE ? undefined : found;
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not find where an article is');
    return undefined;
  }
}
