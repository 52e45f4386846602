import { interfaceLanguages } from '../../../src/messages/messages.ts';
import type { InterfaceLanguage } from '../../../src/protocol/article.ts';
import { DETAIL_FIELDS, type DetailField, OWN_WORDS, type OwnWordsField } from '../connect/details.ts';

/**
 * Buttons of the bot's own messages; those of articles are made by the shared codec. They say what to do and never with what: whoever
 * taps can send any of them with any message, so all else is read from what is stored about the message.
 */
export type OwnButton =
  /** Of a proposal. */
  | { readonly kind: 'start' | 'change' | 'answer' }
  /** Of a question about a draft, and of the words that were replied to it: takes them, or leaves all as it is. */
  | { readonly kind: 'confirm' | 'never-mind' }
  /** What a file in the thread of an article is for. */
  | { readonly kind: 'file-draft' | 'file-source' | 'file-ignore' }
  /** Opens what can be chosen below it, or goes back to that. */
  | { readonly kind: 'details' }
  /** Shows what a detail of the order may be. */
  | { readonly kind: 'detail'; readonly field: DetailField }
  /** Takes one of these. `at`: its place among them; 0: left open. */
  | { readonly kind: 'choose'; readonly field: DetailField; readonly at: number }
  | { readonly kind: 'own-words'; readonly field: OwnWordsField }
  | { readonly kind: 'example' }
  | { readonly kind: 'language'; readonly language: InterfaceLanguage };

const PREFIX = 't:';
const PREFIX_OF_LANGUAGE = 't:language:';
const PLAIN = [
  'start',
  'change',
  'answer',
  'confirm',
  'never-mind',
  'details',
  'example',
  'file-draft',
  'file-source',
  'file-ignore',
] as const;
const OF_DETAIL = /^t:(detail|choose|own-words):([A-Za-z]{1,20})(?::(0|[1-9][0-9]?))?$/;

/** At most 64 bytes, as Telegram wants it. */
export function encodeOwnButton(button: OwnButton): string {
  switch (button.kind) {
    case 'start':
    case 'change':
    case 'answer':
    case 'confirm':
    case 'never-mind':
    case 'details':
    case 'example':
    case 'file-draft':
    case 'file-source':
    case 'file-ignore':
      return `${PREFIX}${button.kind}`;
    case 'detail':
    case 'own-words':
      return `${PREFIX}${button.kind}:${button.field}`;
    case 'choose':
      return `${PREFIX}${button.kind}:${button.field}:${button.at}`;
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
  const language = interfaceLanguages().find((one) => data === `${PREFIX_OF_LANGUAGE}${one}`);
  return language === undefined ? ofDetail(data) : { kind: 'language', language };
}

function ofDetail(data: string): OwnButton | undefined {
  const [, kind, named, at] = OF_DETAIL.exec(data) ?? [];
  if (kind === 'own-words') {
    const own = OWN_WORDS.find((one) => one === named);
    return own === undefined || at !== undefined ? undefined : { kind, field: own };
  }
  const field = DETAIL_FIELDS.find((one) => one === named);
  if (field === undefined) return undefined;
  if (kind === 'choose') return at === undefined ? undefined : { kind, field, at: Number(at) };
  return kind === 'detail' && at === undefined ? { kind, field } : undefined;
}
