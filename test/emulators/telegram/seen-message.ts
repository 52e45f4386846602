import type { MessageEntity } from '@grammyjs/types';
import type { StoredMessage } from './world.ts';

/** A message as people see it. */
export interface SeenMessage {
  readonly chatId: number;
  /** When it was sent, milliseconds of `performance.now()`. */
  readonly at: number;
  readonly id: number;
  readonly fromId: number;
  readonly isFromBot: boolean;
  /** The text, or the caption of a document; of a rich message its Markdown, HTML or blocks. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly isRich: boolean;
  readonly document?: { readonly name: string; readonly mediaType: string; readonly bytes: Buffer };
  readonly buttons: readonly SeenButton[];
  readonly asksForReply: boolean;
  readonly replyTo?: number;
  readonly quote?: string;
  readonly topic?: number;
  readonly edits: number;
  /** What happened, of a service message: `migrate_to_chat_id`. */
  readonly service?: string;
}

export interface SeenButton {
  readonly row: number;
  readonly text: string;
  readonly data?: string;
  readonly url?: string;
}

export function toSeenMessage(message: StoredMessage, botId: number): SeenMessage {
  const { chat, id, from, text, entities, rich, document, markup, replyTo, quote, topic, edits, service } = message;
  const rows = markup?.kind === 'inline' ? markup.rows : [];
  return {
    chatId: chat.id,
    at: message.at,
    id,
    fromId: from.id,
    isFromBot: from.id === botId,
    text,
    entities,
    isRich: rich !== undefined,
    ...(document !== undefined && { document }),
    buttons: rows.flatMap((buttons, row) =>
      buttons.map((button) => ({
        row,
        text: button.text,
        ...('callback_data' in button && { data: button.callback_data }),
        ...('url' in button && { url: button.url }),
      })),
    ),
    asksForReply: markup?.kind === 'force-reply' || (markup?.kind === 'inline' && markup.forceReply),
    ...(replyTo !== undefined && { replyTo }),
    ...(quote !== undefined && { quote }),
    ...(topic !== undefined && { topic }),
    edits,
    ...(service !== undefined && { service: Object.keys(service)[0] ?? '' }),
  };
}
