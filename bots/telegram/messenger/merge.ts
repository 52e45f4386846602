import { LRUCache } from 'lru-cache';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Place } from '../../../src/delivery/messenger.ts';
import type { TelegramChatStore, TelegramMessageRef } from '../connect/telegram-chat-store.ts';
import type { ChatIds } from './chat-ids.ts';
import { isGroup } from './limits.ts';
import { canMerge, CARD, type Content, type TelegramMessage } from '../render/content.ts';

/** Puts what is said about a draft below it, in the same message, when the chat has no turn for another message. */
export interface Merger {
  /** A message is in the chat. */
  shown(message: TelegramMessage, place: Place, ref: TelegramMessageRef): void;
  /** Whether the content goes below its draft. Then it is noted there, and whoever shows the draft shows it, too. */
  plan(message: TelegramMessage, place: Place, waitMs: number): Promise<boolean>;
  /** The draft below which the content was noted, as it was shown last, with all that stands there. */
  find(place: Place): Promise<MergedDraft | undefined>;
  /** What stands below a draft that says something else from now on. */
  below(message: TelegramMessage, place: Place, ref: TelegramMessageRef): Promise<readonly ChatContent[]>;
}

export interface MergedDraft {
  readonly ref: TelegramMessageRef;
  readonly draft: Content<'draft'>;
  readonly below: readonly ChatContent[];
}

export interface MergerOptions {
  readonly chats: Pick<TelegramChatStore, 'merge' | 'mergeOf' | 'mergedInto' | 'changeMerged' | 'messageOf'>;
  readonly ids: ChatIds;
  /** Groups that have to wait for less get a message. */
  readonly mergeAboveMs: number;
}

interface ShownDraft {
  readonly content: Content<'draft'>;
  readonly ref: TelegramMessageRef;
}

/** Threads in which something is being written at a time; what is forgotten is only not merged. */
const REMEMBERED_DRAFTS = 200;

export function createMerger({ chats, ids, mergeAboveMs }: MergerOptions): Merger {
  const drafts = new LRUCache<string, ShownDraft>({ max: REMEMBERED_DRAFTS });

  async function find({ key, content, thread }: Place): Promise<MergedDraft | undefined> {
    if (!isAboutDraft(content) || !isGroup(Number(thread.channel))) return undefined;
    const merge = await chats.mergeOf(key);
    if (merge?.card.kind !== 'draft' || (await ids.current(merge.chat)) !== merge.chat) return undefined;
    const ref = { chat: merge.chat, message: merge.message };
    return { ref, draft: merge.card, below: await chats.mergedInto(ref) };
  }

  return {
    find,

    shown({ name }, { key, content }, ref) {
      if (content.kind === 'draft' && name === CARD) drafts.set(threadOf(key), { content, ref });
    },

    async plan({ name }, place, waitMs) {
      const { content, key, thread } = place;
      if (!isAboutDraft(content) || name !== CARD || !isGroup(Number(thread.channel))) return false;
      if ((await find(place)) !== undefined) return true;
      const draft = drafts.get(threadOf(key));
      if (draft === undefined || waitMs < mergeAboveMs || draft.content.draft.version !== content.version) return false;
      if ((await ids.current(Number(thread.channel))) !== draft.ref.chat) return false;
      // Begun by an attempt that was told to wait before it was done.
      if ((await chats.messageOf(key)) !== undefined) return false;
      const below = [...(await chats.mergedInto(draft.ref)), content];
      if (!canMerge(draft.content, below)) return false;
      await chats.merge(key, { ...draft.ref, card: draft.content, addition: content });
      return true;
    },

    async below({ name }, { content }, ref) {
      if (content.kind !== 'draft' || name !== CARD || !isGroup(ref.chat)) return [];
      return await chats.changeMerged(ref, content);
    },
  };
}

/** `<articleId>/<follower>` of a key. */
function threadOf(key: string): string {
  return key.split('/', 2).join('/');
}

function isAboutDraft(content: ChatContent): content is Content<'critique' | 'fact-report'> {
  return content.kind === 'critique' || content.kind === 'fact-report';
}
