import { readFileSync } from 'node:fs';
import { type Document, type ErrorCode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { ConfigFault } from './config-error.ts';
import { nearest } from './nearest.ts';
import { at, placeOf, placeOfKey } from './yaml-places.ts';

/** What a file says, or everything that is wrong with it. */
export type FileReading<T> =
  /** `where`: how a fault that somebody else finds names its place. */
  | { readonly kind: 'valid'; readonly value: T; readonly where: (path: readonly PropertyKey[]) => string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'faulty'; readonly faults: readonly ConfigFault[] };

/** Reads one YAML file strictly. `name` is what the faults call it: `config/workflows.yaml`. */
export function readYamlFile<Schema extends z.ZodType>(
  path: string,
  name: string,
  schema: Schema,
): FileReading<z.output<Schema>> {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return { kind: 'missing' };
    return faulty([{ where: name, what: `could not be read (${code}); make it a file that this user may read` }]);
  }
  return readYaml(source, name, schema);
}

function readYaml<Schema extends z.ZodType>(
  source: string,
  name: string,
  schema: Schema,
): FileReading<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    where: `${name}:${at(lines, pos[0])}`,
    what:
      SYNTAX[code] ??
      `is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}; look at indentation, colons and quotes around here`,
  }));
  // After a key that is there twice the rest of the file still means what it says; after any other slip it may not.
  if (syntax.length > document.errors.filter(({ code }) => code === 'DUPLICATE_KEY').length) return faulty(syntax);
  if (document.contents === null)
    return faulty([{ where: `${name}:1:1`, what: `is empty; it begins with ${rootKeys(schema)}` }]);

  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return faulty([
      ...syntax,
      { where: `${name}:1:1`, what: `cannot be used: ${why}; write the values out instead of referring to them` },
    ]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success && syntax.length === 0)
    return {
      kind: 'valid',
      value: parsed.data,
      where: (path) => `${name}:${placeOf(document, lines, path)}${spaced(path)}`,
    };
  const issues = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => faultsOf(issue, { name, schema, document, lines }));
  return faulty([...syntax, ...issues]);
}

const SYNTAX: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'is indented with a tab, which YAML does not allow; use spaces',
  DUPLICATE_KEY: 'this key is there twice; keep one of them',
  MULTIPLE_DOCS: 'a second document begins here; remove the line ---',
  BAD_INDENT: 'is indented differently from the lines it belongs to; keys of one group begin in the same column',
  MULTILINE_IMPLICIT_KEY: 'is neither a key nor a value; a key is followed by a colon and a space',
};

interface Surroundings {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly document: Document;
  readonly lines: LineCounter;
}

function faultsOf(issue: z.core.$ZodIssue, surroundings: Surroundings): readonly ConfigFault[] {
  const { name, schema, document, lines } = surroundings;
  const meantIssues = issue.code === 'invalid_union' ? issue.errors.find(isWithin) : undefined;
  if (meantIssues !== undefined)
    return meantIssues.flatMap((one) => faultsOf({ ...one, path: [...issue.path, ...one.path] }, surroundings));
  if (issue.code !== 'unrecognized_keys') {
    return [{ where: `${name}:${placeOf(document, lines, issue.path)}${spaced(issue.path)}`, what: issue.message }];
  }
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const wayOut = meant === undefined ? `; known here: ${known.join(', ')}` : `; did you mean ${meant}?`;
    return {
      where: `${name}:${placeOfKey(document, lines, issue.path, key)}${spaced([...issue.path, key])}`,
      what: `is not a known key${wayOut}`,
    };
  });
}

/** Of several forms the one is meant that only something within does not fit. */
function isWithin(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys');
}

/** ` article_workflow.approval.approvers[0]`. */
function spaced(path: readonly PropertyKey[]): string {
  const dotted = path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`)).join('');
  return dotted === '' ? '' : ` ${dotted.replace(/^\./, '')}`;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = unwrapped(schema);
  for (const segment of path) {
    current = unwrapped(below(current, segment));
  }
  if (current instanceof z.ZodUnion)
    return [...new Set(current.options.flatMap((option) => keysAt(option as z.ZodType, [])))];
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function below(schema: unknown, segment: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(segment)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodUnion)
    return schema.options.map((option) => below(unwrapped(option), segment)).find((found) => found !== undefined);
  return undefined;
}

function unwrapped(schema: unknown): unknown {
  let current = schema;
  while (current instanceof z.ZodPrefault || current instanceof z.ZodDefault || current instanceof z.ZodOptional)
    current = current.unwrap();
  return current;
}

function rootKeys(schema: z.ZodType): string {
  return keysAt(schema, [])
    .map((key) => `${key}:`)
    .join(' or ');
}

function faulty(faults: readonly ConfigFault[]): { readonly kind: 'faulty'; readonly faults: readonly ConfigFault[] } {
  return { kind: 'faulty', faults };
}
