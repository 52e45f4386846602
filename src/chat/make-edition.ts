import type { EditionOrder } from '../gateway/edition-order.ts';
import type { Logger } from '../lib/logger.ts';
import { cleanText } from '../lib/clean-text.ts';
import { reasonOf } from '../lib/reason-of.ts';
import { shorten } from '../lib/shorten.ts';
import { within } from '../lib/within.ts';
import { type Actor, actorKey } from '../protocol/actor.ts';
import { isOver } from '../protocol/article.ts';
import { draftHash } from '../protocol/draft.ts';
import { MAX_COMMENT_CHARS } from '../protocol/decision.ts';
import type { DeliveredEdition, Editions, EditionStore } from '../storage/edition-store.ts';
import { decisionIdOf } from './decision-id.ts';
import { findSection, nameIn } from './find-section.ts';
import { type NotAccepted, refused, textsGone } from './reply.ts';
import { takeOver } from './take-over.ts';

/** What somebody wants of a delivered article. */
export interface RevisionAsk {
  /** Of any of its editions. */
  readonly articleId: string;
  /** Names the chat event beyond doubt: delivered again, it finds the edition that it began. */
  readonly eventKey: string;
  /** `The pull of the Moon: shorter`. */
  readonly said: string;
}

export interface MakeEditionOptions {
  /** Absent: nobody keeps editions here. */
  readonly editions: EditionStore | undefined;
  readonly logger: Logger;
  /** How long the database may take, in milliseconds. */
  readonly storeBudgetMs: number;
}

/** What comes of a wish: an order for the gateway, the edition that the same wish began before, or why there is none. */
export type MadeEdition =
  | { readonly kind: 'made'; readonly order: EditionOrder; readonly section?: string }
  | ({ readonly kind: 'known'; readonly topic: string } & NonNullable<Editions['known']>)
  | NotAccepted;

/** What fits a message of every platform. */
const SHOWN_SECTIONS = 30;
const NAME_CHARS = 100;

/** The order for an edition in which only the section that is named is written anew. */
export async function makeEdition(actor: Actor, ask: RevisionAsk, options: MakeEditionOptions): Promise<MadeEdition> {
  const id = decisionIdOf(JSON.stringify([actorKey(actor), 'revise', ask.eventKey]));
  const found = await findDelivered(ask.articleId, id, options);
  if (found.kind !== 'delivered') return found;
  const { delivered } = found;
  const said = cleanText(ask.said).trim();
  const named = findSection(said, delivered.sections);
  if (named === undefined)
    return refused({
      code: 'unknown-section',
      typed: shorten(nameIn(said), NAME_CHARS),
      sections: delivered.sections.slice(0, SHOWN_SECTIONS).map(({ heading }) => shorten(heading, NAME_CHARS)),
    });
  const { section, comment } = named;
  if (comment.length > MAX_COMMENT_CHARS) return refused({ code: 'bad-comment' });
  const decision = {
    id,
    kind: 'request-changes' as const,
    draft: { version: 1, hash: draftHash(delivered.sha256) },
    by: actor,
    comment,
  };
  const { id: sectionId, heading } = section;
  const at = new Date().toISOString();
  const asked = { kind: 'comment' as const, decision, at, section: { id: sectionId, heading } };
  return { kind: 'made', order: toOrder(found, asked), section: heading };
}

/** A proposal of the final edit that somebody takes over. */
export interface TakeOverAsk extends Pick<RevisionAsk, 'articleId' | 'eventKey'> {
  /** Its number, from 1. */
  readonly proposal: number;
}

/** The order for an edition in which one sentence is as the final edit had proposed: no model is asked. */
export async function makeTakeOver(actor: Actor, ask: TakeOverAsk, options: MakeEditionOptions): Promise<MadeEdition> {
  const { articleId, eventKey, proposal: number } = ask;
  const id = decisionIdOf(JSON.stringify([actorKey(actor), 'take-over', eventKey]));
  const found = await findDelivered(articleId, id, options);
  if (found.kind !== 'delivered') return found;
  const proposal = found.proposals[number - 1];
  const draft = proposal && takeOver(found.delivered, proposal);
  if (draft === undefined) return refused({ code: 'proposal-gone' });
  const asked = { kind: 'proposal' as const, id, by: actor, draft: { ...draft, authorName: found.editor } };
  return { kind: 'made', order: toOrder(found, asked) };
}

/** A delivered edition that nobody revises now. */
interface FoundEdition {
  readonly kind: 'delivered';
  readonly delivered: DeliveredEdition;
  readonly count: number;
  readonly proposals: Editions['proposals'];
  readonly editor: string;
}

/** @param askedId names the wish */
async function findDelivered(
  articleId: string,
  askedId: string,
  { editions, logger, storeBudgetMs }: MakeEditionOptions,
): Promise<FoundEdition | Exclude<MadeEdition, { readonly kind: 'made' }>> {
  let found: Editions | undefined;
  try {
    if (editions === undefined) return { kind: 'away', what: 'store' };
    found = await within(storeBudgetMs, 'PostgreSQL', editions.find(articleId, askedId));
  } catch (error) {
    logger.warn({ articleId, reason: reasonOf(error) }, 'Could not read the editions of an article');
    return { kind: 'away', what: 'desk' };
  }
  if (found === undefined) return refused({ code: 'no-such-article', articleId });
  const { delivered, newest, count, known, proposals, editor, goneAt } = found;
  if (goneAt !== undefined) return textsGone(goneAt);
  if (delivered === undefined) return refused({ code: 'not-delivered', stage: newest.stage });
  if (known !== undefined) return { kind: 'known', ...known, topic: delivered.request.topic };
  if (!isOver(newest.stage)) return refused({ code: 'edition-under-way', ...newest });
  return { kind: 'delivered', delivered, count, proposals, editor };
}

function toOrder({ delivered, count }: FoundEdition, asked: EditionOrder['asked']): EditionOrder {
  const { first, articleId, edition, sha256, author, sources, requester, thread, language, translates } = delivered;
  // In what language it is written has been seen by now: nobody is asked again.
  const { languageAssumed: _, languageChoices: __, ...request } = delivered.request;
  return {
    first,
    articleId,
    edition: edition + 1,
    count,
    delivered: { sha256, author },
    ...(translates !== undefined && { translates }),
    ...(sources !== undefined && { sources }),
    asked,
    request,
    requester,
    thread,
    language,
  };
}
