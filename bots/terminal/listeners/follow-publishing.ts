import type { ChatDesk } from '../../../src/chat/chat-desk.ts';
import { shownName } from '../../../src/cards/waiting-for.ts';
import type { Thread } from '../connect/thread.ts';
import type { Chat } from './chat.ts';
import { handOver, sayReply } from './hand-over.ts';

/** Who is asked, and by whom it is tried again. */
type Asking = Pick<Chat, 't' | 'prompts' | 'actor' | 'screen'> & { readonly desk: Pick<ChatDesk, 'publishAgain'> };

/** What becomes of an article where it is published, as whoever looks at it sees it. */
export interface Publishing {
  /** Whether there is news of it soon. What waits for a place that is away is none to sit and wait for. */
  isUnderWay(): boolean;
  /** Asks about what failed, each failure once. @returns whether anything is tried again */
  offerAgain(chat: Asking): Promise<boolean>;
}

export function followPublishing(thread: Pick<Thread, 'final' | 'publications'>): Publishing {
  /** Failures that the person was asked about, by target: when each was. */
  const asked = new Map<string, string>();
  const again = new Set<string>();

  return {
    isUnderWay() {
      const { targets = [] } = thread.final() ?? {};
      const publications = thread.publications();
      return (
        publications.length < targets.length ||
        publications.some(
          ({ target, state }) =>
            (state.status === 'publishing' && state.trouble === undefined) ||
            (state.status === 'failed' && again.has(target) && asked.get(target) === state.at),
        )
      );
    },

    async offerAgain(chat) {
      const { t, prompts, desk, actor } = chat;
      let isTried = false;
      for (const { frame, target, title, state, buttons } of thread.publications()) {
        if (state.status !== 'failed' || !buttons || asked.get(target) === state.at) continue;
        asked.set(target, state.at);
        again.delete(target);
        const chosen = await prompts.choose(t.publication.failed(shownName(title)), [
          { value: 'again', label: t.words.buttons['publish-again'], hint: t.words.buttonHints['publish-again'] },
          { value: 'no', label: t.terminal.notNow },
        ]);
        if (chosen !== 'again') continue;
        const button = { kind: 'publish-again', articleId: frame.articleId, target } as const;
        const reply = await handOver(chat, () => desk.publishAgain(actor, button));
        if (reply === undefined) continue;
        sayReply(chat, reply);
        if (reply.kind !== 'publishing-again') continue;
        again.add(target);
        isTried = true;
      }
      return isTried;
    },
  };
}
