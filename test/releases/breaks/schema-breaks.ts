import { isDeepStrictEqual } from 'node:util';

/** What is used of JSON Schema by our settings and by the API. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Who has what an earlier release knew: others send it to us (`taken`), or we send it to them (`told`). */
export type Direction = 'taken' | 'told';

/** A schema, and how the names in it are followed. */
export interface Side {
  readonly schema: JsonSchema;
  readonly named: (ref: string) => JsonSchema;
}

const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

/**
 * What somebody would notice who was right with an earlier schema: of what is taken, whatever is not taken any more; of what is told,
 * whatever is missing, or of another kind. More is never a break: readers pass over what they do not know, also a word that is new.
 *
 * @param place where it is: `article_workflow.approval`
 * @returns a sentence each
 */
export function schemaBreaks(direction: Direction, place: string, before: Side, after: Side): readonly string[] {
  return compare(before, after, { direction, place, seen: new Set() });
}

interface Comparison {
  readonly direction: Direction;
  readonly place: string;
  /** Pairs of names that are being compared: a schema may hold itself. */
  readonly seen: ReadonlySet<string>;
}

function compare(old: Side, now: Side, at: Comparison): readonly string[] {
  const pair = `${old.schema.$ref} ${now.schema.$ref}`;
  if (old.schema.$ref !== undefined && at.seen.has(pair)) return [];
  const deeper = { ...at, seen: new Set([...at.seen, pair]) };
  const [before, after] = [followed(old), followed(now)];
  const [ways, newWays] = [waysOf(before), waysOf(after)];
  if (ways.length > 1 || newWays.length > 1) return compareWays(before, after, deeper);
  return [
    ...compareTypes(before.schema, after.schema, at),
    ...compareWords(before.schema, after.schema, at),
    ...compareBounds(before.schema, after.schema, at),
    ...compareProperties(before, after, deeper),
    ...compareInner('items', before, after, { ...deeper, place: `${at.place}[]` }),
    ...compareOthers(before, after, deeper),
  ];
}

function followed({ schema, named }: Side): Side {
  const target = schema.$ref === undefined ? schema : named(schema.$ref);
  // Two schemas at once are one of all their keys, as they are used here: an object that is extended, or a name with a description.
  const { allOf, ...rest } = target;
  if (allOf === undefined)
    return target.$ref === undefined ? { schema: target, named } : followed({ schema: target, named });
  const parts = [...allOf.map((part) => followed({ schema: part, named }).schema), rest];
  return {
    named,
    schema: {
      ...Object.assign({}, ...parts),
      ...(parts.some(({ properties }) => properties) && {
        properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Readonly<
          Record<string, JsonSchema>
        >,
        required: parts.flatMap(({ required = [] }) => required),
      }),
    } as JsonSchema,
  };
}

/** All that it may be; several types are several ways. */
function waysOf({ schema, named }: Side): readonly Side[] {
  const { anyOf, oneOf, type, ...rest } = schema;
  const among = anyOf ?? oneOf;
  if (among !== undefined) return among.flatMap((way) => waysOf(followed({ schema: way, named })));
  if (typeof type === 'object') return type.map((one) => ({ schema: { ...rest, type: one }, named }));
  return [{ schema, named }];
}

/** Each way that there was has one that takes its place; of what is told, each way of another kind is somebody's surprise. */
function compareWays(before: Side, after: Side, at: Comparison): readonly string[] {
  const [old, now] = [waysOf(before), waysOf(after)];
  const breaks = old.flatMap((way) => {
    const tried = now.map((other) => compare(way, other, at));
    if (tried.some((found) => found.length === 0)) return [];
    const closest = tried
      .filter((_, index) => kindOf(now[index]) === kindOf(way))
      .toSorted((a, b) => a.length - b.length)[0];
    return closest ?? [`${at.place} is never ${kindOf(way)} any more`];
  });
  if (at.direction === 'taken') return breaks;
  const known = new Set(old.map(typeOf));
  const strange = now.filter((way) => !known.has(typeOf(way))).map((way) => `${at.place} may be ${typeOf(way)} now`);
  return [...breaks, ...strange];
}

function typeOf({ schema }: Side): string {
  const value = schema.const ?? schema.enum?.[0];
  if (value === null) return 'null';
  return String(schema.type ?? (value === undefined ? 'anything' : typeof value));
}

/** By which a way is known: what its keys of one value say, or its type. */
function kindOf(way: Side | undefined): string {
  if (way === undefined) return '';
  const marks = Object.entries(way.schema.properties ?? {}).flatMap(([key, { const: mark, enum: marked = [] }]) => {
    const only = mark ?? (marked.length === 1 ? marked[0] : undefined);
    return typeof only === 'string' ? [`${key} ${only}`] : [];
  });
  return marks.length > 0 ? `${typeOf(way)} with ${marks.join(', ')}` : typeOf(way);
}

