import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type ArticleFile, type ArticleFilesOptions, articleFiles } from '../../../src/document/article-files.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import type { Message } from '../../../src/delivery/messenger.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, shortened } from './card.ts';
import { renderCritiqueCard } from './critique-card.ts';
import { draftHasFile, renderDraftCard } from './draft-card.ts';
import { renderFactReportCard } from './fact-report-card.ts';
import { renderFailureCard } from './failure-card.ts';
import { renderFinal } from './final.ts';
import { gateHasFile, renderGateCard } from './gate-card.ts';
import { clean, cleanLine } from './inert.ts';
import type { Keyboard } from './keyboard.ts';
import { renderNotice } from './notice.ts';
import { type RichBlock, renderRichFinal } from './rich-blocks.ts';
import { type Block, type FormattedText, block, formatted, joinBlocks, span } from './rich-text.ts';
import { CAPTION, fits, splitBlocks } from './split.ts';
import { renderStatusCard } from './status-card.ts';

/** One message as it is sent. */
export type Rendered =
  | { readonly kind: 'text'; readonly text: FormattedText; readonly keyboard?: Keyboard }
  | { readonly kind: 'rich'; readonly blocks: readonly RichBlock[] }
  | { readonly kind: 'document'; readonly name: string; readonly bytes: Uint8Array; readonly caption: FormattedText };

/** How a message is made. */
export interface Body {
  /** It comes into being as a placeholder and is filled by an edit: what cannot be edited into being, or is as short, goes out at once. */
  readonly isFilledLater: boolean;
  /** Files are made only now. @param below what stands in the same message below a draft: a critique that was merged with it */
  readonly render: (below?: readonly ChatContent[]) => Promise<Rendered>;
}

export type TelegramMessage = Message<Body>;

export interface RenderOptions extends ArticleFilesOptions {
  /** The finished article goes out as a rich message when it fits one. */
  readonly richMessages: boolean;
}

/** What {@link renderMessages} reads as Markdown: it finds it read when a {@link DocumentReader} was primed with it. */
export function textsToRead(content: ChatContent): readonly string[] {
  switch (content.kind) {
    case 'draft':
    case 'gate':
      return [clean(content.text.text)];
    case 'final':
      return [clean(content.article.text)];
    case 'status':
    case 'critique':
    case 'fact-report':
    case 'failure':
    case 'notice':
      return [];
    default:
      return content satisfies never;
  }
}

/** What is one message, but for files. */
export const CARD = 'card';
const PAGE = 'text-';
/** The first of a text that takes several. */
export const FIRST_PAGE = `${PAGE}1`;
const FILE = 'file';
const FINAL_FILES = ['md', 'docx'] as const satisfies readonly ArticleFile['kind'][];

/** The messages that the content takes, the one with buttons first. The same on every attempt. */
export function renderMessages(
  content: ChatContent,
  options: RenderOptions,
): readonly [TelegramMessage, ...TelegramMessage[]] {
  const t = messages(content.frame.language);
  const texts = renderTexts(content, options, t);
  const names = namesOf(content, texts.length);
  const [first, ...others] = texts.map((text, index) => textMessage(content, names[index] ?? CARD, text, t));
  // A text takes one message at least.
  if (first === undefined) throw new Error(`Nothing is said by ${content.kind}`);
  return [first, ...others, ...fileMessages(content, options, t)];
}

function textMessage(content: ChatContent, name: string, text: Rendered, t: Messages): TelegramMessage {
  return {
    name,
    digest: digestOf(text),
    body: {
      isFilledLater: content.kind !== 'notice',
      render: async (below = []) => (below.length === 0 ? text : (textsOf(cardOf(content, t, below))[0] ?? text)),
    },
  };
}

function fileMessages(content: ChatContent, options: RenderOptions, t: Messages): readonly TelegramMessage[] {
  switch (content.kind) {
    case 'draft':
    case 'gate':
      return (content.kind === 'draft' ? draftHasFile(content) : gateHasFile(content))
        ? [fileMessage(FILE, draftFileName(content), content.text.sha256, () => Promise.resolve(draftFile(content, t)))]
        : [];
    case 'final': {
      const { fileName, title, sha256 } = content.article;
      return FINAL_FILES.map((kind) =>
        fileMessage(kind, `${fileName} as ${kind}`, `${sha256} ${title}`, () => finalFile(content, kind, options)),
      );
    }
    case 'status':
    case 'critique':
    case 'fact-report':
    case 'failure':
    case 'notice':
      return [];
    default:
      return content satisfies never;
  }
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
  const t = messages(content.frame.language);
  const blocks = below.flatMap((merged) => cardOf(merged, t, []).blocks);
  return fits(blocks, draftHasFile(content) ? ROOM_BESIDE_PREVIEW : ROOM_BESIDE_TEXT);
}

