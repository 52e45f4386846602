import type {
  Button,
  ContextBlock,
  KnownBlock,
  Overflow,
  RichTextDate,
  RichTextElement,
  SectionBlock,
} from '@slack/types';
import type { Addressee, Card, CardText, Moment, Part, Row, Span } from '../../../src/cards/card.ts';
import { type Mark, SYMBOLS } from '../../../src/cards/symbols.ts';
import { parseMarkdown } from '../../../src/document/markdown/parse.ts';
import { cleanLine } from '../../../src/lib/clean-text.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { type Button as ButtonMeaning, encodeButton } from '../../../src/protocol/button-codec.ts';
import { PLATFORM } from '../platform.ts';
import {
  actions,
  articleButton,
  bold,
  confirmation,
  context,
  graveVerb,
  header,
  labelOf,
  lengthOf,
  LIMITS,
  link,
  linkButton,
  markdown,
  mrkdwn,
  plain,
} from './blocks.ts';
import { defusedMessages } from './defuse-markdown.ts';
import { line, pack, point, quote, type Row as PackedRow } from './pack.ts';
import { readButton } from './read-button.ts';
import { escapeEntities, escapeMrkdwn, webAddress } from './text.ts';

/** What a text has at least, whatever else its card says; as `defusedMessages` wants it. */
const LEAST_TEXT_CHARS = 6000;
/** For what is below a text that goes on elsewhere. */
const READ_ON_CHARS = 100;
/** A page of a draft that nobody looks at any more. */
const PAGE_CHARS = 9000;
/** What a decision says is at most 3,000 characters; what was said before there was that rule is not lost either, but in the database. */
const WORDS_CHARS = 3500;
/** Longer addresses are shown, but are no link: nobody knows what Slack takes there, so it is what it takes on a button. */
const LINK_CHARS = 3000;
/** Of one word in a notification. */
const NOTIFICATION_CHARS = 300;

/** Addresses of the threads of articles, by their ids. */
export type Links = ReadonlyMap<string, string>;

/** A card, but for a text that people came to read: that has messages of its own. */
export function drawCard(card: Card, links: Links = new Map()): readonly KnownBlock[] {
  const { text } = card;
  if (card.folded !== undefined) return [drawFolded(card), ...drawDecided(card.folded)];
  const { above, below } = drawAround(card, links);
  return [
    ...above,
    ...(text?.show === 'opening' ? drawText(text, roomOf(card), messages(card.language)) : []),
    ...below,
  ];
}

/** Whether all of a card's text is on it, so that nothing needs to be beside it. */
export function isShownWhole(card: Card): boolean {
  return card.text === undefined || defusedMessages(card.text.markdown, roomOf(card)).length <= 1;
}

/** What stands above the text of a card, and below it. */
function drawAround(
  card: Card,
  links: Links = new Map(),
): { readonly above: readonly KnownBlock[]; readonly below: readonly KnownBlock[] } {
  const t = messages(card.language);
  const { inMenu, besideIt } = sortMenu(card.menu ?? []);
  return {
    above: [
      ...drawTitle(card),
      ...card.parts.flatMap((part, index) => drawPart(part, { index, menu: index === 0 ? inMenu : [], links }, t)),
    ],
    below: [
      ...(card.asks === undefined ? [] : [mrkdwn(card.asks.map(addressed).join(''))]),
      ...drawDecided(card),
      ...drawButtons([...(card.buttons ?? []), ...besideIt], t),
    ],
  };
}

/** Characters of Markdown that Slack takes on a card beside all else. */
function roomOf(card: Card): number {
  const { above, below } = drawAround(card);
  const others = [...above, ...below].reduce((sum, block) => sum + lengthOf(block), 0);
  return Math.max(LEAST_TEXT_CHARS, Math.min(LIMITS.markdownChars, LIMITS.messageChars - others) - READ_ON_CHARS);
}

function drawDecided({ decided }: Pick<Card, 'decided'>): readonly KnownBlock[] {
  return decided === undefined
    ? []
    : pack([withMark(decided.mark, ...decided.said.flatMap(toBold)), ...quoted(decided.words)]);
}

/** One line, and the text behind a button. */
function drawFolded({ mark, title = '', aside = [], text, language }: Card): KnownBlock {
  const t = messages(language);
  const emoji = mark === undefined ? '' : `${SYMBOLS[mark].emoji} `;
  const words = mrkdwn([`${emoji}*${escapeMrkdwn(title)}*`, ...aside.map(escapeMrkdwn)].join(' · '));
  return text?.draft === undefined
    ? words
    : { ...words, accessory: readButton('read', { ...text.draft, pageChars: PAGE_CHARS, page: 0 }, t) };
}

