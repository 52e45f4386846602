import { LRUCache } from 'lru-cache';
import { type ArticleFile, articleFiles } from '../../../src/document/article-files.ts';
import type { ChatContent } from '../../../src/delivery/chat-content.ts';
import { type Messages, messages } from '../../../src/messages/messages.ts';
import { type Card, type Content, shortened } from './card.ts';
import { renderCritiqueCard } from './critique-card.ts';
import { draftHasFile, renderDraftCard } from './draft-card.ts';
import { renderFactReportCard } from './fact-report-card.ts';
import { renderFailureCard } from './failure-card.ts';
import { renderFinal } from './final.ts';
import { gateHasFile, renderGateCard } from './gate-card.ts';
import { cleanLine } from './inert.ts';
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

export interface RenderOptions {
  /** The finished article goes out as a rich message when it fits one. */
  readonly richMessages: boolean;
  /** Is told of a file that is not what it should be. */
  readonly report?: (failure: Error) => void;
}

const CARD = 'card';
const FILE = 'file';

/** Names of the messages that the content takes, the one with buttons first. The same on every attempt. */
export function partNames(content: ChatContent, options: RenderOptions): readonly string[] {
  switch (content.kind) {
    case 'draft':
      return draftHasFile(content) ? [CARD, FILE] : [CARD];
    case 'gate':
      return gateHasFile(content) ? [CARD, FILE] : [CARD];
    case 'final':
      return [...textNames(content, options), 'md', 'docx'];
    case 'status':
    case 'critique':
    case 'fact-report':
    case 'failure':
    case 'notice':
      return textNames(content, options);
    default:
      return content satisfies never;
  }
}

/** @param below what stands in the same message below a draft: a critique that was merged with it. */
export async function renderPart(
  content: ChatContent,
  part: string | undefined,
  options: RenderOptions,
  below: readonly ChatContent[] = [],
): Promise<Rendered> {
  const t = messages(content.frame.language);
  if (part === FILE && (content.kind === 'draft' || content.kind === 'gate')) return draftFile(content, t);
  if (content.kind === 'final') {
    if (part === 'md' || part === 'docx') return await finalFile(content, part, options);
    const blocks = options.richMessages ? renderRichFinal(content, t) : undefined;
    if (blocks !== undefined) return { kind: 'rich', blocks };
  }
  const { blocks, keyboard } = cardOf(content, t, below);
  const texts = splitBlocks(blocks);
  const at = part === undefined ? 0 : Math.max(0, namesOf(content, texts.length).indexOf(part));
  // A card that is edited in place is one message, whatever names are in it.
  const text = texts[at] ?? formatted(joinBlocks([block(content.frame.articleId)]));
  return { kind: 'text', text, ...(at === 0 && keyboard !== undefined && { keyboard }) };
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

function textNames(content: ChatContent, options: RenderOptions): readonly string[] {
  const t = messages(content.frame.language);
  if (content.kind === 'final' && options.richMessages && renderRichFinal(content, t) !== undefined)
    return namesOf(content, 1);
  return namesOf(content, splitBlocks(cardOf(content, t, []).blocks).length);
}

function namesOf({ kind }: ChatContent, count: number): readonly string[] {
  const isOne = kind === 'status' || kind === 'draft' || kind === 'gate' || kind === 'failure' || kind === 'notice';
  if (isOne || (count < 2 && kind !== 'final')) return [CARD];
  return Array.from({ length: Math.max(1, count) }, (_, index) => `text-${index + 1}`);
}

function draftFile({ text, frame }: Content<'draft' | 'gate'>, t: Messages): Rendered {
  return {
    kind: 'document',
    name: `draft-${text.version}.md`,
    bytes: Buffer.from(text.text.toWellFormed()),
    caption: captionOf(block(span(cleanLine(t.article.draft.heading(text)), { bold: true })), frame.articleId),
  };
}

async function finalFile(
  { article, frame }: Content<'final'>,
  kind: ArticleFile['kind'],
  { report }: RenderOptions,
): Promise<Rendered> {
  const files = await filesOf(article, frame.request.language, report);
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
  report: RenderOptions['report'],
): Promise<readonly ArticleFile[]> {
  const key = JSON.stringify([sha256, title, fileName, language, text.length]);
  const files =
    rememberedFiles.get(key) ??
    articleFiles({ title, text, fileName, language }, report === undefined ? {} : { report });
  rememberedFiles.set(key, files);
  return await files;
}

const FILE_KINDS = { md: 'Markdown', docx: 'Word' } as const satisfies Record<ArticleFile['kind'], string>;

/** Tells files apart that were sent to one chat. */
function captionOf(words: Block, articleId: string): FormattedText {
  const [caption] = splitBlocks([block(...words.spans, ' · ', span(articleId, { code: true }))], CAPTION);
  return caption ?? { text: articleId, entities: [] };
}
