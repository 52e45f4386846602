import { type JsonSchema, schemaBreaks, type Side } from './schema-breaks.ts';

interface Content {
  readonly [mediaType: string]: { readonly schema?: JsonSchema };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** What is used of a document of OpenAPI. */
export interface ApiDescription {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> };
}

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * What a program would notice that was written against an earlier description, a sentence each: what it asks that is not there or not taken
 * any more, what it reads that is missing or of another kind. See {@link schemaBreaks}.
 */
export function apiBreaks(before: ApiDescription, after: ApiDescription): readonly string[] {
  const whole = { before, after };
  return Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      return now === undefined ? [`${place} is gone`] : ofOperation(place, { before: operation, after: now }, whole);
    }),
  );
}

function ofOperation(place: string, pair: Pair<Operation>, whole: Pair<ApiDescription>): readonly string[] {
  const { before, after } = pair;
  return [
    // Clients are made of it.
    ...(before.operationId === after.operationId
      ? []
      : [`${place} was called ${before.operationId} and is called ${after.operationId}`]),
    ...ofParameters(place, pair, whole),
    ...(before.requestBody?.required !== true && after.requestBody?.required === true
      ? [`${place} has to have a body now`]
      : []),
    ...ofContent(
      `${place} body`,
      'taken',
      { before: before.requestBody?.content, after: after.requestBody?.content },
      whole,
    ),
    ...Object.entries(before.responses ?? {}).flatMap(([status, answer]) => {
      const now = after.responses?.[status];
      if (now === undefined) return [`${place} never answers ${status} any more`];
      return ofContent(`${place} ${status}`, 'told', { before: answer.content, after: now.content }, whole);
    }),
    ...waysIn(before)
      .filter((way) => !waysIn(after).includes(way))
      .map((way) => `${place} does not let ${way} in any more`),
  ];
}

function waysIn({ security = [] }: Operation): readonly string[] {
  return security.map((way) => Object.keys(way).toSorted().join(' and ') || 'anybody');
}

function ofParameters(
  place: string,
  { before, after }: Pair<Operation>,
  whole: Pair<ApiDescription>,
): readonly string[] {
  const find = (among: readonly Parameter[] = [], { name, in: where }: Parameter): Parameter | undefined =>
    among.find((one) => one.name === name && one.in === where);
  const old = (before.parameters ?? []).flatMap((parameter) => {
    const now = find(after.parameters, parameter);
    const named = `${place} ${parameter.in} ${parameter.name}`;
    if (now === undefined) return [`${named} is gone`];
    const breaks = schemaBreaks(
      'taken',
      named,
      sideOf(parameter.schema, whole.before),
      sideOf(now.schema, whole.after),
    );
    return [
      ...(now.required === true && parameter.required !== true ? [`${named} has to be there now`] : []),
      ...breaks,
    ];
  });
  const added = (after.parameters ?? [])
    .filter((parameter) => parameter.required === true && find(before.parameters, parameter) === undefined)
    .map(({ name, in: where }) => `${place} ${where} ${name} has to be there now`);
  return [...old, ...added];
}

function ofContent(
  place: string,
  direction: 'taken' | 'told',
  { before = {}, after = {} }: Pair<Content | undefined>,
  whole: Pair<ApiDescription>,
): readonly string[] {
  return Object.entries(before).flatMap(([mediaType, { schema }]) => {
    const now = after[mediaType];
    if (now === undefined) return [`${place} is not ${mediaType} any more`];
    return schemaBreaks(direction, place, sideOf(schema, whole.before), sideOf(now.schema, whole.after));
  });
}

function sideOf(schema: JsonSchema = {}, description: ApiDescription): Side {
  return { schema, named: (ref) => description.components?.schemas?.[ref.replace('#/components/schemas/', '')] ?? {} };
}