/**
 * Slack asks “Are you sure?” of a menu as a whole, so there is nothing in it but what is worth the question. Alone it is a button: menus of
 * one option were refused.
 */
function sortMenu(menu: readonly ButtonMeaning[]) {
  const grave = menu.filter((button) => graveVerb(button) !== undefined);
  const inMenu = grave.length > 1 ? grave : [];
  return { inMenu, besideIt: menu.filter((button) => !inMenu.includes(button)) };
}

/** For notifications and screen readers: `mrkdwn` without a mark in it. */
export function drawNotification({ title = '', notification = [title] }: Pick<Card, 'title' | 'notification'>): string {
  return escapeEntities(notification.map((word) => shorten(cleanLine(word), NOTIFICATION_CHARS)).join(' · '));
}

export function drawButtons(
  buttons: readonly ButtonMeaning[],
  t: Messages,
  ...more: readonly Button[]
): readonly KnownBlock[] {
  const elements = [...buttons.map((button) => articleButton(button, t)), ...more];
  return elements.length === 0 ? [] : [actions(...elements)];
}

function drawTitle({ mark, title, isLarge, aside = [] }: Card): readonly KnownBlock[] {
  if (title === undefined) return [];
  if (isLarge) return [header(mark === undefined ? title : `${SYMBOLS[mark].emoji} ${title}`)];
  return pack([withMark(mark, bold(title), ...aside.map((words) => ` · ${words}`))]);
}

function drawPart(
  part: Part,
  { index, menu, links }: { readonly index: number; readonly menu: readonly ButtonMeaning[]; readonly links: Links },
  t: Messages,
): readonly KnownBlock[] {
  switch (part.kind) {
    case 'rows': {
      if (menu.length === 0 && !part.rows.some(({ spans }) => spans.some(isPlace))) return pack(part.rows.map(toRow));
      const body = mrkdwn(part.rows.map(toMrkdwn).join('\n'));
      return [menu.length === 0 ? body : { ...body, accessory: controlMenu(menu, t) }];
    }
    case 'small':
      return [smallPrint(part.words)];
    case 'section':
      return [
        ...(index === 0 ? [] : [{ type: 'divider' as const }]),
        header(part.title),
        ...(part.empty === undefined ? [] : [context(part.empty)]),
      ];
    case 'article': {
      const address = links.get(part.articleId);
      const body = mrkdwn(`*${escapeMrkdwn(part.topic)}*\n${escapeMrkdwn(part.detail)} · \`${part.articleId}\``);
      const row: SectionBlock =
        address === undefined ? body : { ...body, accessory: linkButton(t.slack.openThread, address) };
      const opening = part.opening === undefined ? [] : pack([quote(part.opening)]);
      return [row, ...opening, ...drawButtons(part.buttons, t)];
    }
    default:
      return part satisfies never;
  }
}

/** As much of it as there is room for, to the end of a sentence or a block, and the way to the rest. */
function drawText({ markdown: text, draft }: CardText, pageChars: number, t: Messages): readonly KnownBlock[] {
  const [first, ...others] = defusedMessages(text, pageChars);
  if (first === undefined) return [];
  if (others.length === 0 || draft === undefined) return [markdown(first)];
  return [markdown(goesOn(first)), actions(readButton('on', { ...draft, pageChars, page: 1 }, t))];
}

/** Behind the last sentence; below what is no paragraph. */
function goesOn(text: string): string {
  return parseMarkdown(text).children.at(-1)?.type === 'paragraph' ? `${text} …` : `${text}\n\n…`;
}

function quoted(said: string | undefined): readonly PackedRow[] {
  return said === undefined ? [] : [quote(shorten(said, WORDS_CHARS))];
}

function withMark(mark: Mark | undefined, ...spans: readonly (string | RichTextElement)[]): PackedRow {
  return line(...(mark === undefined ? [] : [`${SYMBOLS[mark].emoji} `]), ...spans);
}

function toRow({ kind, mark, spans }: Row): PackedRow {
  const elements = spans.flatMap(toElements);
  switch (kind) {
    case 'line':
      return withMark(mark, ...elements);
    case 'heading':
      return withMark(mark, ...spans.map((span) => bold(typeof span === 'string' ? span : span.text)));
    case 'point':
      return point(...elements);
    case 'quote':
      return quote(...elements);
    default:
      return kind satisfies never;
  }
}

