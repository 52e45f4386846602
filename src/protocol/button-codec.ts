import { MAX_LANGUAGE_TAG_CHARS } from './article.ts';
import type { DecisionKind, DraftDecisionKind, PlainControlKind } from './decision.ts';
import type { DraftRef } from './draft.ts';

/** What a button stands for. Its text form is untrusted when it comes back: `decode` refuses anything else. */
export type Button =
  | {
      readonly kind: 'decision';
      readonly articleId: string;
      readonly decision: DraftDecisionKind;
      readonly draft: DraftRef;
      readonly gate?: string;
    }
  | { readonly kind: 'control'; readonly articleId: string; readonly control: PlainControlKind }
  | LanguageButton
  | BringBackButton
  | TakeOverButton
  | ChangesButton
  | AdoptButton
  | PublishAgainButton
  | TranslateButton
  | OriginalButton
  | OpenButton;

/** In what language an article is to be written. */
export interface LanguageButton {
  readonly kind: 'language';
  readonly articleId: string;
  /** BCP 47 tag, at most {@link MAX_LANGUAGE_TAG_CHARS} characters. */
  readonly language: string;
}

/** Puts an earlier draft up for decision in the place of this one. */
export interface BringBackButton {
  readonly kind: 'bring-back';
  readonly articleId: string;
  readonly draft: DraftRef;
  readonly gate?: string;
  readonly to: DraftRef;
}

/** Has a new edition in which one sentence is as the final edit had proposed. */
export interface TakeOverButton {
  readonly kind: 'take-over';
  /** The article whose final edit it was. */
  readonly articleId: string;
  /** Its number among the proposals, from 1. */
  readonly proposal: number;
}

/** Shows the one who clicks what changed in a draft since they last saw one. Decides nothing. */
export interface ChangesButton {
  readonly kind: 'changes';
  readonly articleId: string;
  readonly draft: DraftRef;
}

/** Takes a rule that edits suggest into the house style. */
export interface AdoptButton {
  readonly kind: 'adopt';
  readonly articleId: string;
  /** Its number within the article. */
  readonly rule: number;
}

/** Has a delivered article published after all, where that failed. */
export interface PublishAgainButton {
  readonly kind: 'publish-again';
  readonly articleId: string;
  /** Its name in the settings. */
  readonly target: string;
}

/** Has a delivered article translated; `isAgain`: it was, and has changed since. */
export interface TranslateButton {
  readonly kind: 'translate';
  /** The original, or a translation of it. */
  readonly articleId: string;
  /** BCP 47 tag, at most {@link MAX_LANGUAGE_TAG_CHARS} characters: into what. */
  readonly language: string;
  readonly isAgain?: true;
}

/** Shows the one who clicks what a translation is made of. Decides nothing. */
export interface OriginalButton {
  readonly kind: 'original';
  /** The translation. */
  readonly articleId: string;
}

/** Opens an article on the page, for the one who clicks. */
export interface OpenButton {
  readonly kind: 'open';
  readonly articleId: string;
}

/** What a button does, as people read it: names its label. That of a language is its name. */
export type ButtonVerb =
  | DecisionKind
  | PlainControlKind
  | 'take-over'
  | 'changes'
  | 'adopt'
  | 'publish-again'
  | 'translate'
  | 'translate-again'
  | 'original'
  | 'open';

export function verbOf(button: Exclude<Button, LanguageButton>): ButtonVerb {
  switch (button.kind) {
    case 'decision':
      return button.decision;
    case 'control':
      return button.control;
    case 'bring-back':
    case 'take-over':
    case 'changes':
    case 'adopt':
    case 'publish-again':
    case 'original':
    case 'open':
      return button.kind;
    case 'translate':
      return button.isAgain === true ? 'translate-again' : 'translate';
    default:
      return button satisfies never;
  }
}

const DECISION_CODES = { approve: 'a', 'request-changes': 'c', edit: 'e', reject: 'r' } as const satisfies Record<
  DraftDecisionKind,
  string
>;
const CONTROL_CODES = {
  pause: 'p',
  resume: 'u',
  cancel: 'x',
  finish: 'f',
  another: 'n',
  retry: 't',
  raise: 'b',
  claim: 'k',
  release: 'l',
} as const satisfies Record<PlainControlKind, string>;

/** The gate last: `g3`, or nothing where a draft is decided on that is at no gate. */
const DECISION = /^d:([0-9a-hjkmnp-tv-z]{16}):([acer]):([1-9][0-9]{0,5}):([0-9a-f]{8}):(g[1-9][0-9]{0,5})?$/;
const BRING_BACK =
  /^b:([0-9a-hjkmnp-tv-z]{16}):([1-9][0-9]{0,5}):([0-9a-f]{8}):(g[1-9][0-9]{0,5})?:([1-9][0-9]{0,5}):([0-9a-f]{8})$/;
