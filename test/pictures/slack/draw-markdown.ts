import type { List, PhrasingContent, RootContent, Table } from 'mdast';
import { parseMarkdown } from '../../../src/document/markdown/parse.ts';
import { html, type Markup } from '../html.ts';

/** A `markdown` block as Slack shows it. */
export function drawMarkdown(text: string): Markup {
  return html`<div class="markdown">${parseMarkdown(text).children.map(drawBlock)}</div>`;
}

function drawBlock(node: RootContent): Markup {
  switch (node.type) {
    case 'heading':
      return html`<p class="h${node.depth}">${node.children.map(drawInline)}</p>`;
    case 'paragraph':
      return html`<p>${node.children.map(drawInline)}</p>`;
    case 'blockquote':
      return html`<blockquote>${node.children.map(drawBlock)}</blockquote>`;
    case 'list':
      return drawList(node);
    case 'code':
      return html`<pre>${node.value}</pre>`;
    case 'table':
      return drawTable(node);
    case 'thematicBreak':
      return html`<hr>`;
    default:
      throw new Error(`There is no picture of Markdown's ${node.type} yet.`);
  }
}

function drawList({ ordered, start, children }: List): Markup {
  const items = children.map((item) => html`<li>${item.children.map(drawItemBlock)}</li>`);
  return ordered === true ? html`<ol start="${start ?? 1}">${items}</ol>` : html`<ul>${items}</ul>`;
}

function drawItemBlock(node: RootContent): Markup {
  return node.type === 'paragraph' ? html`${node.children.map(drawInline)}` : drawBlock(node);
}

function drawTable({ align, children }: Table): Markup {
  const rows = children.map((row, index) => {
    const cells = row.children.map((cell, column) => {
      const side = align?.[column] ?? 'left';
      return html`<td class="${side}${index === 0 ? ' head' : ''}">${cell.children.map(drawInline)}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  return html`<table>${rows}</table>`;
}

function drawInline(node: PhrasingContent): Markup {
  switch (node.type) {
    case 'text':
      return html`${node.value}`;
    case 'strong':
      return html`<b>${node.children.map(drawInline)}</b>`;
    case 'emphasis':
      return html`<i>${node.children.map(drawInline)}</i>`;
    case 'delete':
      return html`<s>${node.children.map(drawInline)}</s>`;
    case 'inlineCode':
      return html`<code>${node.value}</code>`;
    case 'link':
      return html`<a>${node.children.map(drawInline)}</a>`;
    case 'break':
      return html`<br>`;
    default:
      throw new Error(`There is no picture of Markdown's ${node.type} yet.`);
  }
}