const STYLES = {
  bold: { bold: true },
  italic: { italic: true },
  code: { code: true },
  struck: { strike: true },
  added: { bold: true },
} as const;

/** Slack takes it as it is: nothing in it mentions, links or formats. */
function toElements(span: Span): readonly (string | RichTextElement)[] {
  if (typeof span === 'string') return [span];
  if ('look' in span) return [{ type: 'text', text: span.text, style: STYLES[span.look] }];
  if ('at' in span) return [dateElement(span)];
  if (!('address' in span)) return [span.text];
  const address = webAddress(span.address);
  const name = span.text === '' ? '' : `${span.text}: `;
  // The address is what the reader sees, so that no link lies.
  return [name, address === undefined || address.length > LINK_CHARS ? (address ?? span.address) : link(address)];
}

function toBold(span: Span): readonly (string | RichTextElement)[] {
  if (typeof span === 'string') return [bold(span)];
  return 'at' in span ? [{ ...dateElement(span), style: { bold: true } }] : [bold(span.text)];
}

/** Slack shows a date by the clock of each reader: `today, 14:07`. */
const DATE_FORMATS = { 'date-time': '{date_short_pretty}, {time}', time: '{time}' } as const;

function dateElement({ at, show, text }: Moment): RichTextDate {
  return { type: 'date', timestamp: unixTime(at), format: DATE_FORMATS[show], fallback: text };
}

function unixTime(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}

/** Whether it can be led to by its name, which Slack does in `mrkdwn` alone. */
function isPlace(span: Span): boolean {
  return typeof span === 'object' && 'place' in span;
}

function toMrkdwn({ mark, spans }: Row): string {
  const text = spans.map(spanInMrkdwn).join('');
  return mark === undefined ? text : `${SYMBOLS[mark].emoji} ${text}`;
}

const LOOKS = { bold: '*', italic: '_', code: '`', struck: '~', added: '*' } as const;

function spanInMrkdwn(span: Span): string {
  if (typeof span === 'string') return escapeMrkdwn(span);
  const text = escapeMrkdwn(span.text);
  if ('at' in span) return `<!date^${unixTime(span.at)}^${DATE_FORMATS[span.show]}|${text}>`;
  if ('look' in span) return `${LOOKS[span.look]}${text}${LOOKS[span.look]}`;
  if ('place' in span) {
    const { platform, channel } = span.place;
    // Slack shows the name of a channel to whoever may know it.
    return platform === PLATFORM && /^[CG][A-Z0-9]+$/.test(channel) ? `<#${channel}>` : text;
  }
  const address = webAddress(span.address);
  return address === undefined ? text : `<${escapeEntities(address)}|${text}>`;
}

/** The only mentions that the product ever makes. */
function addressed(span: Span | Addressee): string {
  if (typeof span === 'string' || !('person' in span || 'group' in span)) return spanInMrkdwn(span);
  if ('person' in span) {
    const { platform, userId } = span.person;
    if (platform === PLATFORM && /^[UW][A-Z0-9]{2,}$/.test(userId)) return `<@${userId}>`;
  } else {
    const { platform, id } = span.group;
    if (platform === PLATFORM && /^S[A-Z0-9]{2,}$/.test(id)) return `<!subteam^${id}>`;
  }
  return escapeMrkdwn(span.text);
}

function smallPrint(spans: readonly Span[]): ContextBlock {
  const words = spans.flatMap((span): readonly (string | { readonly mrkdwn: string })[] => {
    if (typeof span === 'string') return [span];
    if (!('address' in span)) return [span.text];
    return webAddress(span.address) === undefined ? [] : [{ mrkdwn: spanInMrkdwn(span) }];
  });
  return context(...words);
}

/** The `action_id` of the menu; each of its options has the value of a button. */
const CONTROL_MENU = 'article:menu';

/** `Cancel the article: stop for good, nothing is delivered` */
function graveWords(button: ButtonMeaning, t: Messages): string {
  const verb = graveVerb(button);
  return verb === undefined ? labelOf(button, t) : `${labelOf(button, t)}: ${t.words.buttonHints[verb]}`;
}

/** How the article as a whole can be ended. */
function controlMenu(menu: readonly ButtonMeaning[], t: Messages): Overflow {
  return {
    type: 'overflow',
    action_id: CONTROL_MENU,
    options: menu.map((button) => ({ text: plain(labelOf(button, t)), value: encodeButton(button) })),
    confirm: confirmation(t.article.confirm.title, menu.map((button) => graveWords(button, t)).join('\n'), t),
  };
}
