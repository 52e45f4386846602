import type { JSX } from 'preact';
import type { Addressee, Card, Part, Row, Span } from '../../../src/cards/card.ts';
import { SYMBOLS } from '../../../src/cards/symbols.ts';
import { Moment } from './ui/moment.tsx';
import { ToWeb } from './ui/to-web.tsx';

interface CardViewProps {
  readonly card: Card;
  /** The text that it is about, made safe by the server. */
  readonly html?: string;
  /** Where the draft is read that it is about. */
  readonly href?: string;
}

/** A message of the thread, as the chats show it. What may be done about it is done elsewhere on the page. */
export function CardView({ card, html, href }: CardViewProps) {
  const { mark, title, aside = [], parts, isLarge, decided, folded } = card;
  const shown = folded?.decided ?? decided;
  return (
    <div class="card" lang={card.language}>
      {title !== undefined && (
        <h2 class={isLarge ? 'card-title card-large' : 'card-title'}>
          {mark !== undefined && <Sign mark={mark} />}
          {href === undefined ? title : <a href={href}>{title}</a>}
          {aside.map((one) => (
            <span key={one} class="soft">
              {' · '}
              {one}
            </span>
          ))}
        </h2>
      )}
      {folded === undefined && parts.map((part, at) => drawPart(part, at))}
      {folded === undefined && html !== undefined && card.text?.isAbove === undefined && (
        <div class="text card-text" dangerouslySetInnerHTML={{ __html: html }} />
      )}
      {card.asks !== undefined && folded === undefined && <p class="card-asks">{card.asks.map(drawSpan)}</p>}
      {shown !== undefined && (
        <p class="card-decided">
          <Sign mark={shown.mark} />
          {shown.said.map(drawSpan)}
          {shown.words !== undefined && <q>{shown.words}</q>}
        </p>
      )}
    </div>
  );
}

function Sign({ mark }: { readonly mark: keyof typeof SYMBOLS }) {
  const { sign, tone } = SYMBOLS[mark];
  return (
    <span class={`sign tone-${tone}`} aria-hidden="true">
      {sign}{' '}
    </span>
  );
}

function drawPart(part: Part, key: number): JSX.Element {
  switch (part.kind) {
    case 'rows':
      return (
        <div key={key} class="card-rows">
          {part.rows.map((row, at) => drawRow(row, at))}
        </div>
      );
    case 'small':
      return (
        <p key={key} class="small soft">
          {part.words.map(drawSpan)}
        </p>
      );
    case 'section':
      return (
        <div key={key}>
          <h3>{part.title}</h3>
          {part.empty !== undefined && <p class="soft">{part.empty}</p>}
        </div>
      );
    case 'article':
      return (
        <p key={key}>
          <a href={`/articles/${part.articleId}`}>{part.topic}</a> <span class="soft">{part.detail}</span>
        </p>
      );
    default:
      return part satisfies never;
  }
}

function drawRow({ kind, mark, spans }: Row, key: number): JSX.Element {
  const words = (
    <>
      {mark !== undefined && <Sign mark={mark} />}
      {spans.map(drawSpan)}
    </>
  );
  switch (kind) {
    case 'line':
      return <p key={key}>{words}</p>;
    case 'heading':
      return <h3 key={key}>{words}</h3>;
    case 'point':
      return (
        <p key={key} class="card-point">
          {words}
        </p>
      );
    case 'quote':
      return <blockquote key={key}>{words}</blockquote>;
    default:
      return kind satisfies never;
  }
}

function drawSpan(span: Span | Addressee, key: number): JSX.Element | string {
  if (typeof span === 'string') return span;
  if ('look' in span) {
    switch (span.look) {
      case 'bold':
        return <strong key={key}>{span.text}</strong>;
      case 'italic':
        return <em key={key}>{span.text}</em>;
      case 'code':
        return <code key={key}>{span.text}</code>;
      case 'struck':
        return <del key={key}>{span.text}</del>;
      case 'added':
        return <ins key={key}>{span.text}</ins>;
      default:
        return span.look satisfies never;
    }
  }
  if ('address' in span)
    return (
      <ToWeb key={key} address={span.address}>
        {span.text}
      </ToWeb>
    );
  if ('at' in span) return <Moment key={key} at={span.at} show="full" />;
  return span.text;
}
