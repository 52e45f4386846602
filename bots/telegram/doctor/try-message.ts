import { type Finding, ok, type Trouble } from '../../../src/doctor/doctor.ts';
import type { CallTelegram } from '../connect/call-telegram.ts';
import { why } from './why.ts';

const TEXT = "🩺 A test by Copydesk's doctor. There is nothing to do: it disappears in a moment.";
const EDITED_TEXT = "🩺 A test by Copydesk's doctor: sent, edited, and about to disappear.";

/** What `--chat` may be; undefined: it may. */
export function faultOfChat(value: string): string | undefined {
  return /^-?\d{1,20}$/.test(value) || /^@[A-Za-z]\w{3,31}$/.test(value)
    ? undefined
    : 'must be the id of a chat, such as 123456789 or -1001234567890, or the public name of a group, such as @newsroom';
}

/** Sends a message without a sound, edits it, and deletes it whatever happened before. */
export async function tryMessage(call: CallTelegram, apiRoot: string, chat: string): Promise<Finding> {
  const faults: Trouble[] = [];
  const attempt = async <T>(doing: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      faults.push(why(error, apiRoot, `${doing} the test message in chat ${chat}`));
      return undefined;
    }
  };

  const sent = await attempt('send', () =>
    call('sendMessage', { chat_id: chat, text: TEXT, disable_notification: true }),
  );
  if (sent !== undefined) {
    const at = { chat_id: sent.chat.id, message_id: sent.message_id };
    await attempt('edit', () => call('editMessageText', { ...at, text: EDITED_TEXT }));
    await attempt('delete', () => call('deleteMessage', at));
  }
  if (sent === undefined || faults.length > 0) return { kind: 'fault', troubles: faults };
  return ok(
    `sent, edited and deleted in ${'title' in sent.chat ? `“${sent.chat.title}”` : `the chat with ${sent.chat.first_name}`}`,
  );
}
