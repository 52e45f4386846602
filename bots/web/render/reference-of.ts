/** A schema of OpenAPI 3.1, as far as the reference shows it. */
export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: ApiSchema;
  readonly oneOf?: readonly ApiSchema[];
  readonly anyOf?: readonly ApiSchema[];
  readonly allOf?: readonly ApiSchema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

interface ApiContent {
  readonly [mediaType: string]: { readonly schema?: ApiSchema };
}

interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: ApiSchema;
}

interface ApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: { readonly content: ApiContent };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: ApiContent }>>;
}

/** A document of OpenAPI 3.1, as far as the reference shows it. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, ApiSchema>> };
}

/** A field of a body, or a parameter. */
export interface ReferenceField {
  /** `gate.id`; of a list `sections[].id`. */
  readonly name: string;
  /** `string`, `integer[]`, or the schema that it refers to. */
  readonly type: string;
  /** The name of a schema of the reference. */
  readonly leadsTo?: string;
  readonly isRequired: boolean;
  readonly words: string;
  /** `waiting`, … where nothing else is taken. */
  readonly values: readonly string[];
}

export interface ReferenceOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly ReferenceField[];
  readonly body?: { readonly mediaType: string; readonly leadsTo?: string; readonly fields: readonly ReferenceField[] };
  readonly answers: readonly {
    readonly status: string;
    readonly words: string;
    readonly leadsTo?: string;
    readonly mediaType?: string;
  }[];
}

/** What is drawn. */
export interface Reference {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly groups: readonly {
    readonly name: string;
    readonly words: string;
    readonly operations: readonly ReferenceOperation[];
  }[];
  readonly schemas: readonly {
    readonly name: string;
    readonly words: string;
    readonly either: readonly string[];
    readonly fields: readonly ReferenceField[];
  }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Deeper than any body of ours. */
const MOST_LEVELS = 4;

/** The document as a reference for people. */
export function referenceOf({ info, tags = [], paths, components }: ApiDocument): Reference {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        tag: operation.tags?.[0] ?? '',
        operation: toOperation(method, path, operation),
      })),
  );
  const names = [...new Set([...tags.map(({ name }) => name), ...operations.map(({ tag }) => tag)])];
  return {
    title: info.title,
    version: info.version,
    description: info.description ?? '',
    groups: names
      .map((name) => ({
        name,
        words: tags.find((tag) => tag.name === name)?.description ?? '',
        operations: operations.filter(({ tag }) => tag === name).map(({ operation }) => operation),
      }))
      .filter((group) => group.operations.length > 0),
    schemas: Object.entries(components?.schemas ?? {}).map(([name, schema]) => ({
      name,
      words: schema.description ?? '',
      either: [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((one) => nameOf(one) ?? []),
      fields: fieldsOf(schema),
    })),
  };
}

function toOperation(method: string, path: string, operation: ApiOperation): ReferenceOperation {
  const { operationId, summary = '', description = '', parameters = [], requestBody, responses } = operation;
  const [mediaType, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const leadsTo = content?.schema && nameOf(content.schema);
  return {
    id: operationId ?? `${method}-${path}`,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    parameters: parameters.map(({ name, required = false, description: words = '', schema = {} }) => ({
      ...toField(name, schema, required),
      words: words === '' ? wordsOf(schema) : words,
    })),
    ...(mediaType !== undefined && {
      body: {
        mediaType,
        ...(leadsTo !== undefined && { leadsTo }),
        fields: leadsTo === undefined ? fieldsOf(content?.schema ?? {}) : [],
      },
    }),
    answers: Object.entries(responses).map(([status, answer]) => {
      const [type, answered] = Object.entries(answer.content ?? {})[0] ?? [];
      const name = answered?.schema && nameOf(answered.schema);
      return {
        status,
        words: answer.description,
        ...(name !== undefined && { leadsTo: name }),
        ...(type !== undefined && { mediaType: type }),
      };
    }),
  };
}

function fieldsOf({ properties = {}, required = [] }: ApiSchema, within = '', level = 0): readonly ReferenceField[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${within}${key}`;
    const inner = schema.items ?? schema;
    const below = schema.items === undefined ? `${name}.` : `${name}[].`;
    const isOpened = nameOf(inner) === undefined && level < MOST_LEVELS;
    return [toField(name, schema, required.includes(key)), ...(isOpened ? fieldsOf(inner, below, level + 1) : [])];
  });
}

function toField(name: string, schema: ApiSchema, isRequired: boolean): ReferenceField {
  const leadsTo = nameOf(schema) ?? (schema.items && nameOf(schema.items));
  return {
    name,
    type: typeOf(schema),
    ...(leadsTo !== undefined && { leadsTo }),
    isRequired,
    words: wordsOf(schema),
    values: (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).map(String),
  };
}

function wordsOf({ description = '', items }: ApiSchema): string {
  return description === '' ? (items?.description ?? '') : description;
}

function nameOf({ $ref, allOf }: ApiSchema): string | undefined {
  const ref = $ref ?? allOf?.find((one) => one.$ref !== undefined)?.$ref;
  return ref?.split('/').at(-1);
}

function typeOf(schema: ApiSchema): string {
  const { type, format, items, minimum, maximum, maxLength, maxItems } = schema;
  const name = nameOf(schema);
  if (name !== undefined) return name;
  if (items !== undefined) return `${typeOf(items)}[]${maxItems === undefined ? '' : ` ≤ ${maxItems}`}`;
  const kind = typeof type === 'string' ? type : (type ?? []).join(' | ');
  const range = minimum === undefined || maximum === undefined ? '' : ` ${minimum}–${maximum}`;
  return `${kind}${format === undefined ? '' : ` (${format})`}${range}${maxLength === undefined ? '' : ` ≤ ${maxLength}`}`;
}
