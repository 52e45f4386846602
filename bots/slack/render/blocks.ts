import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MarkdownBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
  SectionBlock,
} from '@slack/types';
import {
  type Button as ButtonMeaning,
  type ButtonVerb,
  encodeButton,
  verbOf,
} from '../../../src/protocol/button-codec.ts';
import { buttonLabel } from '../../../src/cards/button-label.ts';
import type { DraftRef } from '../../../src/protocol/draft.ts';
import type { Messages } from '../../../src/messages/messages.ts';
import { cleanText } from '../../../src/lib/clean-text.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { cutText } from './text.ts';

/** Slack's own numbers, from its Block Kit reference unless said otherwise; characters are UTF-16 units. */
export const LIMITS = {
  headerChars: 150,
  sectionChars: 3000,
  buttonChars: 75,
  contextElements: 10,
  blocks: 50,
  /** All `markdown` blocks of a message together. */
  markdownChars: 12_000,
  /** All blocks of a message: about 13,200 were measured (slackapi/bolt-js#2509). */
  messageChars: 13_000,
} as const;

/** A piece of rich text: a string is plain text. Slack takes it as it is: nothing in it mentions, links or formats. */
export type Span = string | RichTextElement;

/** Text that Slack never parses. Empty text is refused, so it becomes a space. */
export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: cleanText(text) || ' ', emoji: false };
}

export function bold(text: string): RichTextElement {
  return { type: 'text', text, style: { bold: true } };
}

/** The address is what the reader sees, so that no link lies. @param url as from `webAddress` */
export function link(url: string): RichTextElement {
  return { type: 'link', url, text: url };
}

/** A large line; a longer text than Slack takes there becomes a bold one. */
export function header(text: string): HeaderBlock | RichTextBlock {
  const title = cleanText(text);
  return title.length <= LIMITS.headerChars ? { type: 'header', text: plain(title) } : richText(section(bold(title)));
}

/** Our own words in Slack's `mrkdwn`, at most 3,000 characters; what others wrote goes through `escapeMrkdwn` or into rich text. */
export function mrkdwn(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Small grey words, at most ten of them. */
export function context(...words: readonly (string | { readonly mrkdwn: string })[]): ContextBlock {
  return {
    type: 'context',
    elements: words.map((word) =>
      typeof word === 'string' ? plain(word) : { type: 'mrkdwn', text: word.mrkdwn, verbatim: true },
    ),
  };
}

/** Standard Markdown, rendered by Slack. @param text as from `defuseMarkdown` */
export function markdown(text: string): MarkdownBlock {
  return { type: 'markdown', text };
}

export function richText(...elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements };
}

export function section(...spans: readonly Span[]): RichTextSection {
  return { type: 'rich_text_section', elements: toElements(spans) };
}

/** Slack refuses empty text. */
export function toElements(spans: readonly Span[]): RichTextElement[] {
  const elements = spans
    .map((span): RichTextElement => (typeof span === 'string' ? { type: 'text', text: span } : span))
    .map((element) => (element.type === 'text' ? { ...element, text: cleanText(element.text) } : element))
    .filter((element) => element.type !== 'text' || element.text !== '');
  return elements.length > 0 ? elements : [{ type: 'text', text: ' ' }];
}

/**
 * Fits the `action_id` of every button and menu of an article, and of nothing else: `article:approve`. Which article and draft is
 * meant is in the value of the button, or of the chosen option, coded by `encodeButton`.
 */
export const ARTICLE_ACTION = /^article:/;

const STYLES: Readonly<Partial<Record<ButtonVerb, 'primary' | 'danger'>>> = {
  approve: 'primary',
  resume: 'primary',
  retry: 'primary',
  raise: 'primary',
  adopt: 'primary',
  'publish-again': 'primary',
  'translate-again': 'primary',
  // No confirmation: the form that asks for the reason is one.
  reject: 'danger',
};

/** A button that stands for a decision or a control, named as everywhere. What ends the article is asked about first. */
export function articleButton(meaning: ButtonMeaning, t: Messages): Button {
  const kind = meaning.kind === 'language' ? undefined : verbOf(meaning);
  const style = kind && STYLES[kind];
  const grave = graveVerb(meaning);
  const label = labelOf(meaning, t);
  return {
    type: 'button',
    // Slack wants block ids to be unique within a message.
    action_id: 'language' in meaning ? `article:${meaning.kind}:${meaning.language}` : `article:${kind}`,
    text: plain(label),
    value: encodeButton(meaning),
    ...(style !== undefined && { style }),
    ...(grave !== undefined && { confirm: confirmation(label, t.words.buttonHints[grave], t) }),
  };
}

/** What nobody can take back is asked about first. Undefined: it is not of that kind. */
export function graveVerb(meaning: ButtonMeaning): 'cancel' | 'finish' | 'another' | undefined {
  const kind = meaning.kind === 'language' ? undefined : verbOf(meaning);
  return kind === 'cancel' || kind === 'finish' || kind === 'another' ? kind : undefined;
}

/** Slack: of the value of a button. */
const VALUE_CHARS = 2000;

/** Opens the form for a request for changes with words that somebody has typed already: as many as a button can carry. */
export function wishButton(
  articleId: string,
  subject: DraftRef & { readonly gate?: string },
  wish: string,
  t: Messages,
): Button {
  const { version, hash, gate } = subject;
  const meaning = encodeButton({
    kind: 'decision',
    articleId,
    decision: 'request-changes',
    draft: { version, hash },
    ...(gate !== undefined && { gate }),
  });
  return {
    type: 'button',
    action_id: 'article:wish',
    text: plain(t.slack.requestThis),
    value: `${meaning}\n${shorten(cleanText(wish), VALUE_CHARS - meaning.length - 1)}`,
    style: 'primary',
  };
}

/** What a button stands for, and the words that it carries. */
export function readValue(value: string): { readonly meaning: string; readonly words: string } {
  const [meaning = '', ...lines] = value.split('\n');
  return { meaning, words: lines.join('\n') };
}

export function labelOf(meaning: ButtonMeaning, t: Messages): string {
  return shorten(buttonLabel(meaning, t.words.buttons, t), LIMITS.buttonChars);
}

/** A button that leads somewhere. */
export function linkButton(label: string, url: string): Button {
  return { type: 'button', action_id: 'link:open', text: plain(label), url };
}

/** Asks once more before something is done. */
export function confirmation(title: string, text: string, t: Messages): ConfirmationDialog {
  return {
    title: plain(title),
    text: plain(text),
    confirm: plain(t.article.confirm.yes),
    deny: plain(t.article.confirm.no),
  };
}

export function actions(...buttons: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', elements: buttons };
}

/** How much a block counts towards the limits of its message. */
export function lengthOf(block: KnownBlock): number {
  return lengthIn(block);
}

function lengthIn(value: unknown, key = ''): number {
  if (typeof value === 'string') return key === 'text' || key === 'url' ? value.length : 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + lengthIn(one, key), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, one]) => sum + lengthIn(one, name), 0);
}

/** Text of any length in pieces that each fit into a section. */
export function longText(text: string): readonly string[] {
  return cutText(cleanText(text), LIMITS.sectionChars);
}
