import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Card } from '../../../src/cards/card.ts';
import type { DeliveredAt } from '../../../src/cards/status-card.ts';
import { cardOf } from '../../../src/cards/card-of.ts';
import { editPage, editPageName, hasEditPage } from '../../../src/cards/changes-page.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Message } from '../../../src/delivery/messenger.ts';
import { type ArticleFile, type ArticleFilesOptions, articleFiles } from '../../../src/document/article-files.ts';
import { articleFileName, draftFileStem } from '../../../src/document/file-name.ts';
import { cleanLine } from '../../../src/lib/clean-text.ts';
import { shorten } from '../../../src/lib/shorten.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { PLATFORM, PREFIX } from '../platform.ts';
import { drawAsks, drawCard, drawTitle, showsWhole } from './draw-card.ts';
import { drawKeyboard, type Keyboard, withoutCancel } from './keyboard.ts';
import { messageLink } from './link.ts';
import { type RichBlock, renderRichText } from './rich-blocks.ts';
import { type Block, block, type FormattedText, formatted, joinBlocks, span, textOf } from './rich-text.ts';
import { CAPTION, fits, splitBlocks } from './split.ts';
import { unseen } from './unseen.ts';

/** The content of one kind of message. */
export type Content<K extends ChatContent['kind']> = Extract<ChatContent, { readonly kind: K }>;

/** One message as it is sent. */
export type Rendered =
  | { readonly kind: 'text'; readonly text: FormattedText; readonly keyboard?: Keyboard }
  | { readonly kind: 'rich'; readonly blocks: readonly RichBlock[]; readonly keyboard?: Keyboard }
  | { readonly kind: 'document'; readonly name: string; readonly bytes: Uint8Array; readonly caption: FormattedText };

/** How a message is made. */
export interface Body {
  /** It comes into being as a placeholder and is filled by an edit: what cannot be edited into being, or stays as it is, goes out at once. */
  readonly isFilledLater: boolean;
  /** A draft that the desk has taken, which may come bit by bit. What a model still writes may be refused by our checks: it is never shown. */
  readonly streamed?: FormattedText;
  /** Files are made only now. @param below what stands in the same message below a draft: a critique that was merged with it */
  readonly render: (below?: readonly ChatContent[]) => Promise<Rendered>;
}

export type TelegramMessage = Message<Body>;

export interface RenderOptions extends ArticleFilesOptions {
  /** The finished article goes out as a rich message when it fits one. */
  readonly richMessages: boolean;
}

/** What is one message, but for files. */
export const CARD = 'card';
const PAGE = 'text-';
/** The first of a text that takes several. */
export const FIRST_PAGE = `${PAGE}1`;
const FILE = 'file';
const CHANGES = 'changes';
const FINAL_FILES = ['md', 'docx', 'extras', 'receipt'] as const satisfies readonly ArticleFile['kind'][];

/** What is edited in place, and with it a text that is whole in a file, is one message, whatever names are in it. */
const TAKES_SEVERAL: ReadonlySet<ChatContent['kind']> = new Set(['critique', 'fact-report', 'final']);

/**
 * What never says anything else and has no buttons goes out whole: when the answer was lost it can be looked for by what it says. All
 * else may say something else by then.
 */
const STAYS_AS_IT_IS: ReadonlySet<ChatContent['kind']> = new Set(['notice', 'sources', 'critique', 'fact-report']);

/** The messages that the content takes, the one with buttons first. The same on every attempt. */
export function renderMessages(
  content: ChatContent,
  options: RenderOptions,
): readonly [TelegramMessage, ...TelegramMessage[]] {
  const card = cardOf(content, PREFIX, placeIn(content));
  const texts = renderTexts(content, card, options);
  const names = namesOf(content, texts.length);
  const [first, ...others] = texts.map((text, index) => textMessage(content, card, names[index] ?? CARD, text));
  // A text takes one message at least.
  if (first === undefined) throw new Error(`Nothing is said by ${content.kind}`);
  return [first, ...others, ...fileMessages(content, card, options)];
}

/** Where that is to which a card leads. */
function placeIn(content: ChatContent): DeliveredAt | undefined {
  if (content.kind === 'status') return deliveredAt(content);
  if (content.kind !== 'notice' || content.card?.thread.platform !== PLATFORM) return undefined;
  const article = messageLink(content.card.ref);
  return article === undefined ? undefined : { article, files: [] };
}

