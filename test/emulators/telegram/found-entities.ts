import type { MessageEntity } from '@grammyjs/types';
import type { FormattedText } from './formatted-text.ts';

/** What Telegram makes a link of by itself. The top-level domains are a sample. */
const FOUND: readonly { readonly type: MessageEntity['type']; readonly pattern: RegExp }[] = [
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![/\p{L}])/gu },
  { type: 'email', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_@/.])@[A-Za-z][A-Za-z0-9_]{2,31}/gu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*[\p{L}_])[\p{L}\p{N}_]{1,256}/gu },
  { type: 'cashtag', pattern: /(?<![\p{L}\p{N}_$])\$[A-Z]{3,8}(?![\p{L}\p{N}_])/gu },
  {
    type: 'url',
    pattern:
      /(?:(?:https?|ftp|tg):\/\/(?=[^\s/]*\.)[^\s<>"]+[^\s<>".,;:!?)\]}'»]|(?<![\p{L}\p{N}_@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|dev|app|io|me|md|ru|рф|de|eu|uk|us|ai|sh|rs)(?![\p{L}\p{N}_-])(?:\/[^\s<>"]*[^\s<>".,;:!?)\]}'»])?)/giu,
  },
];

/** Servers keep no more, with those that they find. */
const MAX_ENTITIES = 100;

/** Nothing is looked for there. */
const CLOSED: readonly MessageEntity['type'][] = [
  'code',
  'pre',
  'text_link',
  'text_mention',
  'mention',
  'url',
  'email',
];

/** The text with links, commands and mentions that Telegram finds by itself. */
export function withFoundEntities({ text, entities }: FormattedText): FormattedText {
  const all = [...entities];
  for (const { type, pattern } of FOUND) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const end = index + found.length;
      const isAccepted = all.some(
        (other) =>
          (CLOSED.includes(other.type) || FOUND.some((known) => known.type === other.type)) &&
          other.offset < end &&
          index < other.offset + other.length,
      );
      if (!isAccepted) all.push({ type, offset: index, length: found.length } as MessageEntity);
    }
  }
  const inOrder = all.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities: inOrder.slice(0, MAX_ENTITIES) };
}
