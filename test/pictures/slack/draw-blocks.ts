import type {
  ActionsBlock,
  ContextBlock,
  KnownBlock,
  RichTextBlock,
  RichTextElement,
  SectionBlock,
} from '@slack/types';
import { html, type Markup, type Piece } from '../html.ts';
import { drawMarkdown } from './draw-markdown.ts';

/** Names of people, by the ids that mentions have. */
export type Names = ReadonlyMap<string, string>;

/** Block Kit as Slack shows it: every kind of block that we send. */
export function drawBlocks(blocks: readonly KnownBlock[], names: Names): Markup {
  return html`${blocks.map((block) => html`<div class="block ${block.type}">${drawBlock(block, names)}</div>`)}`;
}

function drawBlock(block: KnownBlock, names: Names): Markup {
  switch (block.type) {
    case 'header':
      return html`${block.text.text}`;
    case 'section':
      return drawSection(block, names);
    case 'context':
      return drawContext(block, names);
    case 'actions':
      return html`${block.elements.map(drawControl)}`;
    case 'rich_text':
      return html`${block.elements.map((element) => drawRichText(element, names))}`;
    case 'markdown':
      return drawMarkdown(block.text);
    case 'divider':
      return html`<hr>`;
    default:
      throw new Error(`There is no picture of Slack's block ${block.type} yet.`);
  }
}

function drawSection({ text, accessory }: SectionBlock, names: Names): Markup {
  const words = html`<div class="words">${text === undefined ? '' : drawText(text, names)}</div>`;
  return accessory === undefined ? words : html`${words}<div class="accessory">${drawControl(accessory)}</div>`;
}

function drawContext({ elements }: ContextBlock, names: Names): Markup {
  const words = elements.map((element) =>
    element.type === 'image' ? '' : html`<span>${drawText(element, names)}</span>`,
  );
  return html`${words}`;
}

function drawText({ type, text }: { readonly type: string; readonly text: string }, names: Names): Markup {
  return type === 'mrkdwn' ? drawMrkdwn(text, names) : html`${text}`;
}

const TOKENS = /<(?<token>[^>]+)>|\*(?<bold>[^*\n]+)\*|_(?<italic>[^_\n]+)_|`(?<code>[^`\n]+)`|\n/g;

/** Our own words in Slack's markup. */
function drawMrkdwn(text: string, names: Names): Markup {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    pieces.push(unescape(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const { token, bold, italic, code } = match.groups ?? {};
    if (token !== undefined) pieces.push(drawToken(token, names));
    else if (bold !== undefined) pieces.push(html`<b>${unescape(bold)}</b>`);
    else if (italic !== undefined) pieces.push(html`<i>${unescape(italic)}</i>`);
    else if (code !== undefined) pieces.push(html`<code>${unescape(code)}</code>`);
    else pieces.push(html`<br>`);
  }
  return html`${[...pieces, unescape(text.slice(at))]}`;
}

function drawToken(token: string, names: Names): Markup {
  const [target = '', label] = token.split('|');
  const [, timestamp, format] = /^!date\^(\d+)\^(.*)$/.exec(target) ?? [];
  if (timestamp !== undefined && format !== undefined)
    return html`${drawDate({ timestamp: Number(timestamp), format })}`;
  if (/^[@!]/.test(target)) return mention(target.replace(/^@|^!subteam\^/, ''), names);
  return html`<a>${unescape(label ?? target)}</a>`;
}

function mention(id: string, names: Names): Markup {
  return html`<span class="mention">@${names.get(id) ?? id}</span>`;
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function drawControl(control: ActionsBlock['elements'][number] | NonNullable<SectionBlock['accessory']>): Markup {
  switch (control.type) {
    case 'button':
      return html`<span class="button ${control.style}">${control.text.text}</span>`;
    case 'overflow':
      return html`<span class="button overflow">⋯</span>`;
    default:
      throw new Error(`There is no picture of Slack's element ${control.type} yet.`);
  }
}

function drawRichText(element: RichTextBlock['elements'][number], names: Names): Markup {
  switch (element.type) {
    case 'rich_text_section':
      return html`<div>${drawSpans(element.elements, names)}</div>`;
    case 'rich_text_quote':
      return html`<blockquote>${drawSpans(element.elements, names)}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre>${drawSpans(element.elements, names)}</pre>`;
    case 'rich_text_list': {
      const items = element.elements.map((item) => html`<li>${drawRichText(item, names)}</li>`);
      return element.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    default:
      return element satisfies never;
  }
}

function drawSpans(elements: readonly RichTextElement[], names: Names): Piece {
  return elements.map((element) => {
    switch (element.type) {
      case 'text':
        return styled(element);
      case 'link':
        return html`<a>${styled({ ...element, text: element.text ?? element.url })}</a>`;
      case 'user':
        return mention(element.user_id, names);
      case 'usergroup':
        return mention(element.usergroup_id, names);
      case 'date':
        return styled({ ...element, text: drawDate(element) });
      default:
        throw new Error(`There is no picture of Slack's rich text ${element.type} yet.`);
    }
  });
}

/** As Slack shows a moment to a reader in UTC. */
function drawDate({ timestamp, format }: { readonly timestamp: number; readonly format: string }): string {
  const at = new Date(timestamp * 1000);
  const as = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at);
  return format
    .replace('{date_short_pretty}', as({ year: 'numeric', month: 'short', day: 'numeric' }))
    .replace('{time}', as({ hour: 'numeric', minute: '2-digit' }));
}

type Styled = Pick<Extract<RichTextElement, { readonly type: 'text' }>, 'text' | 'style'>;

function styled({ text, style }: Styled): Markup {
  const tags = [style?.bold && 'b', style?.italic && 'i', style?.strike && 's', style?.code && 'code'];
  return tags.reduce<Markup>(
    (inner, tag) => (typeof tag === 'string' ? { markup: `<${tag}>${inner.markup}</${tag}>` } : inner),
    html`${text}`,
  );
}
