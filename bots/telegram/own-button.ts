import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/protocol/article.ts';

/** Buttons of the bot's own questions; those of articles are made by the shared codec. */
export type OwnButton =
  /** Of a proposal. `asked`: Telegram's number of the person whom it asks. */
  | { readonly kind: 'start' | 'change' | 'answer'; readonly asked: string }
  | { readonly kind: 'example' }
  | { readonly kind: 'language'; readonly language: InterfaceLanguage };

const PROPOSAL = /^t:(start|change|answer):([0-9]{1,20})$/;
const PREFIX_OF_LANGUAGE = 't:language:';
const EXAMPLE = 't:example';

/** At most 64 bytes, as Telegram wants it. */
export function encodeOwnButton(button: OwnButton): string {
  switch (button.kind) {
    case 'start':
    case 'change':
    case 'answer':
      return `t:${button.kind}:${button.asked}`;
    case 'example':
      return EXAMPLE;
    case 'language':
      return `${PREFIX_OF_LANGUAGE}${button.language}`;
    default:
      return button satisfies never;
  }
}

/** Undefined for anything that {@link encodeOwnButton} could not have made. */
export function decodeOwnButton(data: string): OwnButton | undefined {
  if (data === EXAMPLE) return { kind: 'example' };
  const language = INTERFACE_LANGUAGES.find((one) => data === `${PREFIX_OF_LANGUAGE}${one}`);
  if (language !== undefined) return { kind: 'language', language };
  const [, kind, asked = ''] = PROPOSAL.exec(data) ?? [];
  return kind === 'start' || kind === 'change' || kind === 'answer' ? { kind, asked } : undefined;
}