// Of 4,096 characters and 100 entities, what heading, decision and comment, and a short text leave.
const ROOM_BESIDE_PREVIEW = { chars: 2500, entities: 60 };
const ROOM_BESIDE_TEXT = { chars: 1700, entities: 30 };

/** What stands in the chat for a moment, until the message is filled: of no two messages the same, so that it can be told from others. */
export function renderPlaceholder(content: ChatContent, key: string): FormattedText {
  const t = messages(content.frame.language);
  const [head] = cardOf(content, t, []).blocks;
  const words = shortened(cleanLine((head?.spans ?? []).map(({ text }) => text).join('')), PLACEHOLDER_CHARS);
  return formatted([span(`${words} … `), span(key, { code: true })]);
}

const PLACEHOLDER_CHARS = 200;

function cardOf(content: ChatContent, t: Messages, below: readonly ChatContent[]): Card {
  switch (content.kind) {
    case 'status':
      return renderStatusCard(content, t);
    case 'draft':
      return renderDraftCard(
        content,
        t,
        below.flatMap((merged) => cardOf(merged, t, []).blocks),
      );
    case 'critique':
      return renderCritiqueCard(content, t);
    case 'fact-report':
      return renderFactReportCard(content, t);
    case 'gate':
      return renderGateCard(content, t);
    case 'failure':
      return renderFailureCard(content, t);
    case 'notice':
      return renderNotice(content, t);
    case 'final':
      return { blocks: renderFinal(content, t) };
    default:
      return content satisfies never;
  }
}

/** The messages but for files; a card that is edited in place is one, whatever names are in it. */
function renderTexts(content: ChatContent, { richMessages }: RenderOptions, t: Messages): readonly Rendered[] {
  const blocks = content.kind === 'final' && richMessages ? renderRichFinal(content, t) : undefined;
  if (blocks !== undefined) return [{ kind: 'rich', blocks }];
  const texts = textsOf(cardOf(content, t, []));
  if (texts.length === 0) return [{ kind: 'text', text: formatted(joinBlocks([block(content.frame.articleId)])) }];
  return isOneMessage(content) ? texts.slice(0, 1) : texts;
}

function textsOf({ blocks, keyboard }: Card): readonly Rendered[] {
  return splitBlocks(blocks).map((text, index) => ({
    kind: 'text',
    text,
    ...(index === 0 && keyboard !== undefined && { keyboard }),
  }));
}

function isOneMessage({ kind }: ChatContent): boolean {
  return kind === 'status' || kind === 'draft' || kind === 'gate' || kind === 'failure' || kind === 'notice';
}

function namesOf(content: ChatContent, count: number): readonly string[] {
  if (isOneMessage(content) || (count < 2 && content.kind !== 'final')) return [CARD];
  return Array.from({ length: count }, (_, index) => `${PAGE}${index + 1}`);
}

function draftFile({ text, frame }: Content<'draft' | 'gate'>, t: Messages): Rendered {
  return {
    kind: 'document',
    name: draftFileName({ text }),
    bytes: Buffer.from(text.text.toWellFormed()),
    caption: captionOf(block(span(cleanLine(t.article.draft.heading(text)), { bold: true })), frame.articleId),
  };
}

function draftFileName({ text }: Pick<Content<'draft' | 'gate'>, 'text'>): string {
  return `draft-${text.version}.md`;
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
  const words = block(span(FILE_KINDS[file.kind], { bold: true }));
  return { kind: 'document', name: file.name, bytes: file.bytes, caption: captionOf(words, frame.articleId) };
}

/** Both files are made together, and asked for one after the other. */
const REMEMBERED_ARTICLES = 8;
const rememberedFiles = new LRUCache<string, Promise<readonly ArticleFile[]>>({ max: REMEMBERED_ARTICLES });

async function filesOf(
  { title, text, fileName, sha256 }: Content<'final'>['article'],
  language: string,
  options: ArticleFilesOptions,
): Promise<readonly ArticleFile[]> {
  const key = JSON.stringify([sha256, title, fileName, language, text.length]);
  const files = rememberedFiles.get(key) ?? articleFiles({ title, text, fileName, language }, options);
  rememberedFiles.set(key, files);
  return await files;
}

const FILE_KINDS = { md: 'Markdown', docx: 'Word' } as const satisfies Record<ArticleFile['kind'], string>;

/** Tells files apart that were sent to one chat. */
function captionOf(words: Block, articleId: string): FormattedText {
  const [caption] = splitBlocks([block(...words.spans, ' · ', span(articleId, { code: true }))], CAPTION);
  return caption ?? { text: articleId, entities: [] };
}