const TAKE_OVER = /^t:([0-9a-hjkmnp-tv-z]{16}):([1-9][0-9]{0,3})$/;
const CHANGES = /^c:([0-9a-hjkmnp-tv-z]{16}):([1-9][0-9]{0,5}):([0-9a-f]{8})$/;
const LANGUAGE = /^l:([0-9a-hjkmnp-tv-z]{16}):([A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8})$/;
const ADOPT = /^h:([0-9a-hjkmnp-tv-z]{16}):([1-9])$/;
const PUBLISH_AGAIN = /^p:([0-9a-hjkmnp-tv-z]{16}):([a-z][a-z0-9-]{0,29})$/;
const TRANSLATE = /^y:([0-9a-hjkmnp-tv-z]{16}):([A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8})(:a)?$/;
const ORIGINAL = /^o:([0-9a-hjkmnp-tv-z]{16})$/;
const OPEN = /^w:([0-9a-hjkmnp-tv-z]{16})$/;
const CONTROL = /^k:([0-9a-hjkmnp-tv-z]{16}):([puxfntbkl])$/;

/** At most 64 bytes of ASCII: Telegram's limit for callback_data, far below Slack's 2,000. */
export function encodeButton(button: Button): string {
  switch (button.kind) {
    case 'decision':
      return `d:${button.articleId}:${DECISION_CODES[button.decision]}:${button.draft.version}:${button.draft.hash}:${button.gate ?? ''}`;
    case 'control':
      return `k:${button.articleId}:${CONTROL_CODES[button.control]}`;
    case 'language':
      return `l:${button.articleId}:${button.language}`;
    case 'bring-back':
      return `b:${button.articleId}:${button.draft.version}:${button.draft.hash}:${button.gate ?? ''}:${button.to.version}:${button.to.hash}`;
    case 'take-over':
      return `t:${button.articleId}:${button.proposal}`;
    case 'changes':
      return `c:${button.articleId}:${button.draft.version}:${button.draft.hash}`;
    case 'adopt':
      return `h:${button.articleId}:${button.rule}`;
    case 'publish-again':
      return `p:${button.articleId}:${button.target}`;
    case 'translate':
      return `y:${button.articleId}:${button.language}${button.isAgain === true ? ':a' : ''}`;
    case 'original':
      return `o:${button.articleId}`;
    case 'open':
      return `w:${button.articleId}`;
    default:
      return button satisfies never;
  }
}

/** Undefined for anything {@link encodeButton} could not have made. */
export function decodeButton(text: string): Button | undefined {
  const decision = DECISION.exec(text);
  if (decision !== null) {
    const [, articleId = '', code = '', version = '', hash = '', gate] = decision;
    const kind = keyOf(DECISION_CODES, code);
    return (
      kind && {
        kind: 'decision',
        articleId,
        decision: kind,
        draft: { version: Number(version), hash },
        ...(gate !== undefined && { gate }),
      }
    );
  }
  const back = BRING_BACK.exec(text);
  if (back !== null) {
    const [, articleId = '', version = '', hash = '', gate, to = '', toHash = ''] = back;
    return {
      kind: 'bring-back',
      articleId,
      draft: { version: Number(version), hash },
      ...(gate !== undefined && { gate }),
      to: { version: Number(to), hash: toHash },
    };
  }
  const takeOver = TAKE_OVER.exec(text);
  if (takeOver !== null) {
    const [, articleId = '', proposal = ''] = takeOver;
    return { kind: 'take-over', articleId, proposal: Number(proposal) };
  }
  const changes = CHANGES.exec(text);
  if (changes !== null) {
    const [, articleId = '', version = '', hash = ''] = changes;
    return { kind: 'changes', articleId, draft: { version: Number(version), hash } };
  }
  const named = LANGUAGE.exec(text);
  if (named !== null) {
    const [, articleId = '', language = ''] = named;
    return language.length > MAX_LANGUAGE_TAG_CHARS ? undefined : { kind: 'language', articleId, language };
  }
  const translate = TRANSLATE.exec(text);
  if (translate !== null) {
    const [, articleId = '', language = '', again] = translate;
    if (language.length > MAX_LANGUAGE_TAG_CHARS) return undefined;
    return { kind: 'translate', articleId, language, ...(again !== undefined && { isAgain: true }) };
  }
  const adopt = ADOPT.exec(text);
  const original = ORIGINAL.exec(text);
  if (original !== null) return { kind: 'original', articleId: original[1] ?? '' };
  const open = OPEN.exec(text);
  if (open !== null) return { kind: 'open', articleId: open[1] ?? '' };
  if (adopt !== null) return { kind: 'adopt', articleId: adopt[1] ?? '', rule: Number(adopt[2]) };
  const again = PUBLISH_AGAIN.exec(text);
  if (again !== null) return { kind: 'publish-again', articleId: again[1] ?? '', target: again[2] ?? '' };
  const control = CONTROL.exec(text);
  if (control === null) return undefined;
  const [, articleId = '', code = ''] = control;
  const kind = keyOf(CONTROL_CODES, code);
  return kind && { kind: 'control', articleId, control: kind };
}

function keyOf<K extends string>(codes: Readonly<Record<K, string>>, code: string): K | undefined {
  return (Object.keys(codes) as K[]).find((key) => codes[key] === code);
}
