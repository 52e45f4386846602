import { createHash } from 'node:crypto';
import type { Card } from '../cards/card.ts';
import { cardOf, textsToRead } from '../cards/card-of.ts';
import type { DocumentReader } from '../document/document-reader.ts';
import { type Actor, actorKey, keysOf } from '../protocol/actor.ts';
import type { InterfaceLanguage } from '../protocol/article.ts';
import type { FeedPage } from '../storage/feed-page-store.ts';
import type { ChatContent } from './chat-content.ts';
import { createFrameOf, entryContent, isLive, type NamedTemplate, statusContent, withoutReceipt } from './content.ts';

/** What an entry of the feed says to one reader. */
export interface FeedCard {
  readonly seq: number;
  /** `draft`, `gate`, … */
  readonly kind: ChatContent['kind'];
  /** When it was said, ISO 8601. */
  readonly at: string;
  /** Of the draft that it is about. Absent: it is about none. */
  readonly version?: number;
  readonly card: Card;
  /** It may say something else later. */
  readonly isLive: boolean;
  /** Of the card: another one says something else. 8 hex digits. */
  readonly digest: string;
}

/** The whole thread, as one reader may see it. */
export interface FeedCards {
  /** Absent: the desk has not been heard of. */
  readonly status?: Card;
  /** In order. */
  readonly entries: readonly FeedCard[];
}

/** Who looks at a feed. */
export interface FeedReader {
  readonly language: InterfaceLanguage;
  /** Whether they are who asked for the article: some of it is said to them alone. */
  readonly isRequester: boolean;
}

export interface FeedCardsOptions {
  readonly reader: DocumentReader;
  /** As for the drain. */
  readonly runUrl?: (articleId: string) => string;
  readonly templates?: readonly NamedTemplate[];
  readonly withReceipt?: boolean;
  /** Platform by whose door readers look: what was decided by another one says where. Default: as in the article's own thread. */
  readonly door?: string;
}

const DIGEST_CHARS = 8;

/** Makes of a feed what threads show of it, for readers of any language. */
export function createFeedCards({ reader, runUrl, templates, withReceipt = true, door }: FeedCardsOptions) {
  const frameOf = createFrameOf(runUrl, templates);
  const cardIn = async (content: ChatContent): Promise<Card> => {
    await reader.prime(textsToRead(content));
    return cardOf(content, '');
  };
  return async ({ work: known, saidAt }: FeedPage, { language, isRequester }: FeedReader): Promise<FeedCards> => {
    const work = door === undefined ? known : { ...known, thread: { platform: door, channel: '' } };
    const { state, isCertain } = work.article;
    if (state === undefined) return { entries: [] };
    const frame = { ...frameOf({ ...work, article: { ...work.article, language } }) };
    const entries: FeedCard[] = [];
    for (const entry of work.entries) {
      if (entry.to === 'requester' && !isRequester) continue;
      const content = entryContent(work, state, frame, withReceipt ? entry : withoutReceipt(entry));
      const card = await cardIn(content);
      const { message } = entry;
      entries.push({
        seq: entry.seq,
        kind: content.kind,
        at: saidAt[entry.seq] ?? '',
        ...('version' in message && { version: message.version }),
        card,
        // What a lost workflow task has said is replaced.
        isLive: !isCertain || isLive(content, work, state),
        digest: createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, DIGEST_CHARS),
      });
    }
    return { status: await cardIn(statusContent(work, state, frame)), entries };
  };
}

/** Whether somebody is who asked for the article. */
export function hasAskedFor(actor: Actor, { work }: FeedPage): boolean {
  return keysOf(actor).includes(actorKey(work.article.requester));
}