/** Where the article is, and the names of the files that were sent. */
function deliveredAt({ delivered }: Content<'status'>): DeliveredAt | undefined {
  if (delivered === undefined) return undefined;
  const { messages: sent, fileName } = delivered;
  const article = messageLink(sent[FIRST_PAGE]);
  return {
    ...(article !== undefined && { article }),
    files: ([...FINAL_FILES, CHANGES] as const)
      .filter((kind) => sent[kind] !== undefined)
      // Without their addresses: `tides.md` is a web address, too, and one that leads elsewhere would be a lie.
      .map((kind) => ({ name: kind === CHANGES ? editPageName(delivered) : articleFileName(kind, fileName) })),
  };
}

function textMessage(content: ChatContent, card: Card, name: string, text: Rendered): TelegramMessage {
  return {
    name,
    digest: digestOf(text),
    body: {
      isFilledLater: !STAYS_AS_IT_IS.has(content.kind) || (content.kind === 'notice' && content.buttons === true),
      ...(content.kind === 'draft' && text.kind === 'text' && { streamed: text.text }),
      render: async (below = []) => (below.length === 0 ? text : (textsOf(content, card, below)[0] ?? text)),
    },
  };
}

function fileMessages(content: ChatContent, card: Card, options: RenderOptions): readonly TelegramMessage[] {
  if (content.kind === 'final') {
    const { fileName, title, sha256 } = content.article;
    const files = FINAL_FILES.filter((kind) => hasFileOf(kind, content.article)).map((kind) =>
      fileMessage(kind, `${fileName} as ${kind}`, `${sha256} ${title}`, () => finalFile(content, kind, options)),
    );
    if (!hasEditPage(content)) return files;
    const name = editPageName(content.article);
    return [...files, fileMessage(CHANGES, name, sha256, () => Promise.resolve(changesFile(content)))];
  }
  if (content.kind !== 'draft' && content.kind !== 'gate') return [];
  if (!hasFile(content, card)) return [];
  const render = (): Promise<Rendered> => Promise.resolve(draftFile(content, messages(card.language)));
  return [{ ...fileMessage(FILE, fileNameOf(content), content.text.sha256, render), isBeside: true }];
}

/** Text and Word there are always. */
function hasFileOf(kind: ArticleFile['kind'], { receipt, extras }: Content<'final'>['article']): boolean {
  if (kind === 'receipt') return receipt !== undefined;
  return kind !== 'extras' || extras !== undefined;
}

/** Whether the text needs a file beside the card: not all of it is there, nor above. Nobody needs one for what is decided. */
function hasFile({ decided }: Content<'draft' | 'gate'>, card: Card): boolean {
  return decided === undefined && card.text?.isAbove !== true && !showsWhole(card);
}

function fileMessage(
  name: string,
  fileName: string,
  contentHash: string,
  render: () => Promise<Rendered>,
): TelegramMessage {
  return { name, digest: digestOf([fileName, contentHash]), body: { isFilledLater: false, render } };
}

const DIGEST_CHARS = 32;

function digestOf(seen: unknown): string {
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, DIGEST_CHARS);
}

export function isPage(name: string): boolean {
  return name.startsWith(PAGE);
}

/** Whether a draft and what is said about it are one message, and stay one when it is decided on. */
export function canMerge(content: Content<'draft'>, below: readonly ChatContent[]): boolean {
  const card = cardOf(content, PREFIX);
  const added = below.flatMap((merged) => drawCard(cardOf(merged, PREFIX)));
  return showsWhole(card) ? showsWhole(card, added) : fits(added, ROOM_BESIDE_OPENING);
}

// Of 4,096 characters and 100 entities, what heading, decision and comment, and the opening of a text leave.
const ROOM_BESIDE_OPENING = { chars: 2500, entities: 60 };

/**
 * What stands in the chat for a moment, until the message is filled, and on a phone as its notification: of no two messages the same,
 * so that it can be told from others, which nobody sees.
 */
export function renderPlaceholder(content: ChatContent, key: string): FormattedText {
  const card = cardOf(content, PREFIX);
  const [head] = drawTitle(card).length > 0 ? drawTitle(card) : drawCard(card);
  const { asks } = card;
  // The message itself comes by an edit, of which nobody is told.
  const asked = asks === undefined ? [] : [span(' '), ...drawAsks(asks, messages(card.language)).spans];
  return formatted([span(`${shorten(textOf(head?.spans ?? []), PLACEHOLDER_CHARS)}${unseen(key)} …`), ...asked]);
}

const PLACEHOLDER_CHARS = 200;

