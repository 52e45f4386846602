import { reasonOf } from '../../../src/lib/reason-of.ts';
import type { Chat } from './chat.ts';
import { say, sayReply } from './hand-over.ts';
import { PLATFORM } from '../platform.ts';

/** An address by which this person comes to the page: on this machine, where the page is served by the same process. */
export async function onWeb(chat: Chat, { articleId }: { readonly articleId?: string }): Promise<void> {
  const { desk, actor, t, screen, openPage } = chat;
  if (openPage === undefined) {
    const thread = { platform: PLATFORM, channel: actor.userId };
    return sayReply(chat, await desk.openPage(actor, { thread, ...(articleId !== undefined && { articleId }) }));
  }
  try {
    const address = await openPage(articleId);
    say(chat, t.terminal.page);
    // Whole, however narrow the window: it is to be clicked.
    screen.print(address);
  } catch (error) {
    say(chat, `${t.chat.failed} ${reasonOf(error)}`);
  }
}
