import { type Argument, type Expression, parseSync, Visitor } from 'oxc-parser';

/** What a module does that the architecture has a say in. */
export interface ModuleFacts {
  /** From the root of the repository: `src/gateway/article-gateway.ts`. */
  readonly path: string;
  /** What is loaded at run time. `import type` is not among them, `import { type … }` is: Node strips the names and loads the module. */
  readonly imports: readonly { readonly specifier: string; readonly line: number }[];
  /** Lines that read the environment. */
  readonly environment: readonly number[];
  /** What opens a connection: `new Pool`. */
  readonly connections: readonly { readonly what: string; readonly line: number }[];
}

/** Stands for the specifier of an `import()` of something computed. */
export const COMPUTED = '(computed)';

/** By module, what of it opens a connection: classes by `new`, others by a call of the method. */
const OPENERS: Readonly<Record<string, Readonly<Record<string, 'new' | 'connect'>>>> = {
  pg: { Pool: 'new', Client: 'new', default: 'new' },
  ioredis: { Redis: 'new', Cluster: 'new', default: 'new' },
  '@temporalio/client': { Connection: 'connect' },
  '@temporalio/worker': { NativeConnection: 'connect' },
};

/** @throws when the source cannot be parsed: a module nobody can read must not pass. */
export function readModule(path: string, source: string): ModuleFacts {
  const { program, errors } = parseSync(path, source);
  const [fault] = errors;
  if (fault !== undefined) throw new Error(`${path} cannot be parsed: ${fault.message}`);

  const imports: { specifier: string; line: number }[] = [];
  const environment: number[] = [];
  const connections: { what: string; line: number }[] = [];
  /** Local names of what opens connections. */
  const openers = new Map<string, 'new' | 'connect'>();
  /** Local names of Node's `process` module. */
  const processes = new Set(['process']);

  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const load = (specifier: Argument | Expression | undefined, offset: number): void => {
    const text = specifier?.type === 'Literal' && typeof specifier.value === 'string' ? specifier.value : COMPUTED;
    imports.push({ specifier: text, line: lineOf(offset) });
  };

  // Names first: a class may be used above the line that imports it.
  new Visitor({
    ImportDeclaration(node) {
      if (node.importKind === 'type') return;
      load(node.source, node.start);
      for (const specifier of node.specifiers) {
        const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
        const opener = OPENERS[node.source.value]?.[imported];
        if (opener !== undefined) openers.set(specifier.local.name, opener);
        if (!/^(node:)?process$/.test(node.source.value)) continue;
        if (imported === 'env') environment.push(lineOf(node.start));
        else processes.add(specifier.local.name);
      }
    },
    ExportAllDeclaration(node) {
      if (node.exportKind !== 'type') load(node.source, node.start);
    },
    ExportNamedDeclaration(node) {
      if (node.source !== null && node.exportKind !== 'type') load(node.source, node.start);
    },
    ImportExpression(node) {
      load(node.source, node.start);
    },
    TSImportEqualsDeclaration(node) {
      if (node.moduleReference.type === 'TSExternalModuleReference') load(node.moduleReference.expression, node.start);
    },
  }).visit(program);

  new Visitor({
    MemberExpression(node) {
      const property =
        node.property.type === 'Identifier' && !node.computed
          ? node.property.name
          : node.property.type === 'Literal'
            ? node.property.value
            : undefined;
      if (property === 'env' && isProcess(node.object, processes)) environment.push(lineOf(node.start));
    },
    VariableDeclarator(node) {
      if (node.init === null || !isProcess(node.init, processes) || node.id.type !== 'ObjectPattern') return;
      if (
        node.id.properties.some(
          (property) =>
            property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'env',
        )
      ) {
        environment.push(lineOf(node.start));
      }
    },
    NewExpression(node) {
      const name = rootNameOf(node.callee);
      if (name !== undefined && openers.get(name) === 'new')
        connections.push({ what: `new ${source.slice(node.callee.start, node.callee.end)}`, line: lineOf(node.start) });
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type === 'Identifier' && callee.name === 'require') load(node.arguments[0], node.start);
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const name = rootNameOf(callee.object);
      if (
        name !== undefined &&
        openers.get(name) === 'connect' &&
        ['connect', 'lazy', 'create'].includes(callee.property.name)
      ) {
        connections.push({ what: `${name}.${callee.property.name}`, line: lineOf(node.start) });
      }
    },
  }).visit(program);

  return { path, imports, environment, connections };
}

/** `process`, `globalThis.process`, or Node's module of that name. */
function isProcess(node: Expression, names: ReadonlySet<string>): boolean {
  if (node.type === 'Identifier') return names.has(node.name);
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'globalThis' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'process'
  );
}

/** `pg` of `pg.Pool`. */
function rootNameOf(node: Expression): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? rootNameOf(node.object) : undefined;
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}
