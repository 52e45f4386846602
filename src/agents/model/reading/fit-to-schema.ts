import type { JsonSchema } from '../strict-schema.ts';

/** So deep may an answer be wrapped: `{"result": {"critique": {…}}}`. */
const MAX_WRAPPERS = 3;

/**
 * The value in the types that a schema asks for, where what was meant leaves no doubt: `"7.4"`, `"8/10"`, null for an empty list, `"Supported"`, an
 * object in a wrapper. All else stays as it is, for the schema to refuse: 85, −1, `NaN`, what is missing.
 * @param schema as `z.toJSONSchema` makes it
 */
export function fitToSchema(schema: JsonSchema, value: unknown): unknown {
  const options = optionsOf(schema);
  if (options !== undefined) return fitToNullable(options, value);
  if (Array.isArray(schema['enum'])) return fitToWords(schema['enum'] as readonly unknown[], value);
  switch (schema['type']) {
    case 'object':
      return fitToObject(schema, value);
    case 'array':
      return fitToList(isRecord(schema['items']) ? schema['items'] : {}, value);
    case 'number':
    case 'integer':
      return fitToNumber(schema, value);
    case 'boolean':
      return fitToBoolean(value);
    case 'string':
      return fitToString(value);
    default:
      return value;
  }
}

/** `anyOf`, or several types in one. */
function optionsOf({ anyOf, type, ...rest }: JsonSchema): readonly JsonSchema[] | undefined {
  if (Array.isArray(anyOf)) return anyOf as readonly JsonSchema[];
  return Array.isArray(type) ? type.map((one: unknown) => ({ ...rest, type: one })) : undefined;
}

/** Of the options only null and one other are ours. What is missing is null: both say that there is none. */
function fitToNullable(options: readonly JsonSchema[], value: unknown): unknown {
  const isNullable = options.some(({ type }) => type === 'null');
  if (
    isNullable &&
    (value === undefined || value === null || (typeof value === 'string' && /^\s*(?:null|none|n\/a)?\s*$/i.test(value)))
  )
    return null;
  const [other, ...more] = options.filter(({ type }) => type !== 'null');
  return other !== undefined && more.length === 0 ? fitToSchema(other, value) : value;
}

function fitToObject(schema: JsonSchema, given: unknown): unknown {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const names = Object.keys(properties);
  const value = typeof given === 'string' ? asOnlyText(given, properties) : unwrapped(given, names);
  const [name] = names;
  // A list where the object has nothing but a list.
  if (Array.isArray(value) && names.length === 1 && name !== undefined) return fitToObject(schema, { [name]: value });
  if (!isRecord(value)) return value;
  const byLetters = new Map(Object.entries(value).map(([key, part]) => [letters(key), part]));
  return Object.fromEntries(
    names.flatMap((key) => {
      const property = properties[key];
      const part = Object.hasOwn(value, key) ? value[key] : byLetters.get(letters(key));
      if (!isRecord(property)) return [];
      const fitted = part === undefined && optionsOf(property) === undefined ? undefined : fitToSchema(property, part);
      return fitted === undefined ? [] : [[key, fitted]];
    }),
  );
}

/** A string where an object is wanted that has to have nothing but a text: all else of it may be null. */
function asOnlyText(given: string, properties: Readonly<Record<string, unknown>>): unknown {
  const needed = Object.entries(properties).filter(
    ([, property]) => isRecord(property) && !(optionsOf(property)?.some(({ type }) => type === 'null') ?? false),
  );
  const [[name, property] = []] = needed;
  const isText = needed.length === 1 && isRecord(property) && property['type'] === 'string';
  return name !== undefined && isText ? { [name]: given } : given;
}

/** Out of a list of one, or of an object that has none of the names itself and one object within. */
function unwrapped(given: unknown, names: readonly string[]): unknown {
  const wanted = new Set(names.map(letters));
  let value = given;
  for (let layer = 0; layer < MAX_WRAPPERS; layer += 1) {
    if (
      Array.isArray(value) &&
      value.length === 1 &&
      isRecord(value[0]) &&
      Object.keys(value[0]).some((key) => wanted.has(letters(key)))
    ) {
      value = value[0];
    } else if (isRecord(value) && !Object.keys(value).some((key) => wanted.has(letters(key)))) {
      const inner = Object.values(value).filter((part) => isRecord(part) || Array.isArray(part));
      if (inner.length !== 1) break;
      value = inner[0];
    } else break;
  }
  return value;
}

function fitToList(items: JsonSchema, value: unknown): unknown {
  if (value === null) return [];
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => fitToSchema(items, item));
  if (isRecord(value)) {
    const [inner, ...more] = Object.values(value);
    if (inner === undefined) return [];
    return more.length === 0 && Array.isArray(inner) ? fitToList(items, inner) : [fitToSchema(items, value)];
  }
  if (typeof value === 'string' && items['type'] === 'string') return value.trim() === '' ? [] : [value];
  return value;
}

/** `7.4` · `7,4` · `8/10` and `8 out of 10`, where 10 is the upper bound. */
const NUMBER = /^([+-]?\d{1,15}(?:[.,]\d{1,15})?)(?:\s*(?:\/|out of|of|из|von|sur|de)\s*(\d{1,6}(?:\.0{1,3})?))?\.?$/i;

function fitToNumber({ maximum }: JsonSchema, value: unknown): unknown {
  if (typeof value !== 'string') return only(value, (inner) => fitToNumber({ maximum }, inner));
  const [, number = '', of] = NUMBER.exec(value.replaceAll('*', '').trim()) ?? [];
  if (number === '' || (of !== undefined && Number(of) !== maximum)) return value;
  return Number(number.replace(',', '.'));
}

const TRUE: ReadonlySet<string> = new Set(['true', 'yes', 'да']);
const FALSE: ReadonlySet<string> = new Set(['false', 'no', 'нет']);

function fitToBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const word = value.trim().replace(/\.$/, '').toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : value;
}

function fitToWords(words: readonly unknown[], value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const meant = words.filter((word) => typeof word === 'string' && letters(word) === letters(value));
  return meant.length === 1 ? meant[0] : value;
}

function fitToString(value: unknown): unknown {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return only(value, fitToString);
}

/** What an object holds that holds nothing else: `{"text": "Clear opening."}`. */
function only(value: unknown, fit: (inner: unknown) => unknown): unknown {
  if (!isRecord(value)) return value;
  const [inner, ...more] = Object.values(value);
  return more.length > 0 || (typeof inner !== 'string' && typeof inner !== 'number') ? value : fit(inner);
}

/** `facts_questionable`, `Not found`, `**Supported**`: without case, marks and spaces. */
function letters(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
