import type { Definition, Nodes, PhrasingContent, Root } from 'mdast';

/** The tree with `[words][label]` as the links and pictures they stand for; what leads nowhere is its words. The definitions are gone. */
export function resolveReferences(root: Root): Root {
  const definitions = definitionsIn(root);
  const resolve = (node: Nodes): Nodes[] => {
    switch (node.type) {
      case 'definition':
        return [];
      case 'linkReference': {
        const { url, title } = definitions.get(node.identifier) ?? {};
        const children = node.children.flatMap(resolve) as PhrasingContent[];
        return [{ type: 'link', url: url ?? '', title, children, position: node.position }];
      }
      case 'imageReference': {
        const { url, title } = definitions.get(node.identifier) ?? {};
        return [{ type: 'image', url: url ?? '', title, alt: node.alt, position: node.position }];
      }
      default:
        return ['children' in node ? ({ ...node, children: node.children.flatMap(resolve) } as Nodes) : node];
    }
  };
  return { ...root, children: root.children.flatMap(resolve) as Root['children'] };
}

export type Definitions = ReadonlyMap<string, Definition>;

/** What the labels of a tree stand for, by their identifiers. Of two with one name the first counts. */
export function definitionsIn(root: Root): Definitions {
  const found = new Map<string, Definition>();
  const collect = (node: Nodes): void => {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
    if ('children' in node) node.children.forEach(collect);
  };
  collect(root);
  return found;
}