function compareTypes(before: JsonSchema, after: JsonSchema, { direction, place }: Comparison): readonly string[] {
  const [old, now] = [before, after].map((schema) => typeOf({ schema, named: () => schema }));
  if (old === now || (direction === 'taken' && (now === 'anything' || (old === 'integer' && now === 'number'))))
    return [];
  if (direction === 'told' && (old === 'anything' || (old === 'number' && now === 'integer'))) return [];
  return [`${place} was ${old} and is ${now}`];
}

/** A word that is new in an answer is passed over by who does not know it; one that is gone is waited for in vain, or refused. */
function compareWords(before: JsonSchema, after: JsonSchema, { direction, place }: Comparison): readonly string[] {
  const [old, now] = [before, after].map(
    (schema) => schema.enum ?? (schema.const === undefined ? undefined : [schema.const]),
  );
  if (old === undefined)
    return now === undefined || direction === 'told' ? [] : [`${place} takes only ${now.map(String).join(', ')} now`];
  if (now === undefined) return direction === 'taken' ? [] : [`${place} may be any ${String(after.type)} now`];
  return old
    .filter((value) => !now.some((other) => isDeepStrictEqual(other, value)))
    .map((value) => `${place} has no ${JSON.stringify(value)} any more`);
}

function compareBounds(before: JsonSchema, after: JsonSchema, { direction, place }: Comparison): readonly string[] {
  if (direction === 'told') return [];
  const narrower = (name: string, was: number | string = 'open', is: number | string = 'open'): string =>
    `${place} is bound more narrowly: ${name} was ${was} and is ${is}`;
  return [
    ...LEAST.flatMap((name) =>
      (after[name] ?? -Infinity) > (before[name] ?? -Infinity) ? [narrower(name, before[name], after[name])] : [],
    ),
    ...MOST.flatMap((name) =>
      (after[name] ?? Infinity) < (before[name] ?? Infinity) ? [narrower(name, before[name], after[name])] : [],
    ),
    // Which of two patterns takes more nobody can tell in general.
    ...(['pattern', 'format'] as const).flatMap((name) =>
      after[name] !== undefined && after[name] !== before[name] ? [narrower(name, before[name], after[name])] : [],
    ),
  ];
}

function compareProperties(before: Side, after: Side, at: Comparison): readonly string[] {
  const { direction, place } = at;
  const [old, now] = [before.schema, after.schema];
  const gone = Object.keys(old.properties ?? {}).filter((key) => now.properties?.[key] === undefined);
  const isMissed = (key: string): boolean =>
    direction === 'told' || now.additionalProperties === false || old.properties?.[key] !== undefined;
  const [required, requiredNow] = [new Set(old.required), new Set(now.required)];
  return [
    ...gone.filter(isMissed).map((key) => `${inside(place, key)} is gone`),
    ...(direction === 'taken'
      ? [...requiredNow].filter((key) => !required.has(key)).map((key) => `${inside(place, key)} has to be there now`)
      : [...required]
          .filter((key) => !requiredNow.has(key) && !gone.includes(key))
          .map((key) => `${inside(place, key)} may be missing now`)),
    ...Object.entries(old.properties ?? {}).flatMap(([key, schema]) => {
      const other = now.properties?.[key];
      const sides = [
        { ...before, schema },
        { ...after, schema: other ?? {} },
      ] as const;
      return other === undefined ? [] : compare(...sides, { ...at, place: inside(place, key) });
    }),
  ];
}

/** Keys that people choose: `agents.models.<name>`. */
function compareOthers(before: Side, after: Side, at: Comparison): readonly string[] {
  const [old, now] = [before.schema.additionalProperties ?? true, after.schema.additionalProperties ?? true];
  const names = compareInner('propertyNames', before, after, { ...at, place: `names in ${at.place}` });
  if (typeof old === 'object' && typeof now === 'object')
    return [
      ...names,
      ...compare({ ...before, schema: old }, { ...after, schema: now }, { ...at, place: inside(at.place, '*') }),
    ];
  if (at.direction === 'told' || old === false || now === true) return names;
  return [
    ...names,
    now === false ? `${at.place} takes no other keys any more` : `${at.place} takes other keys of one kind only now`,
  ];
}

function compareInner(name: 'items' | 'propertyNames', before: Side, after: Side, at: Comparison): readonly string[] {
  const [old, now] = [before.schema[name], after.schema[name]];
  if (now === undefined && old === undefined) return [];
  return compare({ ...before, schema: old ?? {} }, { ...after, schema: now ?? {} }, at);
}

function inside(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}
