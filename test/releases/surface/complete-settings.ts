import { readdirSync, readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { jsonSchemas } from '../../../src/config/json-schemas.ts';
import type { JsonSchema } from '../breaks/schema-breaks.ts';

/** What stands where a schema says no more than a pattern; the first that fits is taken. */
const TEXTS = [
  'news',
  'requester',
  'en',
  'direct',
  '4h',
  'never',
  '9:00-18:00',
  '2026-12-24',
  'slack:T024BE7LH:U024BE7LH',
  'slack:T024BE7LH',
  'slack:T024BE7LH:group:S0614TZR7',
  'telegram:42',
  'telegram:-1001',
  'https://example.com',
  'EXAMPLE_KEY',
  'example.com',
  'none',
  'low',
  'newsroom/site',
];
/** What only another key, or no schema, makes right, by the end of its place; undefined where two exclude each other. */
const BY_KEY: Readonly<Record<string, unknown>> = {
  'adaptive[].when': 'edited',
  'adaptive[].after': 'critique',
  'adaptive[].before': undefined,
  gates: ['outline', 'final'],
  exclude_requester: false,
  escalate_after: '2d',
  expire_after: '5d',
  quiet_hours: '12:00-13:00',
  'weights.substance': 2,
  'writer.models': undefined,
  'critic.model': undefined,
  'fact_checker.model': undefined,
  'editor.model': undefined,
  'slack.people': ['slack:T024BE7LH:U024BE7LH'],
  'telegram.people': ['telegram:42'],
  stop_usd: 2,
  time_zone: 'Europe/Berlin',
  'endpoints.*.url': 'https://example.com/hook',
};
const NAME = 'news';

const CONFIG = new URL('../../../config/', import.meta.url);

/**
 * A folder of settings with every key that there is, each of its kinds, and the prompts and templates as they are shipped: what somebody may
 * have who has changed everything. By the name of the file.
 */
export function completeSettings(): Readonly<Record<string, string>> {
  const shipped = ['prompts', 'templates'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, CONFIG)).map((name) => {
      const path = `${folder}/${name}`;
      return [path, readFileSync(new URL(path, CONFIG), 'utf8')] as const;
    }),
  );
  return { ...Object.fromEntries(shipped), ...settings() };
}

function settings(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(jsonSchemas()).flatMap(([file, text]) => {
      const name = file.replace('.schema.json', '');
      if (name === 'template') return [];
      return [[`${name}.yaml`, stringify(exampleOf(JSON.parse(text) as JsonSchema, name)[0])]];
    }),
  );
}

/** One for each way that it may be. @throws where nobody has said yet what could stand there */
function exampleOf(schema: JsonSchema, place: string): readonly unknown[] {
  const key = Object.keys(BY_KEY).find((end) => place.endsWith(`.${end}`));
  if (key !== undefined) return [BY_KEY[key]];
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways !== undefined) return ways.flatMap((way) => exampleOf(way, place));
  if (schema.const !== undefined) return [schema.const];
  switch (schema.type) {
    case 'object':
      return [objectOf(schema, place)];
    case 'array':
      return [exampleOf(schema.items ?? {}, `${place}[]`).slice(0, schema.maxItems)];
    case 'boolean':
      return [true];
    case 'integer':
    case 'number':
      return [schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1];
    case 'string':
      return [textOf(schema, place)];
    default:
      // Whatever a model's server takes.
      return [place];
  }
}

function objectOf(schema: JsonSchema, place: string): unknown {
  const known = Object.entries(schema.properties ?? {}).map(([key, inner]) => [
    key,
    exampleOf(inner, `${place}.${key}`)[0],
  ]);
  const { additionalProperties: others } = schema;
  if (typeof others !== 'object') return Object.fromEntries(known);
  const free = exampleOf(others, `${place}.*`).map((value, index) => [
    nameOf(schema.propertyNames, `${place}.*`, index),
    value,
  ]);
  return Object.fromEntries([...known, ...free]);
}

function nameOf(names: JsonSchema = {}, place: string, index: number): string {
  const suffix = index === 0 ? '' : `-${index + 1}`;
  return `${names.enum === undefined && names.pattern === undefined ? NAME : textOf(names, place)}${suffix}`;
}

function textOf({ enum: words, pattern, minLength = 0 }: JsonSchema, place: string): string {
  if (words !== undefined) return String(words[0]);
  const fitting = pattern === undefined ? TEXTS[0] : TEXTS.find((text) => new RegExp(pattern, 'u').test(text));
  if (fitting === undefined || fitting.length < minLength)
    throw new Error(`Say what could stand at ${place}: ${pattern}`);
  return fitting;
}