/** The messages but for files. */
function renderTexts(content: ChatContent, card: Card, { richMessages }: RenderOptions): readonly Rendered[] {
  const blocks = content.kind === 'final' && richMessages ? renderRichText(card) : undefined;
  if (blocks !== undefined) {
    const keyboard = drawKeyboard(card.buttons ?? [], messages(card.language));
    return [{ kind: 'rich', blocks, ...(keyboard !== undefined && { keyboard }) }];
  }
  const texts = textsOf(content, card, []);
  if (texts.length === 0) return [{ kind: 'text', text: formatted(joinBlocks([block(content.frame.articleId)])) }];
  return TAKES_SEVERAL.has(content.kind) ? texts : texts.slice(0, 1);
}

function textsOf(content: ChatContent, card: Card, below: readonly ChatContent[]): readonly Rendered[] {
  const { buttons = [] } = card;
  const keyboard = drawKeyboard(content.kind === 'status' ? withoutCancel(buttons) : buttons, messages(card.language));
  const drawn = drawCard(
    card,
    below.flatMap((merged) => drawCard(cardOf(merged, PREFIX))),
  );
  return splitBlocks(drawn).map((text, index) => ({
    kind: 'text',
    text,
    ...(index === 0 && keyboard !== undefined && { keyboard }),
  }));
}

function namesOf({ kind }: ChatContent, count: number): readonly string[] {
  if (!TAKES_SEVERAL.has(kind) || (count < 2 && kind !== 'final')) return [CARD];
  return Array.from({ length: count }, (_, index) => `${PAGE}${index + 1}`);
}

function draftFile(content: Content<'draft' | 'gate'>, t: Messages): Rendered {
  const { text, frame } = content;
  return {
    kind: 'document',
    name: fileNameOf(content),
    bytes: Buffer.from(text.text.toWellFormed()),
    caption: captionOf(block(span(t.article.draft.heading(text), { bold: true })), frame),
  };
}

function fileNameOf({ frame, draft }: Content<'draft' | 'gate'>): string {
  return `${draftFileStem(frame.request.topic, draft, frame.edition)}.md`;
}

async function finalFile(
  { article, frame }: Content<'final'>,
  kind: ArticleFile['kind'],
  options: RenderOptions,
): Promise<Rendered> {
  const files = await filesOf(article, frame.request.language, options);
  // A text that Word cannot hold at all comes as Markdown once more, rather than never.
  const file = files.find((one) => one.kind === kind) ?? files[0];
  if (file === undefined) throw new Error('There is no file of a finished article.');
  const { final, extras } = messages(frame.language).article;
  const kinds = { ...FILE_KINDS, receipt: final.receipt, extras: extras.file };
  const words = block(span(kinds[file.kind], { bold: true }));
  return { kind: 'document', name: file.name, bytes: file.bytes, caption: captionOf(words, frame) };
}

/** The same bytes whenever it is asked for. */
function changesFile(content: Content<'final'>): Rendered {
  const { frame, article } = content;
  const page = editPage(content);
  const words = block(span(messages(frame.language).article.final.changesOf(article.title), { bold: true }));
  return {
    kind: 'document',
    name: editPageName(article),
    bytes: page?.bytes ?? new Uint8Array(),
    caption: captionOf(words, frame),
  };
}

/** The files are made together, and asked for one after the other. */
const REMEMBERED_ARTICLES = 8;
const rememberedFiles = new LRUCache<string, Promise<readonly ArticleFile[]>>({ max: REMEMBERED_ARTICLES });

async function filesOf(
  article: Content<'final'>['article'],
  language: string,
  options: ArticleFilesOptions,
): Promise<readonly ArticleFile[]> {
  const { title, text, fileName, sha256, receipt, extras } = article;
  const key = JSON.stringify([sha256, title, fileName, language, text.length, receipt, extras]);
  const files = rememberedFiles.get(key) ?? articleFiles({ ...article, language }, options);
  rememberedFiles.set(key, files);
  return await files;
}

const FILE_KINDS = { md: 'Markdown', docx: 'Word' } as const;

/** With its topic, and unseen its article: files are told apart that were sent to one chat. */
function captionOf(words: Block, { articleId, request }: ChatContent['frame']): FormattedText {
  const topic = shorten(cleanLine(request.topic), CAPTION_TOPIC_CHARS);
  const [caption] = splitBlocks([block(...words.spans, ` ·${unseen(articleId)} `, topic)], CAPTION);
  return caption ?? { text: topic, entities: [] };
}

/** One line on most phones. */
const CAPTION_TOPIC_CHARS = 60;
