import { LRUCache } from 'lru-cache';
import type { ChatContent } from '../../src/delivery/chat-content.ts';
import type { Outgoing } from '../../src/delivery/messenger.ts';
import type { TelegramChatStore, TelegramMessageRef } from '../../src/storage/telegram-chat-store.ts';
import type { Content } from './render/card.ts';
import { canMerge, partNames, renderPart } from './render/content.ts';
import type { Send } from './send.ts';

/** Puts what is said about a draft below it, in the same message, when the chat has no turn for another message. */
export interface Merger {
  /** A message is in the chat. */
  shown(outgoing: Outgoing, ref: TelegramMessageRef): void;
  /** The message in which the content stands now; undefined when it wants one of its own. */
  post(outgoing: Outgoing, chat: number): Promise<TelegramMessageRef | undefined>;
  /** After an attempt with an unknown end: the message in which the content stands now. */
  find(outgoing: Outgoing): Promise<TelegramMessageRef | undefined>;
}

export interface MergerOptions {
  readonly chats: Pick<TelegramChatStore, 'current' | 'merge' | 'mergeOf' | 'mergedInto'>;
  readonly send: Send;
  readonly richMessages: boolean;
  /** Groups that have to wait for less get a message. */
  readonly mergeAboveMs: number;
}

interface ShownDraft {
  readonly content: Content<'draft'>;
  readonly ref: TelegramMessageRef;
}

/** Articles that are being written at a time; what is forgotten is only not merged. */
const REMEMBERED_DRAFTS = 200;

export function createMerger({ chats, send, richMessages, mergeAboveMs }: MergerOptions): Merger {
  const drafts = new LRUCache<string, ShownDraft>({ max: REMEMBERED_DRAFTS });

  /** Noted before it is shown: every later edit of the draft shows it again, whoever makes it. */
  async function show(
    { ref, content }: ShownDraft,
    below: readonly ChatContent[],
  ): Promise<TelegramMessageRef | undefined> {
    const [first, ...others] = partNames(content, { richMessages });
    const body = await renderPart(content, others.length > 0 ? first : undefined, { richMessages }, below);
    return (await send.edit(ref, body)) === 'gone' ? undefined : ref;
  }

  async function find({ key, content }: Outgoing): Promise<TelegramMessageRef | undefined> {
    if (!isAboutDraft(content)) return undefined;
    const merge = await chats.mergeOf(key);
    if (merge?.card.kind !== 'draft' || (await chats.current(merge.chat)) !== merge.chat) return undefined;
    const ref = { chat: merge.chat, message: merge.message };
    return await show({ content: merge.card, ref }, await chats.mergedInto(ref));
  }

  return {
    find,

    shown({ content, part }, ref) {
      if (content.kind === 'draft' && (part === undefined || part === partNames(content, { richMessages })[0]))
        drafts.set(content.frame.articleId, { content, ref });
    },

    async post(outgoing, chat) {
      const { content, key, part } = outgoing;
      if (!isAboutDraft(content) || part !== undefined) return undefined;
      const before = await find(outgoing);
      if (before !== undefined) return before;
      const draft = drafts.get(content.frame.articleId);
      if (chat >= 0 || send.waitMs(chat) < mergeAboveMs) return undefined;
      if (draft?.ref.chat !== chat || draft.content.draft.version !== content.version) return undefined;
      const below = [...(await chats.mergedInto(draft.ref)), content];
      if (!canMerge(draft.content, below)) return undefined;
      await chats.merge(key, { ...draft.ref, card: draft.content, addition: content });
      return await show(draft, below);
    },
  };
}

function isAboutDraft(content: ChatContent): content is Content<'critique' | 'fact-report'> {
  return content.kind === 'critique' || content.kind === 'fact-report';
}
