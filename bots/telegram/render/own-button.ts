import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../../src/protocol/article.ts';

/**
 * Buttons of the bot's own messages; those of articles are made by the shared codec. They say what to do and never with what: whoever
 * taps can send any of them with any message, so all else is read from what is stored about the message.
 */
export type OwnButton =
  /** Of a proposal. */
  | { readonly kind: 'start' | 'change' | 'answer' }
  | { readonly kind: 'example' }
  | { readonly kind: 'language'; readonly language: InterfaceLanguage };

const PREFIX = 't:';
const PREFIX_OF_LANGUAGE = 't:language:';
const PLAIN = ['start', 'change', 'answer', 'example'] as const;

/** At most 64 bytes, as Telegram wants it. */
export function encodeOwnButton(button: OwnButton): string {
  switch (button.kind) {
    case 'start':
    case 'change':
    case 'answer':
    case 'example':
      return `${PREFIX}${button.kind}`;
    case 'language':
      return `${PREFIX_OF_LANGUAGE}${button.language}`;
    default:
      return button satisfies never;
  }
}

/** Undefined for anything that {@link encodeOwnButton} could not have made. */
export function decodeOwnButton(data: string): OwnButton | undefined {
  const kind = PLAIN.find((one) => data === `${PREFIX}${one}`);
  if (kind !== undefined) return { kind };
  const language = INTERFACE_LANGUAGES.find((one) => data === `${PREFIX_OF_LANGUAGE}${one}`);
  return language && { kind: 'language', language };
}
