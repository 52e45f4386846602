import { type Document, isAlias, isMap, isNode, isScalar, type LineCounter, type Node } from 'yaml';

/** Where in a file a path of keys is. `4:22`: line and column, both from 1. */
export function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  let place: Node | null = document.contents;
  let node: Node | null | undefined = document.contents;
  for (const segment of path) {
    const next = step(document, node, segment);
    if (next === undefined) break;
    node = next.value;
    place = next.value ?? next.key ?? place;
  }
  return at(lines, place?.range?.[0] ?? 0);
}

/** Where a key itself stands within the map at `path`. */
export function placeOfKey(document: Document, lines: LineCounter, path: readonly PropertyKey[], key: string): string {
  let node: Node | null | undefined = document.contents;
  for (const segment of path) node = step(document, node, segment)?.value;
  const found = step(document, node, key)?.key;
  return found === undefined ? placeOf(document, lines, path) : at(lines, found.range?.[0] ?? 0);
}

export function at(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

/** One key or index further down. `value` is null for a key without a value: its place is the key. */
function step(
  document: Document,
  from: Node | null | undefined,
  segment: PropertyKey,
): { readonly key?: Node; readonly value: Node | null } | undefined {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
    if (pair === undefined || !isNode(pair.key)) return undefined;
    const empty = isScalar(pair.value) && pair.value.value === null && pair.value.source === '';
    return { key: pair.key, value: isNode(pair.value) && !empty ? pair.value : null };
  }
  if (typeof node === 'object' && node !== null && 'items' in node && typeof segment === 'number') {
    const item: unknown = node.items[segment];
    return isNode(item) ? { value: item } : undefined;
  }
  return undefined;
}
