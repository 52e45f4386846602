import type { KnownBlock } from '@slack/types';
import type { Part } from '../../../bots/slack/render/part.ts';
import { type Author, avatar } from '../avatar.ts';
import { html, type Markup } from '../html.ts';
import { drawBlocks, type Names } from './draw-blocks.ts';

/** A message of the app, as it stands in a thread. */
export interface SlackMessage {
  /** As the clock shows it: `2:07 PM`. */
  readonly at: string;
  readonly part: Part;
  /** Nobody else sees it. */
  readonly isPrivate?: true;
}

export interface SlackThread {
  readonly channel: string;
  readonly isPrivate?: true;
  /** A conversation of two. */
  readonly isDirect?: true;
  readonly names: Names;
  /** The first message of the thread; absent: the thread is scrolled down, with the first of `replies` cut off above. */
  readonly first?: SlackMessage;
  readonly replies: readonly SlackMessage[];
  /** Of the picture, in CSS pixels; absent: as high as it takes. */
  readonly height?: number;
}

const APP: Author = { name: 'Copydesk' };

/** The panel of a thread in Slack's own client, in its light colours: the body of a page with the class `slack`. */
export async function drawSlackThread(thread: SlackThread): Promise<Markup> {
  const { channel, isPrivate, isDirect, names, first, replies, height } = thread;
  const draw = (message: SlackMessage, before?: SlackMessage): Promise<Markup> => drawMessage(message, before, names);
  const drawn = await Promise.all(replies.map((message, index) => draw(message, replies[index - 1])));
  const size = height === undefined ? '' : `height:${height}px`;
  return html`<div class="window" style="${size}">
    <header>${isDirect === true ? undefined : html`<b>Thread</b>`}<span>${isDirect === true ? '' : isPrivate === true ? '🔒' : '#'}&#8202;${channel}</span><i>✕</i></header>
    <div class="messages${first === undefined ? ' scrolled' : ''}">
      ${first === undefined ? undefined : [await draw(first), html`<div class="count"><span>${replies.length} replies</span></div>`]}
      ${drawn}
    </div>
  </div>`;
}

/** Like a person's, messages that follow one another at once stand below one name. */
async function drawMessage(
  { at, part, isPrivate }: SlackMessage,
  before: SlackMessage | undefined,
  names: Names,
): Promise<Markup> {
  if (part.kind === 'session') return html``;
  const isFirst = before?.at !== at;
  const body = part.kind === 'message' ? drawBlocks(part.blocks, names) : await drawFiles(part);
  return html`<article class="${isFirst ? '' : 'more'}">
    ${isFirst ? avatar(APP) : undefined}
    <div class="content">
      ${isPrivate === true ? html`<div class="also">👁 Only visible to you</div>` : undefined}
      ${part.kind === 'message' && part.announces === true ? html`<div class="also">Also sent to the channel</div>` : undefined}
      ${isFirst ? html`<div class="by"><b>${APP.name}</b><span class="app">APP</span><time>${at}</time></div>` : undefined}
      ${body}
    </div>
  </article>`;
}

/** The Home tab of the app: the body of a page with the class `slack`. */
export function drawSlackHome(blocks: readonly KnownBlock[], names: Names): Markup {
  return html`<div class="window home">
    <header><b>${APP.name}</b><span class="tabs"><b>Home</b> <span>Messages</span> <span>About</span></span></header>
    <div class="messages"><article><div class="content">${drawBlocks(blocks, names)}</div></article></div>
  </div>`;
}

const KINDS: ReadonlyMap<string, { readonly name: string; readonly sign: string; readonly color: string }> = new Map([
  ['md', { name: 'Markdown', sign: 'M↓', color: '#4a5568' }],
  ['docx', { name: 'Word document', sign: 'W', color: '#185abd' }],
  ['json', { name: 'JSON', sign: '{}', color: '#8a6d3b' }],
  ['html', { name: 'HTML', sign: '<>', color: '#b7472a' }],
]);

async function drawFiles(part: Extract<Part, { readonly kind: 'files' }>): Promise<Markup> {
  const files = (await part.make()).map(({ fileName, bytes }) => {
    const kind = KINDS.get(fileName.split('.').at(-1) ?? '');
    if (kind === undefined) throw new Error(`There is no picture of the file ${fileName} yet.`);
    const size = `${(bytes.length / 1024).toFixed(1)} kB`;
    return html`<div class="file">
      <span class="sign" style="background:${kind.color}">${kind.sign}</span>
      <span><b>${fileName}</b><br><small>${kind.name} · ${size}</small></span>
    </div>`;
  });
  return html`<div class="files">${files}</div>`;
}
