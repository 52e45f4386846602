import type { JSX } from 'preact';
import { type Block, type Inline, readMarkdown } from '../core/markdown.ts';
import { ToWeb } from './to-web.tsx';

/** Markdown as set type; made of elements, never of HTML. */
export function Markdown({ text }: { readonly text: string }) {
  return <>{readMarkdown(text).map((block, at) => drawBlock(block, at))}</>;
}

function drawBlock(block: Block, key: number): JSX.Element {
  switch (block.kind) {
    case 'heading': {
      const Heading = `h${Math.min(6, block.level)}` as 'h1';
      return <Heading key={key}>{drawSpans(block.spans)}</Heading>;
    }
    case 'paragraph':
      return <p key={key}>{drawSpans(block.spans)}</p>;
    case 'list': {
      const items = block.items.map((spans, at) => <li key={at}>{drawSpans(spans)}</li>);
      return block.isNumbered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'quote':
      return <blockquote key={key}>{block.blocks.map((inner, at) => drawBlock(inner, at))}</blockquote>;
    case 'code':
      return <pre key={key}>{block.text}</pre>;
    case 'table': {
      const [head = [], ...rows] = block.rows;
      return (
        <table key={key}>
          <thead>
            <tr>
              {head.map((cell, at) => (
                <th key={at} scope="col">
                  {drawSpans(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{drawSpans(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
    case 'rule':
      return <hr key={key} />;
    default:
      return block satisfies never;
  }
}

function drawSpans(spans: readonly Inline[]): (JSX.Element | string)[] {
  return spans.map((span, key) => {
    if (typeof span === 'string') return span;
    switch (span.kind) {
      case 'strong':
        return <strong key={key}>{drawSpans(span.spans)}</strong>;
      case 'em':
        return <em key={key}>{drawSpans(span.spans)}</em>;
      case 'code':
        return <code key={key}>{span.text}</code>;
      case 'link':
        return (
          <ToWeb key={key} address={span.address}>
            {drawSpans(span.spans)}
          </ToWeb>
        );
      default:
        return span satisfies never;
    }
  });
}
