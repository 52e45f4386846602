import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { type Json, type JsonObject, list, object, text } from '../../../src/practice-model/json.ts';

/** A button as people see it. */
export interface RenderedButton {
  readonly text: string;
  readonly actionId: string;
  readonly value: string;
  readonly url?: string;
  readonly blockId: string;
  readonly style?: string;
}

export interface RenderedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: Buffer;
}

/** A message as it stands in Slack. */
export interface RenderedMessage {
  readonly channel: string;
  readonly ts: string;
  /** Of the first message of its thread; absent when it is in no thread, or opens one. */
  readonly threadTs?: string;
  readonly user: string;
  /** For notifications. */
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  /** All that people can read: the blocks (or the text when there are none), names of buttons, contents of `.md` files. */
  readonly shown: string;
  readonly buttons: readonly RenderedButton[];
  readonly files: readonly RenderedFile[];
  /** How often chat.update changed it. */
  readonly edits: number;
  readonly metadata?: JsonObject;
  /** The message as Slack's API gives it. */
  readonly raw: JsonObject;
}

/** What people can read in blocks, in order. */
export function textOfBlocks(blocks: readonly Json[]): string {
  return blocks.flatMap(wordsIn).join('\n');
}

function wordsIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return list(value).flatMap(wordsIn);
  if (value === null || typeof value !== 'object') return [];
  const element = object(value);
  const words = element['text'];
  return [
    ...(typeof words === 'string' ? [words] : wordsIn(words)),
    ...['alt_text', 'initial_value', 'url', 'fallback'].map((key) => text(element[key])).filter((one) => one !== ''),
    ...[
      'title',
      'label',
      'hint',
      'fields',
      'elements',
      'element',
      'accessory',
      'placeholder',
      'rows',
      'options',
    ].flatMap((key) => wordsIn(element[key])),
  ];
}

/** Every button of the blocks, in order. */
export function buttonsOf(blocks: readonly Json[]): readonly RenderedButton[] {
  return blocks.map(object).flatMap((block) =>
    [...list(block['elements']), ...(block['accessory'] === undefined ? [] : [block['accessory']])]
      .map(object)
      .filter(({ type }) => type === 'button')
      .map((button) => ({
        text: text(object(button['text'])['text']),
        actionId: text(button['action_id']),
        value: text(button['value']),
        blockId: text(block['block_id']),
        ...(button['url'] !== undefined && { url: text(button['url']) }),
        ...(button['style'] !== undefined && { style: text(button['style']) }),
      })),
  );
}

/**
 * What in a message is more than text: mentions of people, groups or channels, links that show another address than they lead to,
 * pictures from elsewhere, unfurls. Empty for a message that is inert.
 */
export function dangersOf(message: Pick<RenderedMessage, 'raw' | 'text' | 'blocks'>): readonly string[] {
  const { raw } = message;
  return [
    ...(raw['subtype'] !== 'file_share' && (raw['unfurl_links'] !== false || raw['unfurl_media'] !== false)
      ? ['links and media unfurl']
      : []),
    ...(raw['link_names'] === true ? ['names become mentions'] : []),
    ...(raw['parse'] === 'full' ? ['everything becomes a link'] : []),
    ...dangersOfMrkdwn(message.text),
    ...message.blocks.flatMap(dangersOfBlock),
  ];
}

function dangersOfBlock(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return list(value).flatMap(dangersOfBlock);
  if (value === null || typeof value !== 'object') return [];
  const element = object(value);
  const type = text(element['type']);
  if (type === 'markdown') return dangersOfMarkdown(text(element['text']));
  if (type === 'mrkdwn') return dangersOfMrkdwn(text(element['text']));
  if (type === 'image') return [`a picture from ${text(element['image_url'])}`];
  if (type === 'user' || type === 'usergroup' || type === 'broadcast') return [`a ${type} in rich text`];
  return Object.values(element).flatMap(dangersOfBlock);
}

function dangersOfMrkdwn(source: string): readonly string[] {
  return [...source.matchAll(/<([^<>]*)>/g)].flatMap(([whole, inside = '']) => {
    // A date that Slack shows in everybody's own time is no mention.
    if (/^![^d]|^!d(?!ate\^)|^[@#]/.test(inside)) return [whole];
    const [target = '', label] = inside.split('|');
    return isLie(target, label) || !/^(https?:|mailto:|!date)/.test(target) ? [whole] : [];
  });
}

function dangersOfMarkdown(source: string): readonly string[] {
  // Measured by others: Slack reads these in the block before it reads Markdown, in code too.
  const mentions = [...source.matchAll(/<[!@#][^>\n]*>?/g)].map(([whole]) => whole);
  const found: string[] = [];
  const visit = (node: MarkdownNode): void => {
    const label = textIn(node);
    if (node.type === 'image' || node.type === 'imageReference') found.push(`a picture from ${node.url ?? ''}`);
    if (node.type === 'link' && (isLie(node.url ?? '', label) || !/^(https?:|mailto:)/i.test(node.url ?? '')))
      found.push(`[${label}](${node.url ?? ''})`);
    for (const child of node.children ?? []) visit(child);
  };
  visit(unified().use(remarkParse).use(remarkGfm).parse(source));
  return [...mentions, ...found];
}

interface MarkdownNode {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
}

function textIn(node: MarkdownNode): string {
  return (node.value ?? '') + (node.children ?? []).map(textIn).join('');
}

/** A label that reads like an address, and of another host than the link leads to. */
function isLie(target: string, label: string | undefined): boolean {
  const shown = /^(?:https?:\/\/)?((?:[\p{L}\d-]+\.)+\p{L}{2,})(?:[/:?#]|$)/u.exec(label?.trim() ?? '')?.[1];
  if (shown === undefined) return false;
  const address = URL.parse(target);
  // A file of ours is called as it is: `tides.md` looks like a host in Moldova.
  if (address?.hostname.endsWith('.slack.com') && address.pathname.endsWith(`/${label}`)) return false;
  return address?.hostname.replace(/^www\./, '') !== shown.toLowerCase().replace(/^www\./, '');
}
