import type { Entity, FormattedText } from '../../../bots/telegram/render/rich-text.ts';
import { html, type Markup } from '../html.ts';

type BlockEntity = Extract<Entity, { readonly type: 'blockquote' | 'expandable_blockquote' | 'pre' }>;

/** Text with entities as Telegram shows it; what opens when it is tapped is shown closed. */
export function drawText({ text, entities }: FormattedText): Markup {
  return html`<div class="text">${drawRange(text, entities, { from: 0, to: text.length })}</div>`;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function drawRange(text: string, entities: readonly Entity[], { from, to }: Range): Markup {
  const pieces: Markup[] = [];
  let at = from;
  const outer = entities
    .filter(isBlock)
    .filter(({ offset, length }) => offset >= from && offset + length <= to)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  for (const block of outer) {
    if (block.offset < at) continue;
    const end = block.offset + block.length;
    pieces.push(drawSpans(text, entities, { from: at, to: block.offset }), drawBlock(block, text, entities));
    // The block ends the line by itself.
    at = text[end] === '\n' ? end + 1 : end;
  }
  return html`${[...pieces, drawSpans(text, entities, { from: at, to })]}`;
}

function isBlock(entity: Entity): entity is BlockEntity {
  return entity.type === 'blockquote' || entity.type === 'expandable_blockquote' || entity.type === 'pre';
}

function drawBlock(block: BlockEntity, text: string, entities: readonly Entity[]): Markup {
  const range = { from: block.offset, to: block.offset + block.length };
  if (block.type === 'pre') {
    const language = block.language === undefined ? undefined : html`<div class="language">${block.language}</div>`;
    return html`<div class="pre">${language}<pre>${text.slice(range.from, range.to)}</pre></div>`;
  }
  const within = drawRange(
    text,
    entities.filter((entity) => entity !== block),
    range,
  );
  return block.type === 'blockquote'
    ? html`<blockquote>${within}</blockquote>`
    : html`<blockquote class="closed"><div>${within}</div></blockquote>`;
}

/** As Telegram shows a moment to a reader in UTC. */
function asSeen(words: string, entity: Entity): string {
  if (entity.type !== 'date_time') return words;
  const date = entity.date_time_format === 'Dt' ? ({ dateStyle: 'long' } as const) : {};
  return new Intl.DateTimeFormat('en-GB', { ...date, timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(entity.unix_time * 1000),
  );
}

/** Entities overlap as they like, so each stretch between two of their ends has its own styles. */
function drawSpans(text: string, entities: readonly Entity[], { from, to }: Range): Markup {
  const inline = entities.filter(
    (entity) => !isBlock(entity) && entity.offset < to && entity.offset + entity.length > from,
  );
  const ends = inline.flatMap(({ offset, length }) => [offset, offset + length]).filter((at) => at > from && at < to);
  const cuts = [...new Set([from, ...ends, to])].toSorted((a, b) => a - b);
  return html`${cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? from;
    const styles = inline.filter(({ offset, length }) => offset <= start && offset + length >= end);
    const words = styles.reduce((shown, style) => asSeen(shown, style), text.slice(start, end));
    return styles.length === 0
      ? words
      : html`<span class="${styles.map(({ type }) => type).join(' ')}">${words}</span>`;
  })}`;
}
