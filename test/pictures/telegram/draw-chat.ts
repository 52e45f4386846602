import type { Rendered } from '../../../bots/telegram/render/content.ts';
import type { Keyboard } from '../../../bots/telegram/render/keyboard.ts';
import type { FormattedText } from '../../../bots/telegram/render/rich-text.ts';
import { type Author, avatar } from '../avatar.ts';
import { html, type Markup } from '../html.ts';
import { drawText } from './draw-text.ts';

/** What a message answers, as it is shown above it. */
export interface Answered {
  readonly name: string;
  readonly words: string;
}

export interface TelegramMessage {
  readonly author: Author;
  /** Written by whoever looks at the chat. */
  readonly isOwn?: true;
  readonly at: string;
  readonly body: Rendered;
  readonly answers?: Answered;
}

export interface TelegramChat {
  readonly title: string;
  readonly members: string;
  readonly messages: readonly TelegramMessage[];
  /** Of the picture, in CSS pixels, the chat scrolled down to its end; absent: as high as it takes. */
  readonly height?: number;
}

/** A group in Telegram's own client on a phone, in its light colours: the body of a page with the class `telegram`. */
export function drawTelegramChat({ title, members, messages, height }: TelegramChat): Markup {
  const drawn = messages.map((message, index) => drawMessage(message, messages[index - 1], messages[index + 1]));
  const size = height === undefined ? '' : `height:${height}px`;
  return html`<div class="window" style="${size}">
    <header><i>‹</i><div><b>${title}</b><span>${members}</span></div><span class="avatar initial">${title.slice(0, 1)}</span></header>
    <div class="messages">${drawn}</div>
  </div>`;
}

/** Of messages that follow one another, the first bears the name and the last the picture. */
function drawMessage(message: TelegramMessage, before?: TelegramMessage, after?: TelegramMessage): Markup {
  const { author, isOwn, at, body, answers } = message;
  const isFirst = before?.author !== author;
  const isLast = after?.author !== author;
  const keyboard = body.kind === 'text' ? body.keyboard : undefined;
  const classes = [isOwn === true ? 'own' : 'theirs', ...(isFirst ? ['first'] : []), ...(isLast ? ['last'] : [])];
  return html`<article class="${classes.join(' ')}">
    ${isOwn === true ? undefined : html`<div class="side">${isLast ? avatar(author) : undefined}</div>`}
    <div class="column">
      <div class="bubble">
        ${isFirst && isOwn !== true ? html`<div class="by" style="color:${author.color ?? '#3a7bd5'}">${author.name}</div>` : undefined}
        ${answers === undefined ? undefined : html`<div class="answers"><b>${answers.name}</b><span>${answers.words}</span></div>`}
        ${drawBody(body)}
        <time>${at}${isOwn === true ? html` <i>✓✓</i>` : undefined}</time>
      </div>
      ${keyboard === undefined ? undefined : drawKeyboard(keyboard)}
    </div>
  </article>`;
}

function drawBody(body: Rendered): Markup {
  switch (body.kind) {
    case 'text':
      return drawText(body.text);
    case 'document':
      return drawDocument(body);
    case 'rich':
      throw new Error('There is no picture of rich messages yet.');
    default:
      return body satisfies never;
  }
}

interface Document {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly caption: FormattedText;
}

function drawDocument({ name, bytes, caption }: Document): Markup {
  return html`<div class="file">
      <svg viewBox="0 0 44 44"><circle cx="22" cy="22" r="22" fill="#3d9be9"/><path d="M16 11h8l6 6v16H16z" fill="#fff"/><path d="M24 11v6h6z" fill="#a9d3f7"/></svg>
      <div><b>${name}</b><span>${(bytes.length / 1024).toFixed(1)} KB</span></div>
    </div>
    ${drawText(caption)}`;
}

function drawKeyboard({ inline_keyboard: rows }: Keyboard): Markup {
  return html`<div class="keyboard">
    ${rows.map((row) => html`<div>${row.map(({ text }) => html`<span>${text}</span>`)}</div>`)}
  </div>`;
}
