import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Bounds that strict structured output of one server or another refuses. */
const BOUNDS = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
]);

/** A JSON schema that strict structured output accepts: every field required, no others allowed, no bounds. */
export function toStrictSchema(shape: z.ZodType): JsonSchema {
  const schema: Record<string, unknown> = z.toJSONSchema(shape, {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      for (const key of Object.keys(jsonSchema)) if (BOUNDS.has(key)) Reflect.deleteProperty(jsonSchema, key);
    },
  });
  delete schema['$schema'];
  return schema;
}
