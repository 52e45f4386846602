import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, rangeOf } from '../../../src/document/markdown/parse.ts';

function nodesIn(node: Nodes): Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(nodesIn)] : [node];
}

describe('parseMarkdown', () => {
  it('tells of every node where it is, also of the text beside a bare address', () => {
    const text = 'See [ and **www.example.com** or ann@example.com\n\n- https://example.com, [x';
    const nodes = nodesIn(parseMarkdown(text));
    expect(nodes.filter(({ position }) => position?.start.offset === undefined)).toEqual([]);
    const texts = nodes.filter((node) => node.type === 'text');
    expect(texts.map((node) => text.slice(rangeOf(node).start, rangeOf(node).end))).toEqual(
      texts.map(({ value }) => value),
    );
  });

  it.each([
    ['quotes and lists', '> - '.repeat(5_000)],
    ['emphasis', '_a '.repeat(6_000) + 'b_ '.repeat(6_000)],
    ['links', '['.repeat(8_000) + '](x)'.repeat(8_000)],
  ])('takes %s that are nested thousands deep for the text they are', (_what, text) => {
    const [block, ...others] = parseMarkdown(text).children;
    expect(others).toEqual([]);
    expect(block).toMatchObject({ type: 'paragraph', children: [{ type: 'text', value: text }] });
  });

  it('reads a long article with much emphasis and many links as what it is', () => {
    const text = `| a | b | c |\n|---|---|---|\n${'| **a** | [b](c) | *d*e_f_ |\n'.repeat(500)}`;
    expect(parseMarkdown(text).children.map(({ type }) => type)).toEqual(['table']);
    expect(parseMarkdown('> '.repeat(20) + 'deep').children.map(({ type }) => type)).toEqual(['blockquote']);
  });
});
