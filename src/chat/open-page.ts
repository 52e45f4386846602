import type { Logger } from '../lib/logger.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { within } from '../lib/within.ts';
import type { Actor } from '../protocol/actor.ts';
import type { Thread } from '../protocol/thread.ts';
import type { VouchStore } from '../storage/vouch-store.ts';
import type { WebLinkStore } from '../storage/web-link-store.ts';
import type { Admission } from './access.ts';
import type { Door } from './door.ts';
import type { NotAccepted, PageLink } from './reply.ts';

/** Where people open the page, and what is told there of whoever comes from a chat. */
export interface Page {
  /** Origin: `https://copydesk.example.com`. */
  readonly url: string;
  readonly links: Pick<WebLinkStore, 'offer'>;
  readonly vouches: Pick<VouchStore, 'vouch'>;
  /** How long what the chat says of somebody holds there. */
  readonly factsMinutes: number;
}

export interface OpenPageOptions {
  readonly page: Page;
  readonly door: Door;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** Where a link leads: its code stands behind `#`, which no server, log or other site is told. */
export const SIGN_IN_PATH = '/sign-in';
/** Where a mini app of Telegram begins. */
export const MINI_APP_PATH = '/telegram';
/** A link is opened at once, or asked for anew. */
const LINK_MINUTES = 10;

/** @param admission what the article that it leads to is to them; absent: it leads to none */
export async function openPage(
  actor: Actor,
  {
    thread,
    admission,
    articleId,
  }: { readonly thread: Thread; readonly admission?: Admission; readonly articleId?: string },
  { page, door, logger, storeBudgetMs }: OpenPageOptions,
): Promise<PageLink | NotAccepted> {
  const [objection, isAdministrator] = await Promise.all([door.whyNot(actor, thread), door.isAdministrator(actor)]);
  const said = {
    channels: [...new Set([...(actor.channels ?? []), ...(admission?.actor.channels ?? [])])],
    readable: admission?.readsAt === undefined ? [] : [admission.readsAt],
    groups: actor.groups,
    isAdministrator,
    mayStart: objection === undefined,
  };
  try {
    const code = await within(
      storeBudgetMs,
      'PostgreSQL',
      page.vouches
        .vouch(actor, said, page.factsMinutes)
        .then(() =>
          page.links.offer(
            { person: actor, cameBy: 'chat', ...(articleId !== undefined && { articleId }) },
            LINK_MINUTES,
          ),
        ),
    );
    return { kind: 'page-link', address: `${page.url}${SIGN_IN_PATH}#${code}`, minutes: LINK_MINUTES };
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'Could not make a link to the page');
    return { kind: 'away', what: 'desk' };
  }
}
